"""A package says everything of a case, is alike whenever the case is, and tells what was chosen."""

import io
import json
import zipfile
from typing import Any

import pytest
import shapely
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from jsonschema import Draft202012Validator

from cases.documents.models import Document, Scan
from cases.models import Case
from cases.packages import schemas
from sip.audit.models import Event
from sip.offices.models import User
from tests.cases.conftest import PARCEL
from tests.cases.packages.conftest import MESSAGE, NOTE, attach, packed

pytestmark = pytest.mark.django_db


def opened(package: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(package))


def said(package: bytes, name: str = "case.json") -> Any:
    return json.loads(opened(package).read(name))


def test_the_published_schema_is_what_packages_say() -> None:
    assert schemas.text(1) == schemas.made()


def test_the_case_obeys_the_schema_in_the_package(case: Case) -> None:
    package = packed(case)

    Draft202012Validator(said(package, "schema.json")).validate(said(package))


def test_the_same_case_gives_the_same_bytes(case: Case, clerk: User) -> None:
    attach(case, clerk, "mapa.pdf", Scan.CLEAN)

    assert packed(case, clerk) == packed(case)


def test_everything_of_the_case_is_there(case: Case) -> None:
    content = said(packed(case))

    assert (content["sign"]["text"], content["state"]["code"]) == (case.sign, case.state)
    assert content["answers"] == case.answers
    assert [party["name"] for party in content["parties"]] == ["Jan Przykładowy"]
    assert [(one["typed"], one["is_known"]) for one in content["parcels"]] == [
        (PARCEL, True),
        ("060901_5.0001.99", False),
    ]
    assert content["clock"]["explanation"]
    assert len(content["events"]) == case.events.count()
    assert content["receipt"]["sha256"] == case.receipt.sha256


def test_internal_notes_come_along_only_where_chosen(case: Case) -> None:
    usual, whole = said(packed(case)), said(packed(case, internal_notes=True))

    assert [message["words"] for message in usual["messages"]] == [MESSAGE]
    assert [message["words"] for message in whole["messages"]] == [NOTE, MESSAGE]


def test_shapes_are_in_degrees_for_anyone_and_in_metres_as_kept(case: Case) -> None:
    package = packed(case)
    degrees, metres = said(package, "geometry.geojson"), said(package, "geometry-2180.geojson")
    first = shapely.from_geojson(json.dumps(degrees["features"][0]["geometry"]))
    kept = case.parcels.get(position=1).geom
    assert kept is not None

    assert "crs" not in degrees
    assert 20 < first.centroid.x < 24
    assert 50 < first.centroid.y < 52
    assert all(polygon.exterior.is_ccw for polygon in shapely.get_parts(first))
    assert shapely.from_geojson(json.dumps(metres["features"][0]["geometry"])).equals(shapely.from_wkb(bytes(kept.wkb)))


def test_names_of_documents_are_made_safe_and_unique(case: Case, clerk: User) -> None:
    names = ["mapa.pdf", "mapa.pdf", "CON", "a:b*?.pdf", "…", "ż" * 190 + ".pdf"]
    for name in names:
        attach(case, clerk, name, Scan.CLEAN)
    paths = [name for name in opened(packed(case)).namelist() if name.startswith("documents/")]

    assert len(set(paths)) == len(names)
    assert paths[:4] == [
        "documents/001_mapa.pdf",
        "documents/002_mapa.pdf",
        "documents/003_CON",
        "documents/004_a_b.pdf",
    ]
    assert all(len(path.encode()) < 150 for path in paths)
    assert paths[5].endswith("ż.pdf")


@pytest.mark.parametrize(
    ("scan", "is_chosen", "left_out"),
    [
        (Scan.CLEAN, False, None),
        (Scan.UNSCANNED, False, "unchecked"),
        (Scan.UNSCANNED, True, None),
        (Scan.PENDING, False, "unchecked"),
        (Scan.INFECTED, True, "infected"),
    ],
)
def test_documents_come_along_as_they_open_for_clerks(
    case: Case, clerk: User, scan: Scan, is_chosen: bool, left_out: str | None
) -> None:
    document = attach(case, clerk, "mapa.pdf", scan)
    package = packed(case, unchecked_documents=is_chosen)
    (told,) = said(package)["documents"]

    assert (told["left_out"], told["sha256"]) == (left_out, document.sha256)
    assert ("documents/001_mapa.pdf" in opened(package).namelist()) is (left_out is None)


def test_a_document_whose_bytes_were_changed_or_lost_is_left_out(case: Case, clerk: User) -> None:
    changed = attach(case, clerk, "a.pdf", Scan.CLEAN)
    lost = attach(case, clerk, "b.pdf", Scan.CLEAN)
    Document.objects.filter(pk=changed.pk).update(sha256="0" * 64)
    Document.objects.filter(pk=lost.pk).update(stored="nowhere")

    assert [told["left_out"] for told in said(packed(case))["documents"]] == ["changed", "missing"]


def test_the_trail_has_what_happened_and_who_looked_only_where_chosen(case: Case, desk: Any) -> None:
    desk.get(f"/urzad/sprawy/{case.pk}/")
    usual = [json.loads(line)["action"] for line in opened(packed(case)).read("audit.jsonl").splitlines()]
    whole = [json.loads(line)["action"] for line in opened(packed(case, looks=True)).read("audit.jsonl").splitlines()]

    assert {"case.file", "case.note", "case.message"} <= set(usual)
    assert "case.see" not in usual
    assert "case.see" in whole
    assert "case.export" not in whole


def test_who_made_it_and_why_is_an_event_with_the_digest_of_the_whole(case: Case, clerk: User) -> None:
    package = packed(case, clerk)
    event = Event.objects.get(action="case.export")

    assert (event.actor, event.object_id, event.reason) == (clerk.pk, str(case.pk), "court")
    assert event.new
    assert event.new["package"] == said(package, "manifest.json")["sha256"]


def test_someone_without_a_right_to_the_case_gets_none(case: Case, outsider: User) -> None:
    with pytest.raises(PermissionDenied):
        packed(case, outsider)
    assert not Event.objects.filter(action="case.export").exists()


@override_settings(LANGUAGE_CODE="en")
def test_the_words_are_polish_whatever_the_language(case: Case) -> None:
    assert said(packed(case))["state"]["name"] == "złożona"
