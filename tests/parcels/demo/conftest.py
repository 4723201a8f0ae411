"""One small demo on disk for all tests, and what stands in it."""

from pathlib import Path

import pytest
from lxml import etree

from parcels.demo.write import Written, write_demo

PARCELS = 300
SEED = 7
EGB = "{ewidencjaGruntowIBudynkow:1.0}"
GML = "{http://www.opengis.net/gml/3.2}"
XLINK = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_demo(tmp_path_factory.mktemp("demo"), parcels=PARCELS, seed=SEED)


@pytest.fixture(scope="session")
def trees(demo: Written) -> list[etree._ElementTree]:
    return [etree.parse(path) for path in demo.egib]


@pytest.fixture(scope="session")
def with_persons(tmp_path_factory: pytest.TempPathFactory) -> Written:
    out: Path = tmp_path_factory.mktemp("persons")
    return write_demo(out, parcels=PARCELS, seed=SEED, points=True, persons=True)
