"""Documents by the API: added whole or not at all, taken as they were, in versions."""

import base64
import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Web
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from pytest_django import Settings

from cases.models import Case
from sip.audit.models import Event
from tests.cases.api.asking import PDF, ROOT, Asking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


def _upload(system: Asking, case: Case, content: bytes = PDF, kind: str = "application/pdf", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    address = f"{ROOT}{case.pk}/documents/"
    return Web().post(address, content, content_type=kind, headers={**system.headers, **named})


def test_a_document_is_added_and_taken_as_it_was(system: Asking) -> None:
    case = system.case()

    added = _upload(system, case, Content_Disposition="attachment; filename*=UTF-8''za%C5%82%C4%85cznik.pdf")
    told = added.json()
    taken = system.get(told["content"], confirmed="true")

    assert added.status_code == 201, added.content
    assert (told["name"], told["sha256"], told["origin"]) == (
        "załącznik.pdf",
        hashlib.sha256(PDF).hexdigest(),
        "office",
    )
    assert b"".join(taken.streaming_content) == PDF
    assert taken["Content-Type"] == "application/pdf"
    assert taken["Content-Disposition"].startswith("attachment")
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.get(action="case.document-open").new == {
        "case": case.pk,
        "roles": [],
        "client": system.client.pk,
    }


def test_a_document_that_is_cut_on_the_way_is_not_kept(system: Asking) -> None:
    case = system.case()
    digest = base64.b64encode(hashlib.sha256(PDF).digest()).decode()

    whole = _upload(system, case, Content_Digest=f"sha-256=:{digest}:")
    cut = _upload(system, case, PDF[:-1], Content_Digest=f"sha-256=:{digest}:")

    assert (whole.status_code, cut.status_code) == (201, 422)
    assert case.documents.count() == 1


def test_a_document_has_its_next_version(system: Asking) -> None:
    case = system.case()
    first = _upload(system, case).json()

    form = {"file": SimpleUploadedFile("b.pdf", PDF, "application/pdf"), "title": "Druga", "replaces": first["id"]}
    second = Web().post(f"{ROOT}{case.pk}/documents/", form, headers=system.headers).json()

    assert (second["number"], second["replaces"]) == (2, first["id"])
    assert system.get(f"{case.pk}/documents/").json()["documents"][0]["replaced_by"] == second["id"]


def test_what_is_too_big_is_refused_before_it_is_read(system: Asking, settings: Settings) -> None:
    settings.ATTACHMENT_LIMIT_MB = 1
    case = system.case()

    assert _upload(system, case, b"x" * (1024 * 1024 + 1)).status_code == 413
    assert case.documents.count() == 0


def test_a_document_of_which_the_end_never_came_is_not_kept(system: Asking) -> None:
    case = system.case()

    answer = system.cut(f"{case.pk}/documents/", PDF, "application/pdf", len(PDF) + 10)

    assert answer.status_code == 400
    assert not case.documents.exists()


def test_a_form_of_which_the_end_never_came_is_not_kept(system: Asking) -> None:
    case = system.case()
    content = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("a.pdf", PDF * 100, "application/pdf")})

    answer = system.cut(f"{case.pk}/documents/", content[:-200], MULTIPART_CONTENT, len(content))

    assert answer.status_code == 400
    assert not case.documents.exists()


@pytest.mark.parametrize("digest", ["sha-256=::", "sha-256=:\xe9:", "sha-256=:YWJj:", "sha-256=:***:"])
def test_a_digest_that_is_none_is_refused(system: Asking, digest: str) -> None:
    case = system.case()

    assert _upload(system, case, Content_Digest=digest).status_code == 400
    assert not case.documents.exists()
