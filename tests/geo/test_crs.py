"""Names of coordinate systems, and transformations against places known by definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip.geo.crs import (
    CRS,
    ETRS89,
    PL_1992,
    PL_2000,
    WEB_MERCATOR,
    WGS84,
    AxisOrder,
    Reading,
    UnknownCRS,
    parse_srs_name,
    scale_and_convergence,
    transform,
    zone_2000,
)

NE, EN = AxisOrder.NORTH_EAST, AxisOrder.EAST_NORTH


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("urn:ogc:def:crs:EPSG::2179", (PL_2000[3], NE)),
        ("urn:ogc:def:crs:EPSG:6.9:2176", (PL_2000[0], NE)),
        ("urn:x-ogc:def:crs:EPSG:2177", None),
        ("http://www.opengis.net/def/crs/EPSG/0/2178", (PL_2000[2], NE)),
        ("https://www.opengis.net/def/crs/EPSG/0/4326/", (WGS84, NE)),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", (WGS84, EN)),
        ("http://www.opengis.net/gml/srs/epsg.xml#2180", (PL_1992, EN)),
        (" epsg:2180 ", (PL_1992, EN)),
        ("urn:ogc:def:crs:EPSG::3857", (WEB_MERCATOR, EN)),
        ("urn:ogc:def:crs:EPSG::4258", (ETRS89, NE)),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", (WGS84, EN)),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", (WGS84, EN)),
        ("EPSG:3120", None),
        ("układ 1965", None),
        ("", None),
    ],
)
def test_srs_name_declares_a_system_and_an_order(name: str, expected: object) -> None:
    if expected is None:
        with pytest.raises(UnknownCRS):
            parse_srs_name(name)
    else:
        assert parse_srs_name(name) == expected


@pytest.mark.parametrize(
    ("crs", "false_easting", "northing", "meridian"),
    [
        (PL_1992, 500_000, 500_000, 19),
        (PL_2000[0], 5_500_000, 5_800_000, 15),
        (PL_2000[1], 6_500_000, 5_800_000, 18),
        (PL_2000[2], 7_500_000, 5_800_000, 21),
        (PL_2000[3], 8_500_000, 5_800_000, 24),
    ],
)
def test_central_meridian_lies_at_the_false_easting(
    crs: CRS, false_easting: float, northing: float, meridian: float
) -> None:
    placed = transform(np.array([[false_easting, northing]]), crs, ETRS89)
    assert placed[0, 0] == pytest.approx(meridian, abs=1e-9)


@pytest.mark.parametrize(
    ("longitude", "zone"),
    [(13.9, 5), (14.1, 5), (16.49, 5), (16.51, 6), (19.49, 6), (19.51, 7), (22.49, 7), (22.51, 8), (24.2, 8), (26, 8)],
)
def test_a_place_belongs_to_the_zone_of_the_nearest_meridian(longitude: float, zone: int) -> None:
    assert zone_2000(longitude).name == f"PL-2000/{zone}"


def test_on_the_central_meridian_the_grid_points_north_at_the_scale_of_the_definition() -> None:
    assert scale_and_convergence(500_000, 400_000) == pytest.approx((0.9993, 0), abs=1e-9)


def test_east_of_the_central_meridian_the_grid_points_east_of_north() -> None:
    scale, convergence = scale_and_convergence(700_000, 400_000)

    # Of the sphere: k0 (1 + (E / k0 R)^2 / 2), and the longitude from the meridian times the sine of the latitude.
    assert scale == pytest.approx(0.9993 + 0.0004918, abs=2e-6)
    assert convergence == pytest.approx(2.25, abs=0.1)


def test_coordinates_of_the_same_system_stay_as_they_are() -> None:
    far_away = np.array([[1e9, -1e9]])
    assert (transform(far_away, PL_1992, PL_1992) == far_away).all()


def test_reading_minds_the_order() -> None:
    pair = np.array([[5772000.0, 8413000.0]])
    placed = Reading(PL_2000[3], NE).to_pl_1992(pair)
    assert Reading(PL_2000[3], EN).to_pl_1992(pair[:, ::-1]) == pytest.approx(placed)


@given(st.floats(14.2, 24.1), st.floats(49.1, 54.7))
def test_there_and_back_again_within_a_millimetre(longitude: float, latitude: float) -> None:
    start = transform(np.array([[longitude, latitude]]), ETRS89, PL_1992)
    for crs in (*PL_2000, WGS84, WEB_MERCATOR):
        assert transform(transform(start, PL_1992, crs), crs, PL_1992) == pytest.approx(start, abs=1e-3)
