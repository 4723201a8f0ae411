"""How far views reach: the same as by reading all rows, though only the outermost are read."""

import pytest
from django.db import connections

from sip.public import rows
from sip.services import extents
from tests.conftest import Deliver
from tests.parcels.importing.village import document, parcel
from tests.standing import standing

VIEWS = ("parcel_public", "building_public")
WHOLE = "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent(geom) AS e FROM {}) AS found"

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])


@pytest.fixture
@standing()
def scattered(deliver: Deliver) -> None:
    """Edges less than a step of single precision apart, which at this distance is several centimetres."""
    corners = [(17 * step % 90 * 40 + step / 1000, 29 * step % 90 * 50 + step / 997) for step in range(60)]
    deliver("egib", document(*(parcel(str(n), (x, y, 30, 40)) for n, (x, y) in enumerate(corners, 1))))


@pytest.mark.usefixtures("scattered")
def test_the_extent_is_that_of_all_rows() -> None:
    assert extents.in_metres(["parcel_public"]) == rows(WHOLE.format("parcel_public"))[0]
    assert extents.in_metres(VIEWS) == extents.in_metres(["parcel_public"])


@pytest.mark.usefixtures("scattered")
def test_degrees_hold_every_corner() -> None:
    found = extents.in_degrees(VIEWS)
    corners = "(SELECT ST_Transform(geom, 4326) AS geom FROM parcel_public) AS corners"
    inside = rows(WHOLE.format(corners))[0]

    assert found
    assert (found[0] <= inside[0], found[1] <= inside[1], found[2] >= inside[2], found[3] >= inside[3]) == (True,) * 4
    assert found == pytest.approx(inside, abs=5e-3)


@pytest.mark.usefixtures("scattered")
def test_the_index_gives_the_ends() -> None:
    with connections["public"].cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN {extents._metres(('parcel_public',))}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("RESET enable_seqscan")

    assert plan.count("Order By: (geom <#>") == 4
    assert "Seq Scan" not in plan


def test_nothing_reaches_nowhere() -> None:
    assert extents.in_metres(VIEWS) is None
    assert extents.in_degrees(VIEWS) is None
