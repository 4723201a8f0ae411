"""Each defect file in tests/data/egib has one thing wrong, and is read accordingly."""

import pytest
import shapely

from parcels.importing.read import Unreadable, open_source
from tests.parcels.reading.conftest import DEFECTS, read_all

UNREADABLE = {
    "binary": "not-xml",
    "entity-bomb": "forbidden-xml",
    "external-entity": "forbidden-xml",
    "external-entity-http": "forbidden-xml",
    "undeclared-entity": "forbidden-xml",
    "mismatched-tags": "not-xml",
    "no-crs": "no-crs",
    "not-xml": "not-xml",
    "truncated": "truncated",
    "utf-16": "wrong-encoding",
    "wrong-encoding": "wrong-encoding",
    "wrong-root": "wrong-root",
}
PROBLEMS = {
    "absurd-coordinates": "absurd-coordinates",
    "almost-closed-ring": "repaired-ring",
    "bad-date": "bad-date",
    "infinity": "bad-geometry",
    "letter-in-coordinates": "bad-geometry",
    "literal-none": "missing-identifier",
    "missing-geometry": "missing-geometry",
    "missing-identifier": "missing-identifier",
    "nan": "bad-geometry",
    "negative-area": "bad-number",
    "odd-ordinates": "bad-geometry",
    "repeated-point": "repaired-ring",
    "two-point-ring": "bad-geometry",
    "unclosed-ring": "bad-geometry",
    "unknown-geometry": "bad-geometry",
    "word-for-area": "bad-number",
}
NOTES = {
    "before-2021": "schema",
    "mixed-registers": "ignored-class",
    "no-srs-name": "crs-assumed",
    "persons": "dropped-persons",
    "swapped-axes": "axis-order-corrected",
    "wrong-zone": "zone-corrected",
}
SOUND = {"whole", "self-crossing"}


def test_every_file_is_expected_here() -> None:
    files = {path.stem for path in DEFECTS.glob("*.gml")}
    assert files == {"empty", *UNREADABLE, *PROBLEMS, *NOTES, *SOUND}


@pytest.mark.parametrize(("name", "code"), UNREADABLE.items(), ids=UNREADABLE.keys())
def test_unreadable(name: str, code: str) -> None:
    assert read_all("egib", DEFECTS / f"{name}.gml")[2] == code


def test_empty_file_is_refused_at_once() -> None:
    with pytest.raises(Unreadable, match="empty-file"):
        open_source("egib", DEFECTS / "empty.gml")


@pytest.mark.parametrize(("name", "code"), PROBLEMS.items(), ids=PROBLEMS.keys())
def test_problem_is_on_the_last_record_alone(name: str, code: str) -> None:
    records, _, fault = read_all("egib", DEFECTS / f"{name}.gml")
    assert fault == ""
    assert [problem.code for problem in records[-1].problems] == [code]
    assert not any(record.problems for record in records[:-1])


@pytest.mark.parametrize(("name", "code"), NOTES.items(), ids=NOTES.keys())
def test_noted_on_the_file_and_read_whole(name: str, code: str) -> None:
    records, source, fault = read_all("egib", DEFECTS / f"{name}.gml")
    expected = read_all("egib", DEFECTS / "whole.gml")[0][0]
    assert fault == ""
    assert code in [note.code for note in source.notes]
    assert records[0].problems == ()
    assert records[0].geometry is not None
    assert shapely.equals_exact(records[0].geometry, expected.geometry, 0.01)


def test_records_before_a_cut_are_kept() -> None:
    records, _, fault = read_all("egib", DEFECTS / "truncated.gml")
    assert [record.identifier for record in records] == ["060110_2.0011.154/15"]
    assert fault == "truncated"


def test_self_crossing_passes_unharmed() -> None:
    (record,), _, _ = read_all("egib", DEFECTS / "self-crossing.gml")
    assert record.problems == ()
    assert not shapely.is_valid(record.geometry)


def test_repairs_say_where() -> None:
    (record,), _, _ = read_all("egib", DEFECTS / "repeated-point.gml")
    assert record.problems[0].place == pytest.approx(tuple(shapely.get_coordinates(record.geometry)[0]))


def test_absurd_coordinates_are_shown_as_written() -> None:
    records, _, _ = read_all("egib", DEFECTS / "absurd-coordinates.gml")
    assert records[1].geometry is None
    assert records[1].problems[0].detail == "6272000.00 9313000.00 urn:ogc:def:crs:EPSG::2179"
