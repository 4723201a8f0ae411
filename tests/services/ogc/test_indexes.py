"""Every order of large registers is read from an index."""

import re

import pytest
from django.db import connection

from sip.services.ogc import features, filters, ordering, selecting
from sip.services.ogc.collections import COLLECTIONS
from sip.services.ogc.cql2.compiling import EVERYTHING
from sip.services.ogc.parameters import in_time
from sip.services.ogc.systems import CRS84, SYSTEMS
from sip.services.rest.features import joined, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("collection", "name"),
    [(name, each) for name in ("parcels", "buildings", "addresses") for each in ordering.sortables(COLLECTIONS[name])],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_orders_of_large_registers_begin_with_an_index(collection: str, name: str, sign: str) -> None:
    one = COLLECTIONS[collection]
    order = ordering.asked(one, {"sortby": f"{sign}{name}"})
    text = selecting.text_of(one, "true", EVERYTHING, order, SYSTEMS[CRS84], "")
    with connection.cursor() as cursor:
        # An empty table is read whole and sorted otherwise, whether an index serves the order or not.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {text}", {"limit": 10})
        plan = "\n".join(row[0] for row in cursor.fetchall())

    # The answer's own rows are sorted once more; those it is chosen from come sorted by the first column.
    inner = plan[plan.index("Limit") :]
    assert "Presorted Key" in inner or "Sort Key" not in inner, plan


def test_versions_of_parcels_are_read_in_the_order_of_pages() -> None:
    parcels = COLLECTIONS["parcels"]
    query = {"datetime": "2024-01-01T00:00:00Z"}
    condition, values = joined(in_time(parcels, query))
    text = text_of(parcels, condition, view=features.view_of(parcels, query))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {text}", {**values, "limit": 10})
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "parcel_known_identifier" in plan
    assert "Append" not in plan, plan


@pytest.mark.parametrize("name", ["precinct_name", "unit_name"])
@pytest.mark.parametrize("text", ["CASEI({}) LIKE CASEI('wol%')", "{} LIKE '%ola'", "ACCENTI({}) IN ('a', 'b')"])
def test_names_are_looked_up_before_parcels_are_read(name: str, text: str) -> None:
    parcels = COLLECTIONS["parcels"]
    filtered = filters.asked(parcels, {"filter": text.format(name)})
    assert filtered is not None
    statement = selecting.text_of(parcels, "true", filtered, ordering.asked(parcels, {}), SYSTEMS[CRS84], "")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {statement}", {**filtered.values, "limit": 10})
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert re.search(r"Index Cond: .*identifier.* >= .*(\$|InitPlan)", plan), plan
