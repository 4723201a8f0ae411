"""Filing by the API: once for a key, with its documents, or nothing of it stays."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Web
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from cases.access import by_code
from cases.api import filing
from cases.documents.actions import document_add
from cases.documents.models import Origin
from cases.errors import Incomplete
from cases.filing import case_file
from cases.models import Case, CaseEvent, CaseParty, ClientFiling
from cases.workflow import Act, State
from sip.audit.models import Event
from sip.offices.models import Office, User
from tests.cases.api.asking import PDF, ROOT, WISH, Asking
from tests.cases.making import do

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


def test_an_application_filed_by_a_system_is_a_case_with_its_code(system: Asking) -> None:
    answer = system.file()
    told = answer.json()
    found = by_code(told["sign"], told["code"])

    assert answer.status_code == 201
    assert answer["Location"] == told["url"] == f"{ROOT}{told['id']}/"
    assert found is not None
    assert (found[0].channel, found[0].state) == ("system", State.FILED)
    assert found[0].parcels.get().is_known


def test_a_key_that_names_a_person_stands_in_no_row(system: Asking) -> None:
    assert system.file("wniosek-Gzegzolka-44051401359").status_code == 201

    rows = [*ClientFiling.objects.values_list(), *Case.objects.values_list()]
    assert not any("gzegzolka" in str(value).casefold() for row in rows for value in row)


def test_the_event_of_filing_names_the_system(system: Asking) -> None:
    case = system.case()

    assert CaseEvent.objects.get(case=case, act=Act.FILE).client == system.client
    event = Event.objects.get(action="case.file", object_id=str(case.pk))
    assert event.actor is None
    assert event.new is not None
    assert event.new["client"] == system.client.pk


def test_the_same_key_is_answered_the_same_also_when_the_case_went_on(system: Asking, clerk: User) -> None:
    first = system.file()
    do(clerk, Case.objects.get(), Act.ACCEPT)

    again = system.file()

    assert (again.status_code, again.content) == (201, first.content)
    assert Case.objects.count() == 1


def test_a_key_is_of_one_request(system: Asking) -> None:
    system.file()

    answer = system.file(parcels=["060901_5.0001.2/1"])

    assert answer.status_code == 422
    assert list(answer.json()["problems"]) == ["Idempotency-Key"]


def test_two_systems_may_use_the_same_key(system: Asking, make_system: Any, belzyce: Office) -> None:
    assert system.file().json()["id"] != make_system(belzyce).file().json()["id"]


def test_without_a_key_nothing_is_filed(system: Asking) -> None:
    assert system.post("", WISH).status_code == 400
    assert not Case.objects.exists()


def test_what_cannot_be_filed_leaves_nothing_and_frees_its_key(system: Asking) -> None:
    wrong = system.file(answers={})
    mended = system.file()

    assert wrong.status_code == 422
    assert "scope" in wrong.json()["problems"]
    assert mended.status_code == 201
    assert (Case.objects.count(), ClientFiling.objects.count()) == (1, 1)


def test_a_filing_that_was_cut_off_goes_on(system: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(**_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(filing, "case_file", killed)
        with pytest.raises(KeyboardInterrupt):
            system.file()
    assert Case.objects.get().is_draft

    assert system.file().status_code == 201
    assert Case.objects.get().state == State.FILED


@pytest.mark.parametrize(
    "changed",
    [
        {"service": "nie-ma"},
        {"applicant": {"name": "x", "mail": "y"}},
        {"applicant": {"name": "x\0", "email": "a@example.org"}},
        {"applicant": {"name": "x" * 500}},
        {"parcels": ["1"] * 600},
        {"shape": {"type": "Polygon", "coordinates": [[[1, 2], [3]]]}},
        {"shape": {"type": "Point", "coordinates": [1e300, 1e300]}},
        {"shape": {"type": "Point"}},
        {"shape": {"type": "Point", "coordinates": [0, 0]}},
        {"crs": 27700, "shape": {"type": "Point", "coordinates": [0, 0]}},
        {"answers": {"scope": {"a": {"b": {"c": 1}}}}},
        {"answers": {"scope": 1e308}},
        {"exemption": "x" * 100},
    ],
)
def test_wrong_content_is_refused_by_field(system: Asking, changed: dict[str, Any]) -> None:
    answer = system.file(**changed)

    assert answer.status_code in (400, 422), answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"a":NaN}', b"{}", b"null", b'{"service":"a","service":"a"}'],
)
def test_what_is_no_json_of_ours_is_refused(system: Asking, content: bytes) -> None:
    answer = Web().post(
        ROOT, content, content_type="application/json", headers={**system.headers, "Idempotency-Key": "a"}
    )

    assert answer.status_code in (400, 422)


def test_an_application_brings_its_documents_in_one_request(system: Asking) -> None:
    parts = {"case": orjson.dumps(WISH).decode(), "other": SimpleUploadedFile("mapa.pdf", PDF, "application/pdf")}
    headers = {**system.headers, "Idempotency-Key": "z-plikiem"}

    first = Web().post(ROOT, parts, headers=headers)
    parts["other"] = SimpleUploadedFile("mapa.pdf", PDF, "application/pdf")
    again = Web().post(ROOT, parts, headers=headers)

    assert first.status_code == 201, first.content
    assert again.content == first.content
    document = Case.objects.get().documents.get()
    assert (document.name, document.origin) == ("mapa.pdf", Origin.APPLICANT)


def test_nothing_of_people_stays_when_a_form_is_refused(system: Asking) -> None:
    system.file(answers={})

    assert not CaseParty.objects.exists()


def test_a_filing_that_another_request_has_just_forgotten_is_refused_alike(
    system: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two requests of one key, neither of which can be filed: the other one is quicker to throw the draft away."""
    real = case_file

    def overtaken(**given: Any) -> Any:
        try:
            return real(**given)
        except Incomplete:
            Case.objects.filter(pk=given["case"].pk).delete()
            raise

    monkeypatch.setattr(filing, "case_file", overtaken)

    assert system.file(answers={}).status_code == 422


