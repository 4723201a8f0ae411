"""sip_area: the database's area of a shape in PL-1992, corrected for the map's scale."""

import pyproj
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sip.geo.crs import PL_1992, WGS84

pytestmark = pytest.mark.django_db

GEOD = pyproj.Geod(ellps="GRS80")
TO_DEGREES = pyproj.Transformer.from_crs(PL_1992.srid, WGS84.srid, always_xy=True)


def areas(east: float, north: float, side: float) -> tuple[float, float]:
    """Of a square field: by the database, and on the ellipsoid."""
    ring = [(east, north), (east + side, north), (east + side, north + side), (east, north + side), (east, north)]
    text = ",".join(f"{x!r} {y!r}" for x, y in ring)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sip_area(ST_GeomFromText(%s, %s))", [f"POLYGON(({text}))", PL_1992.srid])
        computed = cursor.fetchone()[0]
    longitudes, latitudes = TO_DEGREES.transform([x for x, _ in ring], [y for _, y in ring])
    return computed, abs(GEOD.polygon_area_perimeter(longitudes, latitudes)[0])


@given(st.floats(180_000, 860_000), st.floats(140_000, 770_000), st.floats(10, 2_000))
def test_area_is_that_of_the_ellipsoid_within_a_ten_thousandth(east: float, north: float, side: float) -> None:
    computed, true = areas(east, north, side)

    assert computed == pytest.approx(true, rel=1e-4)
