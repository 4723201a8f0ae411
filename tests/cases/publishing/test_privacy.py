"""What is public of a case is a list of columns, and nothing that people wrote or are reaches any public address."""

from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import CharField, JSONField, TextField
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cases.models import Case, PublicEntry
from cases.personal import PERSONAL, rows_of
from cases.publishing.actions import entry_hold
from tests.cases.publishing.conftest import PARCEL, SECRETS, Town

pytestmark = pytest.mark.django_db
COLUMNS = {
    "register_version_public": "version changed_at",
    "register_public": "code name entry_name description legal_basis listed_from position",
    "register_office_public": "register office office_name",
    "register_entry_public": (
        "id identifier register office office_name sign service filed_on stage outcome decided_on standing standing_on"
        " parcels precincts day published_at changed_at geom"
    ),
    "register_removed_public": "id identifier register office changed_at",
}
CANARY = "kanarek"


def addresses(identifier: str) -> list[str]:
    """Each that shows anything of public cases; of the register of trees, where open cases stand too."""
    register = "/rejestry/usuwanie-drzew"
    return [
        "/rejestry/",
        f"{register}/",
        f"{register}/?q={PARCEL}",
        f"{register}/wpisy.csv",
        f"{register}/wpisy.geojson",
        f"{register}/zmiany.atom",
        f"{register}/zmiany.rss",
        f"{register}/{identifier}/",
        f"/dzialka/{PARCEL}/",
        "/api/v1/register-entries/",
        f"/api/v1/register-entries/{identifier}/",
        "/ogc/collections/register-entries/items?f=json",
        "/ogc/collections/register-entries/items?f=html",
    ]


@pytest.mark.parametrize("view", COLUMNS)
def test_the_columns_of_a_public_view_are_these_and_no_others(view: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [view])
        assert sorted(name for (name,) in cursor.fetchall()) == sorted(COLUMNS[view].split())


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_the_public_role_reads_the_views_and_no_table_of_cases() -> None:
    with connections["public"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v')"
            " AND relname LIKE ANY (ARRAY['cases%', 'register%']) AND has_table_privilege(oid, 'SELECT')"
        )
        assert sorted(name for (name,) in cursor.fetchall()) == sorted(COLUMNS)


def read(client: Client, address: str) -> tuple[HttpResponse, str]:
    answer: Any = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, content.decode("utf-8", "replace")


def _seed(case: Case) -> None:
    """A canary in every field of people's data that holds words."""
    # Rows that are final let go of such fields only while the case is marked so.
    Case.objects.filter(pk=case.pk).update(anonymised_at=timezone.now())
    for personal in PERSONAL:
        field = personal.model._meta.get_field(personal.field)
        if isinstance(field, CharField | TextField):
            value: object = CANARY[: field.max_length]
        elif isinstance(field, JSONField):
            value = {"answer": CANARY}
        else:
            continue
        rows_of(personal.model, case).update(**{personal.field: value})
    Case.objects.filter(pk=case.pk).update(anonymised_at=None)


def test_no_personal_data_reaches_a_public_address(client: Client, town: Town) -> None:
    case = town.decided("usuniecie-drzewa")
    _seed(case)
    identifier = str(PublicEntry.objects.get(case=case).identifier)
    for address in addresses(identifier):
        answer, body = read(client, address)
        assert (address, answer.status_code) == (address, 200)
        assert [(address, secret) for secret in (*SECRETS, CANARY) if secret.lower() in body.lower()] == []


def test_the_row_itself_holds_no_personal_data(town: Town) -> None:
    case = town.decided("usuniecie-drzewa")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(entry)::text FROM register_entry_public AS entry WHERE sign = %s", [case.sign])
        ((row,),) = cursor.fetchall()
    assert [secret for secret in SECRETS if secret in row] == []


def test_why_an_entry_is_held_is_told_to_nobody(client: Client, town: Town) -> None:
    case = town.filed("usuniecie-drzewa")
    entry_hold(user=town.clerk, case=case, reason="Uzasadnienie: Tajnowski")
    identifier = str(PublicEntry.objects.get(case=case).identifier)

    for address in addresses(identifier):
        _answer, body = read(client, address)
        assert [(address, word) for word in ("Uzasadnienie", case.sign) if word and word in body] == []
