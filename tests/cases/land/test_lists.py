"""Lists of coordinates: every system there and back to the millimetre, and whatever surveyors paste."""

from contextlib import suppress

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from cases.land import systems
from cases.land.lists import BadList, Fault, parse, write
from sip.geo.crs import ETRS89, PL_1992, PL_2000, WGS84, AxisOrder, Reading, transform, zone_2000

ALL = systems.readings("auto", "")
NEAR = (715_000.0, 340_000.0, 775_000.0, 400_000.0)
SQUARE = shapely.box(745_000, 365_000, 745_040, 365_120)


def listed(text: str, near: tuple[float, float, float, float] | None = NEAR) -> BaseGeometry:
    return parse(text, ALL, near).shape


@st.composite
def boxes(draw: st.DrawFn, least: float = 15.2) -> tuple[shapely.Polygon, int]:
    """A rectangle somewhere in Poland, and its PL-2000 zone."""
    longitude = draw(st.floats(least, 23.4))
    latitude = draw(st.floats(50.7, 52.4))
    ((x, y),) = transform(np.array([[longitude, latitude]]), ETRS89, PL_1992)
    width, height = draw(st.floats(0.5, 3000)), draw(st.floats(0.5, 3000))
    return shapely.box(x, y, x + width, y + height), zone_2000(longitude).srid


@given(boxes(), st.sampled_from([PL_1992.srid, WGS84.srid, 0]))
def test_a_shape_comes_back_from_its_list_to_the_millimetre(drawn: tuple[shapely.Polygon, int], srid: int) -> None:
    shape, zone = drawn
    crs = systems.WRITTEN[str(srid or zone)]

    back = parse(write(shape, crs), [Reading(crs, AxisOrder.NORTH_EAST)]).shape

    apart = shapely.get_coordinates(back) - shapely.get_coordinates(shape)
    assert np.hypot(*apart.T).max() <= 0.001


# Farther west, eastings of PL-1992 and of zone 5 can be northings of another place as near.
@given(boxes(least=20.0))
def test_the_system_and_the_order_are_known_by_the_numbers(drawn: tuple[shapely.Polygon, int]) -> None:
    """North first and east first, in the zone of the place; near is where the place is, as in a powiat."""
    shape, zone = drawn
    west, south, east, north = shape.bounds
    near = (west - 30_000, south - 30_000, east + 30_000, north + 30_000)
    for crs in (systems.WRITTEN[str(zone)], PL_1992, WGS84):
        north_first = write(shape, crs)
        east_first = "\n".join(" ".join(line.split()[::-1][:2]) for line in north_first.splitlines())
        for text in (north_first, east_first):
            typed = parse(text, ALL, near)
            assert shapely.hausdorff_distance(typed.shape, shape) <= 0.0015


@pytest.mark.parametrize(
    "text",
    [
        "365000 745000\n365000 745040\n365120 745040\n365120 745000",
        "1\t365 000,00\t745 000,00\n2\t365 000,00\t745 040,00\n3\t365 120,00\t745 040,00\n4\t365 120,00\t745 000,00",
        "1 365\u00a0000 745\u00a0000\n2 365\u202f000 745\u202f040\n"
        "3 365\u00a0120 745\u00a0040\n4 365\u00a0120 745\u00a0000",
        "1 365000,00 745000,00\n2 365000,00 745040,00\n3 365120,00 745040,00\n4 365120,00 745000,00",
        "nr;X;Y\n1;365000,00;745000,00\n2;365000,00;745040,00\n3;365120,00;745040,00\n4;365120,00;745000,00",
        "nr\tX\tY\tH\n12-3\t365000.00\t745000.00\t187.5\n12-4\t365000.00\t745040.00\t187.6\n"
        "12-5\t365120.00\t745040.00\t187.7\n12-6\t365120.00\t745000.00\t0",
        "365000.00 745000.00 187.55\n365000.00 745040.00 187.1\n365120.00 745040.00 1\n365120.00 745000.00 2",
        "365000.0, 745000.0\n\n# wykaz\n365000.0, 745040.0\r\n365120.0, 745040.0\n365120.0, 745000.0\n365000.0, 745000",
        "1,365000.00,745000.00\n2,365000.00,745040.00\n3,365120.00,745040.00\n4,365120.00,745000.00",
        "365000,00,745000,00\n365000,00,745040,00\n365120,00,745040,00\n365120,00,745000,00",
        "X=365000 Y=745000\nY=745040 X=365000\nX: 365120 Y: 745040\nX=365120.0 Y=745000.0",
        "745000 365000\n745040 365000\n745040 365120\n745000 365120",
        "365000 N 745000 E\n365000N, 745040E\n745040 E 365120 N\n365120 N 745000 E",
        "obszar\n365000 745000\n365000 745040\n365120 745040\n365120 745000\n",
    ],
)
def test_what_surveyors_paste_is_the_same_square(text: str) -> None:
    assert listed(text).equals(SQUARE)


