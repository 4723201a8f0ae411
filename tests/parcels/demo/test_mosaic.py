"""The world of precincts: whole, repeating, every village on the way to somewhere."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from parcels.demo.mosaic import make_mosaic
from parcels.demo.sides import Outline, outlines

PERIOD = (6400.0, 6400.0)


def drawn(seed: int) -> tuple[Outline, ...]:
    return outlines(seed, make_mosaic(seed, 14, PERIOD), (0.0, 0.0))


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 1 << 30))
def test_copies_of_the_world_fit_on_to_each_other(seed: int) -> None:
    lands = [shapely.Polygon(outline.ring) for outline in drawn(seed)]
    shifts = [(i * PERIOD[0], j * PERIOD[1]) for i in (0, 1) for j in (0, 1)]
    copies = [shapely.Polygon(shapely.get_coordinates(land.exterior) + shift) for shift in shifts for land in lands]

    assert shapely.is_valid(lands).all()
    assert shapely.area(lands).sum() == pytest.approx(PERIOD[0] * PERIOD[1], rel=1e-6)
    assert shapely.coverage_is_valid(shapely.set_precision(copies, 0.01))


def test_every_village_lies_in_its_precinct_and_has_two_ways_out() -> None:
    for outline in drawn(3):
        roads = [gate for gate in outline.gates if gate.kind == "road"]
        assert shapely.Polygon(outline.ring).contains(shapely.Point(outline.core))
        assert len(roads) >= 2


def test_a_river_and_a_railway_cross_the_world() -> None:
    kinds = [bank.kind for outline in drawn(3) for bank in outline.banks if bank.own]
    rails = [gate for outline in drawn(3) for gate in outline.gates if gate.kind == "rail"]

    assert "river" in kinds
    assert len(rails) >= 2
    assert len(rails) % 2 == 0


def test_vertices_of_the_outlines_are_whole_centimetres() -> None:
    rings = np.vstack([outline.ring for outline in drawn(3)])

    assert np.abs(rings * 100 - np.round(rings * 100)).max() < 1e-4
