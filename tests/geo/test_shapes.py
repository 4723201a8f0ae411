"""Rings become geometries; what is repaired is said, what cannot be is a fault of its own shape alone."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sip.geo.gml import Outline
from sip.geo.shapes import build

SQUARE = [0.0, 0.0, 1000.0, 0.0, 1000.0, 1000.0, 0.0, 1000.0, 0.0, 0.0]


def polygon(ring: list[float]) -> Outline:
    return Outline(rings=[ring], polygons=[1])


def test_nothing_in_nothing_out() -> None:
    assert build([]) == []
    assert build([None])[0].geometry is None


@pytest.mark.parametrize(
    ("ring", "fault"),
    [
        ([], "too few points"),
        ([1.0, 1.0], "too few points"),
        ([0.0, 0.0, 9.0, 9.0, 0.0, 0.0], "too few points"),
        ([5.0, 5.0] * 6, "too few points"),
        (SQUARE[:-2], "unclosed ring"),
        ([*SQUARE[:-2], 0.0, 0.02], "unclosed ring"),
        ([0.0, float("nan"), *SQUARE[2:]], "number"),
        ([*SQUARE[:3], float("inf"), *SQUARE[4:]], "number"),
    ],
)
def test_faults(ring: list[float], fault: str) -> None:
    sound, faulty, other = build([polygon(SQUARE), polygon(ring), polygon(SQUARE)])
    assert (faulty.geometry, faulty.fault) == (None, fault)
    assert sound.geometry is not None
    assert other.geometry is not None


def test_a_faulty_hole_spoils_its_polygon() -> None:
    (found,) = build([Outline(rings=[SQUARE, [1.0, 1.0, 2.0, 2.0]], polygons=[2])])
    assert found.geometry is None


@pytest.mark.parametrize(
    ("ring", "repair"),
    [
        ([*SQUARE[:4], *SQUARE[2:]], "repeated points"),
        ([*SQUARE[:-2], 0.0, 0.009], "closed"),
        ([value / 1000 for value in [*SQUARE[:-2], 0.0, 5e-5]], "closed"),
    ],
)
def test_repairs_are_told(ring: list[float], repair: str) -> None:
    (found,) = build([polygon(ring)])
    assert found.repairs == [repair]
    assert found.geometry is not None
    assert shapely.get_num_coordinates(found.geometry) == 5


def test_degrees_are_not_closed_over_a_kilometre() -> None:
    (found,) = build([polygon([22.0, 51.0, 22.1, 51.0, 22.1, 51.1, 22.0, 51.1, 22.0, 51.009])])
    assert found.fault == "unclosed ring"


def test_self_crossing_passes_unharmed() -> None:
    bow = [0.0, 0.0, 10.0, 10.0, 10.0, 0.0, 0.0, 10.0, 0.0, 0.0]
    (found,) = build([polygon(bow)])
    assert shapely.get_coordinates(found.geometry).ravel().tolist() == bow


def test_invalid_parts_of_one_surface_are_kept_apart() -> None:
    bow = [0.0, 0.0, 10.0, 10.0, 10.0, 0.0, 0.0, 10.0, 0.0, 0.0]
    (found,) = build([Outline(rings=[bow, SQUARE], polygons=[1, 1], joined=True)])
    assert found.geometry is not None
    assert shapely.get_num_geometries(found.geometry) == 2


ordinate = st.one_of(st.floats(), st.integers(-3, 3).map(float))
rings = st.lists(ordinate, max_size=14).map(lambda numbers: numbers[: len(numbers) // 2 * 2])


@given(st.lists(st.lists(st.lists(rings, min_size=1, max_size=3), min_size=1, max_size=3), max_size=5))
def test_any_numbers_are_built_or_refused(outlines: list[list[list[list[float]]]]) -> None:
    shapes = build(
        [
            Outline(rings=[ring for polygon in polygons for ring in polygon], polygons=[len(p) for p in polygons])
            for polygons in outlines
        ]
    )
    assert len(shapes) == len(outlines)
    assert all((shape.geometry is None) == bool(shape.fault) for shape in shapes)
