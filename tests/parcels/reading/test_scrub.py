"""The filter before the disk: the same records, and no word of persons or land registers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcels.importing.read import Unreadable, scrub
from parcels.importing.read.egib import EgibReader
from parcels.importing.read.records import Problem, Record
from tests.parcels.reading.conftest import DEFECTS
from tests.parcels.reading.egibfile import (
    LAND_REGISTER,
    PERSON,
    SECRETS,
    document,
    feature,
    parcel,
    polygon,
)


def scrubbed(content: bytes, size: int = 1 << 16) -> bytes:
    out = bytearray()
    scrub((content[start : start + size] for start in range(0, len(content), size)), out.extend)
    return bytes(out)


def read(content: bytes) -> tuple[list[Record], list[Problem]]:
    notes: list[Problem] = []
    return list(EgibReader([content], notes, set())), [note for note in notes if "-" not in note.code]


READABLE = [
    path
    for path in sorted(DEFECTS.glob("*.gml"))
    if path.stem
    not in {
        *("binary", "empty", "entity-bomb", "external-entity", "external-entity-http", "mismatched-tags"),
        *("no-crs", "not-xml", "truncated", "undeclared-entity", "utf-16", "wrong-encoding", "wrong-root"),
    }
]


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.stem)
def test_scrubbed_defect_files_read_the_same(path: Path) -> None:
    content = path.read_bytes()
    assert read(scrubbed(content)) == read(content)


def test_scrubbed_real_files_read_the_same(shared: Path) -> None:
    for path in (shared / "egib").rglob("*.gml"):
        content = path.read_bytes()
        assert read(scrubbed(content)) == read(content)


def test_report_counts() -> None:
    content = document(parcel(), PERSON, "<ot:OT_Budynek/>", PERSON)
    report = scrub([content], bytes)
    assert (report.kept, report.persons, report.others) == (1, 2, 1)


HIDING_PLACES = {
    "properties of the parcel": document(parcel(more=LAND_REGISTER)),
    "a person of its own": document(PERSON, parcel()),
    "an inline building's parcel": (DEFECTS / "persons.gml").read_bytes(),
    "a comment": document(parcel(more="<!-- Niewymowna -->"), prolog="<!-- Zdobysława Niewymowna -->"),
    "an instruction": document(parcel(more="<?owner Niewymowna?>")),
    "stray text": document(parcel(more="Niewymowna"), "Niewymowna"),
    "stray text among identifiers": document(parcel().replace("<egb:lokalnyId>", "Niewymowna<egb:lokalnyId>")),
    "stray text after a reference": document(
        parcel(more='<egb:lokalizacjaDzialki xlink:href="x">Niewymowna</egb:lokalizacjaDzialki>')
    ),
    "an attribute": document(parcel().replace('gml:id="p"', 'gml:id="p" owner="Niewymowna"')),
    "a geometry's name": document(
        parcel(
            geometry=polygon(((0, 0), (1, 1), (2, 0))).replace("><gml:ex", "><gml:name>Niewymowna</gml:name><gml:ex")
        )
    ),
    "a geometry's metadata": document(
        parcel(
            geometry=polygon(((0, 0), (1, 1), (2, 0))).replace(
                "><gml:ex", f"><gml:metaDataProperty>{PERSON}</gml:metaDataProperty><gml:ex"
            )
        )
    ),
    "an unknown class": document(feature("EGB_Nowosc", LAND_REGISTER), parcel()),
    "an unknown property": document(parcel(more="<egb:wlasciciel>Niewymowna</egb:wlasciciel>")),
    "a class beside": document(parcel()).replace(b"</gml:FeatureCollection>", b"Niewymowna</gml:FeatureCollection>"),
    "a land use's note": document(
        parcel(
            more="<egb:klasouzytek><egb:EGB_Klasouzytek><egb:OFU>R</egb:OFU><egb:uwagi>Niewymowna</egb:uwagi>"
            "Niewymowna</egb:EGB_Klasouzytek></egb:klasouzytek>"
        )
    ),
}


@pytest.mark.parametrize("content", HIDING_PLACES.values(), ids=HIDING_PLACES.keys())
def test_no_secret_gets_through(content: bytes) -> None:
    text = scrubbed(content).decode()
    assert "EGB_DzialkaEwidencyjna" in text
    assert not [secret for secret in SECRETS if secret in text]


KEPT = [
    parcel(),
    parcel(more=LAND_REGISTER),
    parcel("060110_2.0011.1", "<gml:Solid/>"),
    parcel(geometry=""),
    feature(
        "EGB_ObrebEwidencyjny", "<egb:idObrebu>060110_2.0011</egb:idObrebu><egb:nazwaWlasna>A&amp;Ż</egb:nazwaWlasna>"
    ),
]
DROPPED = [PERSON, "<ot:OT_Budynek/>", "<!-- nic -->", "\n\n", feature("EGB_Udzial", LAND_REGISTER)]


@given(st.lists(st.sampled_from(KEPT + DROPPED), max_size=12), st.integers(1, 500))
def test_scrubbed_documents_read_the_same(features: list[str], size: int) -> None:
    content = document(*features)
    clean = scrubbed(content, size)
    assert read(clean)[0] == read(content)[0]
    assert not [secret for secret in SECRETS if secret.encode() in clean]
    assert scrubbed(clean) == clean


@pytest.mark.parametrize("name", ["truncated", "mismatched-tags", "entity-bomb", "wrong-root", "wrong-encoding"])
def test_faults_are_the_reader_s(name: str) -> None:
    content = (DEFECTS / f"{name}.gml").read_bytes()
    with pytest.raises(Unreadable) as caught:
        scrubbed(content)
    with pytest.raises(Unreadable) as expected:
        read(content)
    assert caught.value.code == expected.value.code


def test_chunks_are_written_as_they_come() -> None:
    """A document of any length: nothing is held back until its end."""
    written: list[int] = []

    def chunks() -> Iterator[bytes]:
        head, tail = document(parcel()).split(b"</gml:FeatureCollection>")
        yield head
        for _ in range(200):
            yield head[head.index(b"<gml:featureMember>") :]
            written.append(len(out))
        yield b"</gml:FeatureCollection>" + tail

    out = bytearray()
    scrub(chunks(), out.extend)
    assert written[100] > 0
    assert written == sorted(written)
