"""One small land of four gminas, planned once for all tests: four precincts of the demo, each told to be a gmina."""

from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from parcels.demo.write import write_demo
from plans.demo import config
from plans.demo.write import Step, Written, write_plans
from sip.intake.models import Kind
from tests.plans.demo import SEED

PARCELS = 800


@dataclass(frozen=True)
class Demo:
    """The file of the land, the folder of the plans, and what was written."""

    land: Path
    folder: Path
    written: Written

    def steps(self, kind: Kind) -> list[Step]:
        return [step for step in self.written.steps if step.kind == kind]


def four_gminas(source: Path, out: Path) -> Path:
    """The land with each precinct as a gmina of its own, the town in the first."""
    lines = sorted(map(orjson.loads, source.read_bytes().splitlines()), key=lambda line: not line["town"])
    for line, code in zip(lines, config.load().order, strict=False):
        line["gmina"] = {"code": code, "name": f"Gmina {code}", "kind": 2}
    out.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    return out


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("plans")
    parcels = write_demo(tmp_path_factory.mktemp("land"), parcels=PARCELS, seed=SEED, processes=1)
    land = four_gminas(parcels.land, parcels.land.with_name("cztery.jsonl"))
    return Demo(land, folder, write_plans(land, folder, seed=SEED))