def test_a_filing_whose_draft_is_gone_may_be_sent_again(system: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(**_: Any) -> Any:
        raise Case.DoesNotExist

    monkeypatch.setattr(filing, "case_file", gone)
    answer = system.file()

    assert (answer.status_code, answer["Retry-After"]) == (409, "1")


def test_an_application_of_which_the_end_never_came_is_not_begun(system: Asking) -> None:
    form = {"case": orjson.dumps(WISH).decode(), "other": SimpleUploadedFile("a.pdf", PDF * 100, "application/pdf")}
    content = encode_multipart(BOUNDARY, form)

    answer = system.cut("", content[:-200], MULTIPART_CONTENT, len(content), Idempotency_Key="urwany")

    assert answer.status_code == 400
    assert not Case.objects.exists()


def test_the_longest_key_files_too(system: Asking) -> None:
    assert system.file("k" * 200).status_code == 201


def _with_file(system: Asking) -> Any:
    form = {"case": orjson.dumps(WISH).decode(), "other": SimpleUploadedFile("mapa.pdf", PDF, "application/pdf")}
    return Web().post(ROOT, form, headers={**system.headers, "Idempotency-Key": "dwa-razy"})


@pytest.mark.parametrize("is_cut", [False, True])
def test_the_same_request_twice_at_once_stores_its_files_once(
    system: Asking, monkeypatch: pytest.MonkeyPatch, is_cut: bool
) -> None:
    """The other one comes in between, and is filed, or cut off once it has stored them."""
    real, answers = document_add, []

    def overtaken(**given: Any) -> Any:
        monkeypatch.setattr(filing, "document_add", real)
        if is_cut:
            real(**{**given, "incoming": replace(given["incoming"], chunks=[PDF])})
        else:
            answers.append(_with_file(system))
        return real(**given)

    monkeypatch.setattr(filing, "document_add", overtaken)
    answers.append(_with_file(system))

    assert [answer.status_code for answer in answers] == [201] * len(answers)
    assert len({answer.content for answer in answers}) == 1
    assert [one.origin for one in Case.objects.get().documents.all()] == [Origin.APPLICANT]
