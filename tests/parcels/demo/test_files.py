"""The files: whole, the same for a seed, readable by the importer, without persons unless asked for."""

import csv
from pathlib import Path

import pytest
import shapely
from django.core.management import call_command
from django.core.management.base import CommandError
from lxml import etree

from parcels.demo.persons import WEIGHTS, impossible_pesel
from parcels.demo.write import Written, write_demo
from parcels.importing.read import open_source
from parcels.importing.read.egib import is_personal
from parcels.importing.read.records import Kind
from tests.parcels.demo.conftest import EGB, GML, PARCELS, SEED, XLINK

Trees = list[etree._ElementTree]


def features(trees: Trees, cls: str) -> list[etree._Element]:
    return [feature for tree in trees for feature in tree.iter(f"{EGB}{cls}")]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_seed_gives_the_same_bytes_whatever_the_processes(tmp_path: Path) -> None:
    one, two, other = (tmp_path / name for name in ("one", "two", "other"))
    for folder, seed, processes in ((one, 5, 1), (two, 5, 2), (other, 6, 1)):
        folder.mkdir()
        write_demo(folder, parcels=60, seed=seed, processes=processes)

    assert contents(one) == contents(two)
    assert contents(one) != contents(other)


def test_the_count_is_within_a_tenth(demo: Written, trees: Trees) -> None:
    live = [f for f in features(trees, "EGB_DzialkaEwidencyjna") if f.find(f"{EGB}koniecWersjaObiekt") is None]

    assert len(live) == demo.counts["parcels"] == pytest.approx(PARCELS, rel=0.1)


def test_there_are_two_gminas_and_two_to_four_precincts(trees: Trees) -> None:
    units = {element.text for tree in trees for element in tree.iter(f"{EGB}idJednostkiEwid")}

    assert len({str(unit)[:6] for unit in units}) == 2
    assert 2 <= len(features(trees, "EGB_ObrebEwidencyjny")) <= 4


def test_names_are_unique_and_references_resolve(trees: Trees) -> None:
    for tree in trees:
        names = [element.get(f"{GML}id") for element in tree.iter() if element.get(f"{GML}id")]
        links = {element.get(XLINK) for element in tree.iter() if element.get(XLINK)}
        assert len(set(names)) == len(names)
        assert links <= set(names)
        assert links


def test_files_say_that_they_are_invented(demo: Written) -> None:
    for path in demo.egib:
        assert "Dane zmyślone, demonstracyjne" in path.read_text(encoding="utf-8")[:400]


def test_no_person_class_and_no_register_number_by_default(trees: Trees) -> None:
    tags = {str(element.tag) for tree in trees for element in tree.iter(etree.Element)}

    assert not [tag for tag in tags if is_personal(tag) or tag.endswith(("numerKW", "pesel"))]


def test_persons_come_when_asked_for_with_the_list_of_their_marks(with_persons: Written) -> None:
    trees = [etree.parse(path) for path in with_persons.egib]
    assert with_persons.persons
    marks = with_persons.persons.read_text(encoding="utf-8").split()
    told = {str(e.text) for cls in ("pesel", "numerKW", "pierwszyCzlonNazwiska") for e in features(trees, cls)}

    assert told
    assert told <= set(marks)
    assert features(trees, "EGB_UdzialWeWlasnosci")
    assert features(trees, "EGB_Malzenstwo")


def test_references_resolve_with_persons_and_border_points_too(with_persons: Written) -> None:
    for path in with_persons.egib:
        tree = etree.parse(path)
        names = [element.get(f"{GML}id") for element in tree.iter() if element.get(f"{GML}id")]
        assert len(set(names)) == len(names)
        assert {e.get(XLINK) for e in tree.iter() if e.get(XLINK)} <= set(names)


@pytest.mark.parametrize("number", [1, 42, 99_999_999])
def test_an_invented_pesel_is_never_valid(number: int) -> None:
    pesel = impossible_pesel(number)
    check = -sum(int(digit) * weight for digit, weight in zip(pesel, WEIGHTS, strict=False)) % 10

    assert len(pesel) == 11
    assert pesel[2:4] == "13"
    assert int(pesel[10]) != check


def test_persons_change_nothing_else(demo: Written, with_persons: Written) -> None:
    assert demo.addresses.read_bytes() == with_persons.addresses.read_bytes()
    assert demo.counts == with_persons.counts


def test_the_importer_reads_all_of_it(demo: Written) -> None:
    kinds = [record.kind for path in demo.egib for record in open_source("egib", path)]

    assert kinds.count(Kind.PARCELS) == demo.counts["parcels"] + demo.counts["closed"]
    assert kinds.count(Kind.BUILDINGS) == demo.counts["buildings"]


def test_addresses_lie_on_the_parcels(demo: Written) -> None:
    places = [record.geometry for record in open_source("addresses", demo.addresses)]
    land = [r.geometry for path in demo.egib for r in open_source("egib", path) if r.kind == Kind.PARCELS]

    assert len(places) == demo.counts["addresses"]
    assert shapely.union_all(land).buffer(0.1).covers(shapely.union_all(places))


def test_the_list_of_defects_names_each_of_them(demo: Written) -> None:
    with demo.defects.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))

    assert sorted(row["usterka"] for row in rows) == [
        "gap", "land_use_sum", "malformed_identifier", "overlap", "registered_area",
    ]  # fmt: skip


def test_the_command_writes_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_demo", "--parcels", str(PARCELS), "--seed", str(SEED), "--out", str(tmp_path / "new"))

    assert {path.suffix for path in (tmp_path / "new").iterdir()} >= {".gml", ".csv", ".jsonl"}
    assert "usterki" in capsys.readouterr().out


def test_too_few_parcels_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="50"):
        call_command("make_demo", "--parcels", "3", "--out", str(tmp_path))
