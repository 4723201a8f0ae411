"""The files: the same for a seed, complete, and of the layouts that extracts must tell apart."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from plans.codes import ZONES, Status
from plans.demo import config, general, land
from plans.demo.land import Gmina
from plans.demo.write import Roles, write_plans
from sip.intake.models import Kind
from tests.plans.demo import SEED
from tests.plans.demo.conftest import Demo


@pytest.fixture(scope="module")
def gminas(demo: Demo) -> list[Gmina]:
    return list(land.read(demo.land, config.load().order))


def shares(parcels: np.ndarray, zones: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each pair of a parcel and a zone that share ground: the parcel's number and the shared area."""
    zone, parcel = shapely.STRtree(parcels).query(zones, predicate="intersects")
    areas = shapely.area(shapely.intersection(parcels[parcel], zones[zone]))
    return parcel[areas > 0], areas[areas > 0]


def test_the_same_land_and_seed_give_the_same_bytes(demo: Demo, tmp_path: Path) -> None:
    write_plans(demo.land, tmp_path, seed=SEED)

    again = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert again == {path.name: path.read_bytes() for path in demo.folder.iterdir()}


def test_another_seed_gives_other_plans(demo: Demo, tmp_path: Path) -> None:
    write_plans(demo.land, tmp_path, seed=SEED + 1)

    name = f"pog_{config.load().order[0]}.gml"
    assert (tmp_path / name).read_bytes() != (demo.folder / name).read_bytes()


def test_every_step_has_its_files_and_drawings_are_small(demo: Demo) -> None:
    assert {step.kind for step in demo.written.steps} == {
        Kind.APP, Kind.ZONES, Kind.PROVISIONS, Kind.DRAWING, Kind.RESTRICTIONS,
    }  # fmt: skip
    assert all(path.is_file() for step in demo.written.steps for path in step.files)
    assert all(path.stat().st_size < 2_000_000 for step in demo.steps(Kind.DRAWING) for path in step.files)


def test_acts_come_before_what_speaks_of_them(demo: Demo) -> None:
    known = ""
    for step in demo.written.steps:
        known += "".join(path.read_text("utf-8") for path in step.files) if step.kind == Kind.APP else ""
        assert step.act in known


def test_zones_cover_a_gmina_exactly(gminas: list[Gmina]) -> None:
    for gmina in gminas:
        zones = general.draw(config.load(), gmina, SEED).zones.shapes

        assert shapely.coverage_is_valid(zones)
        assert shapely.area(zones).sum() == pytest.approx(shapely.area(gmina.shapes).sum(), abs=1.0)


def test_kinds_of_zones_are_those_of_the_law_and_many(gminas: list[Gmina]) -> None:
    found = {str(symbol) for gmina in gminas for symbol in general.draw(config.load(), gmina, SEED).zones.symbols}

    assert found <= set(ZONES)
    assert len(found) >= 10


def test_parcels_lie_in_one_zone_in_several_and_in_slivers_of_zones(gminas: list[Gmina]) -> None:
    zones = general.draw(config.load(), gminas[0], SEED).zones.shapes
    parcel, areas = shares(gminas[0].shapes, zones)
    real = np.bincount(parcel[areas >= 1], minlength=len(gminas[0].shapes))

    assert (real == 1).sum() > 50
    assert (real == 2).any()
    assert (real >= 3).any()
    assert ((areas > 0.05) & (areas < 1)).any()


@pytest.mark.parametrize("count", [2, 3, 5, 15])
def test_one_gmina_has_no_plan_and_one_is_not_known_in_full(count: int) -> None:
    roles = Roles(count)
    adopting = [number for number in range(count) if roles.status(number) is Status.ADOPTION]

    assert roles.without == count - 1
    assert adopting == ([count - 2] if count > 2 else [])
    assert 0 < roles.unknown < count
