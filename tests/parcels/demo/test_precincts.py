"""Precincts as built: exact tiling, believable areas, history and defects where the plan puts them."""

from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from parcels.demo import config
from parcels.demo.drawing import Drawing, draw
from parcels.demo.plane import rounded
from parcels.demo.precinct import build
from parcels.demo.records import Parcel, Precinct
from parcels.demo.world import plan_world
from parcels.identifiers import ParcelId

CONFIG = config.load()
DRAWN_SIGNS = {"overlap": 1, "gap": -1}


@pytest.fixture(scope="module")
def precincts() -> list[Precinct]:
    world = plan_world(CONFIG, parcels=300, seed=7)
    return [build(CONFIG, world.seed, plan) for plan in world.precincts]


def current(precincts: list[Precinct]) -> Iterator[tuple[Precinct, Parcel]]:
    return ((precinct, parcel) for precinct in precincts for parcel in precinct.parcels)


def spoilt(precincts: list[Precinct], kind: str) -> set[str]:
    return {defect.identifier for precinct in precincts for defect in precinct.defects if defect.kind == kind}


def drawings(seed: int, parcels: int) -> list[Drawing]:
    world = plan_world(CONFIG, parcels=parcels, seed=seed)
    return [draw(seed, plan) for plan in world.precincts[:3]]


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 1 << 30), parcels=st.integers(60, 500))
def test_parcels_tile_their_precinct_exactly(seed: int, parcels: int) -> None:
    for drawing in drawings(seed, parcels):
        shapes = np.array([piece.polygon for piece in drawing.pieces], dtype=object)
        whole = shapely.Polygon(drawing.outline.ring)
        assert shapely.coverage_is_valid(shapes)
        assert shapely.is_valid(shapes).all()
        assert shapely.area(shapes).sum() == pytest.approx(whole.area, abs=0.001)


def test_neighbouring_precincts_share_the_vertices_of_their_boundary() -> None:
    every = [piece.polygon for drawing in drawings(3, 400) for piece in drawing.pieces]

    assert shapely.coverage_is_valid(every)


def test_coordinates_are_whole_centimetres(precincts: list[Precinct]) -> None:
    coords = shapely.get_coordinates([parcel.polygon for _, parcel in current(precincts)])

    assert (coords == rounded(coords)).all()


def test_only_the_deliberate_overlap_and_gap_break_the_coverage(precincts: list[Precinct]) -> None:
    for precinct in precincts:
        shapes = [parcel.polygon for parcel in precinct.parcels]
        kinds = {defect.kind for defect in precinct.defects}
        assert shapely.coverage_is_valid(shapes) == ("overlap" not in kinds)
        assert shapely.union_all(shapes).equals(precinct.polygon) == ("gap" not in kinds)


def test_each_drawn_defect_is_three_square_metres(precincts: list[Precinct]) -> None:
    for precinct in precincts:
        total = sum(parcel.polygon.area for parcel in precinct.parcels)
        expected = 3 * sum(DRAWN_SIGNS.get(defect.kind, 0) for defect in precinct.defects)
        assert total - precinct.polygon.area == pytest.approx(expected, abs=0.5)


def test_identifiers_follow_the_grammar_but_for_the_deliberate_one(precincts: list[Precinct]) -> None:
    wrong = {parcel.identifier for _, parcel in current(precincts) if not ParcelId.parse(parcel.identifier)}

    assert wrong == spoilt(precincts, "malformed_identifier")
    assert len(wrong) == CONFIG.defects["malformed_identifier"]


def test_identifiers_are_unique_and_lie_in_their_precinct(precincts: list[Precinct]) -> None:
    identifiers = [parcel.identifier for _, parcel in current(precincts)]

    assert len(set(identifiers)) == len(identifiers)
    assert all(p.identifier.startswith(precinct.plan.identifier) for precinct, p in current(precincts))


def test_registered_areas_are_within_tolerance_but_for_the_deliberate_one(precincts: list[Precinct]) -> None:
    wrong = {
        parcel.identifier
        for _, parcel in current(precincts)
        if abs(parcel.area - parcel.polygon.area) > 1 + 0.2 * parcel.area**0.5
    }

    assert wrong == spoilt(precincts, "registered_area")


def test_land_uses_add_up_but_for_the_deliberate_one(precincts: list[Precinct]) -> None:
    wrong = {
        parcel.identifier for _, parcel in current(precincts) if sum(use.area for use in parcel.uses) != parcel.area
    }

    assert wrong == spoilt(precincts, "land_use_sum")


def test_areas_are_positive(precincts: list[Precinct]) -> None:
    assert all(parcel.area > 0 and all(use.area > 0 for use in parcel.uses) for _, parcel in current(precincts))


def test_areas_have_a_heavy_tail() -> None:
    areas = [piece.polygon.area for drawing in drawings(1, 6000) for piece in drawing.pieces]

    assert 5000 < np.mean(areas) < 11_000
    assert np.median(areas) < np.mean(areas) / 1.5
    assert max(areas) > 100_000


def test_buildings_stand_on_their_parcel(precincts: list[Precinct]) -> None:
    for precinct in precincts:
        for building in precinct.buildings:
            assert precinct.parcels[building.parcel].polygon.buffer(0.1).contains(building.polygon)


def test_buildings_do_not_overlap(precincts: list[Precinct]) -> None:
    shapes = [building.polygon for precinct in precincts for building in precinct.buildings]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="overlaps")

    assert len(first) == len(second) == 0
    assert len(shapes) > 50


def test_successors_of_a_division_begin_when_their_predecessor_ends_on_its_land() -> None:
    world = plan_world(CONFIG, parcels=800, seed=2)
    divided = 0
    for precinct in (build(CONFIG, world.seed, plan) for plan in world.precincts[:2]):
        for old in (p for p in precinct.closed if p.life.died and "/" not in p.identifier):
            new = [p for p in precinct.parcels if p.identifier.startswith(old.identifier + "/")]
            if not new or any(p.life.born != old.life.died for p in new):
                continue
            divided += 1
            assert shapely.union_all([p.polygon for p in new]).symmetric_difference(old.polygon).area < 4
            assert old.area == sum(p.area for p in new) or precinct.defects
    assert divided


def test_versions_of_one_object_follow_each_other() -> None:
    world = plan_world(CONFIG, parcels=1200, seed=2)
    revised = 0
    for precinct in (build(CONFIG, world.seed, plan) for plan in world.precincts[:2]):
        lives = {parcel.life.local_id: parcel.life for parcel in precinct.parcels}
        for old in (p.life for p in precinct.closed if not p.life.died):
            revised += 1
            assert lives[old.local_id].start == old.end
            assert lives[old.local_id].born == old.born
    assert revised


def test_the_town_numbers_its_parcels_by_map_sheets(precincts: list[Precinct]) -> None:
    (town,) = [precinct for precinct in precincts if precinct.plan.town]

    assert all(".AR_" in parcel.identifier for parcel in town.parcels)


def test_a_house_has_one_address(precincts: list[Precinct]) -> None:
    for precinct in precincts:
        numbers = [(address.street, address.number) for address in precinct.addresses]
        assert len(set(numbers)) == len(numbers) > 0
