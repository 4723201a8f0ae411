"""What the public connection may and may not do: the database itself refuses the rest."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connections
from django.test import Client

from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, strips

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])

VIEWS = (
    "parcel_public",
    "parcel_history_public",
    "parcel_lineage_public",
    "precinct_public",
    "building_public",
    "land_use_public",
    "address_public",
    "unit_public",
    "layer_public",
    "delivery_public",
    "search_name_public",
    "drawing_raster_history_public",
    "planning_file_public",
    "api_key_public",
    "register_public",
    "register_office_public",
    "register_entry_public",
    "register_removed_public",
    "register_version_public",
)


def may_read(table: str) -> bool:
    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
        return bool(cursor.fetchone()[0])


def test_the_public_role_reads_each_public_view() -> None:
    assert [view for view in VIEWS if not may_read(view)] == []


def test_the_public_role_reads_no_table() -> None:
    readable = [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label != "gis" and may_read(model._meta.db_table)  # PostGIS' own lists are everyone's
    ]

    assert readable == []


def test_the_public_role_writes_nothing() -> None:
    with connections["public"].cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("DELETE FROM parcel_public")


def test_public_addresses_need_no_more_than_that(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(1)))
    paths = [
        "/",
        f"/dzialka/{PRECINCT}.1/",
        f"/api/v1/parcels/{PRECINCT}.1/",
        "/tiles/pl1992/1/0/0/0.mvt",
        "/szukaj/?q=a",
    ]

    assert {client.get(path).status_code for path in paths} <= {200, 204}