def test_degrees_with_minutes_and_seconds_are_read() -> None:
    shape = listed("51°08'00,0\"N 22°30'00,0\"E\n51°08'10,0\"N 22°30'00\"E\n51°08'10\"N 22°30'10\"E")
    degrees = transform(shapely.get_coordinates(shape), PL_1992, WGS84)

    assert degrees[0] == pytest.approx([22.5, 51 + 8 / 60], abs=1e-8)


def test_the_zone_is_known_by_the_first_digit_of_the_easting() -> None:
    for crs in PL_2000:
        zone = crs.srid - 2171
        text = "\n".join(f"{north} {zone}500{east}" for north, east in ((5700000, 100), (5700000, 200), (5700100, 200)))
        if zone == 5:
            continue  # Its eastings are northings too; the powiat tells.
        assert parse(text, ALL).reading == Reading(crs, AxisOrder.NORTH_EAST)


def test_parts_and_holes_go_there_and_back() -> None:
    shape = shapely.MultiPolygon(
        [
            shapely.Polygon(
                shapely.box(745000, 365000, 745100, 365100).exterior,
                [shapely.box(745010, 365010, 745020, 365020).exterior],
            ),
            shapely.box(745200, 365000, 745300, 365100),
        ]
    )
    text = write(shape)

    assert "otwór" in text
    assert "część" in text
    assert listed(text).equals(shape)


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(745000, 365000),
        shapely.LineString([(745000, 365000), (745010, 365000), (745010, 365010)]),
        shapely.MultiPoint([(745000, 365000), (745010, 365000)]),
        shapely.MultiLineString([[(745000, 365000), (745010, 365000)], [(745000, 365100), (745010, 365100)]]),
    ],
)
def test_lines_and_points_go_there_and_back(shape: BaseGeometry) -> None:
    assert listed(write(shape)).equals(shape)


def test_repeated_points_are_left_out_and_counted() -> None:
    typed = parse("365000 745000\n365000 745000\n365000 745040\n365120 745040\n365000 745000", ALL, NEAR)

    assert typed.repeated == 1
    assert len(shapely.get_coordinates(typed.shape)) == 4


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("", Fault.EMPTY, 0),
        ("nr X Y", Fault.EMPTY, 0),
        ("365000 745000\nala ma kota", Fault.NOT_NUMBERS, 2),
        ("365000 745000\n365000 745040\n1 2", Fault.NOT_THERE, 3),
        ("365000 745000\nnan inf", Fault.NOT_NUMBERS, 2),
        ("365000 745000\n1e999 1e999", Fault.NOT_NUMBERS, 2),
        ("obszar\n365000 745000\n365000 745040", Fault.TOO_FEW, 1),
        ("otwór\n365000 745000\n365000 745040\n365120 745040", Fault.NO_SHELL, 1),
        ("obszar\n365000 745000\n365000 745040\n365120 745040\nlinia\n365000 745000\n365000 745040", Fault.MIXED, 5),
        ("\n".join(["365000 745000"] * 10_001), Fault.TOO_LONG, 10_001),
    ],
)
def test_what_is_no_shape_is_told_with_its_line(text: str, fault: Fault, line: int) -> None:
    with pytest.raises(BadList) as caught:
        listed(text)

    assert (caught.value.fault, caught.value.line) == (fault, line)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    with suppress(BadList):
        assert not listed(text).is_empty
