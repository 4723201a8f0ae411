"""Reading cases by the API: lists, what changed since, one case and its parts."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client as Web

from cases import actions
from cases.actors import of_user
from cases.models import Case
from cases.workflow import Act, State
from sip.audit.models import Event
from sip.offices.models import Office, User
from tests.cases.api.asking import Asking
from tests.cases.making import do, file, service_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]
PARCEL = "060901_5.0001.1"


@pytest.fixture
def case(belzyce: Office) -> Case:
    return file(service_of(belzyce, "wypis-wyrys"), parcels=(PARCEL,)).case


def test_a_list_has_no_personal_data_and_leads_on(system: Asking, belzyce: Office) -> None:
    cases = [file(service_of(belzyce, "wypis-wyrys"), parcels=(PARCEL,), key=str(at)).case for at in range(3)]

    first = system.get(limit=2)
    second = system.get(limit=2, **first.json()["next"])

    assert [row["id"] for row in first.json()["cases"]] == [cases[2].pk, cases[1].pk]
    assert [row["id"] for row in second.json()["cases"]] == [cases[0].pk]
    assert second.json()["next"] is None
    assert b"Przyk" not in first.content and b"example.org" not in first.content


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"service": "wypis-wyrys"}, 1),
        ({"service": "numer-porzadkowy"}, 0),
        ({"state": "filed"}, 1),
        ({"state": "accepted"}, 0),
        ({"parcel": PARCEL}, 1),
        ({"parcel": "060901_5.0001.2"}, 0),
        ({"assignee": "none"}, 1),
        ({"assignee": "12"}, 0),
    ],
)
def test_lists_are_filtered(system: Asking, case: Case, query: dict[str, str], count: int) -> None:
    assert len(system.get(**query).json()["cases"]) == count


@pytest.mark.parametrize(
    "query",
    [
        {"service": "nie-ma"},
        {"state": "draft"},
        {"assignee": "x"},
        {"cursor": "-1"},
        {"cursor": "9" * 30},
        {"since": "x"},
        {"since": "0", "state": "filed"},
        {"limit": "0"},
        {"unknown": "1"},
    ],
)
def test_what_a_list_does_not_understand_is_refused(system: Asking, query: dict[str, str]) -> None:
    answer = system.get(**query)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_one_case_says_who_asks_for_what(system: Asking, case: Case) -> None:
    answer = system.get(f"{case.pk}/")
    told = answer.json()

    assert answer["ETag"] == f'"{case.version}"'
    assert answer["Cache-Control"] == "private, no-cache"
    assert told["sign"] == case.sign
    assert told["applicant"]["name"] == "Jan Przykładowy"
    assert told["parcels"][0]["identifier"] == PARCEL
    assert told["parcels"][0]["is_known"] is True


def test_a_case_that_was_read_is_not_sent_again(system: Asking, case: Case) -> None:
    answer = system.get(f"{case.pk}/", {"If-None-Match": f'"{case.version}"'})

    assert (answer.status_code, answer.content) == (304, b"")


def test_that_a_system_read_a_case_is_an_event_that_names_it(system: Asking, case: Case) -> None:
    system.get(f"{case.pk}/")

    event = Event.objects.filter(action="case.see").latest("sequence")
    assert (event.object_id, event.new) == (str(case.pk), {"client": system.client.pk})


@pytest.mark.parametrize("part", ["acts", "deadline", "documents", "geometries", "history", "messages", "orders"])
def test_a_case_has_its_parts(system: Asking, case: Case, part: str) -> None:
    address = system.get(f"{case.pk}/").json()["links"][part]

    assert system.get(address).status_code == 200


def test_the_deadline_explains_itself(system: Asking, case: Case) -> None:
    told = system.get(f"{case.pk}/deadline/").json()

    assert told["day"] == str(case.deadline)
    assert told["lines"]


def test_acts_say_what_they_need(system: Asking, case: Case) -> None:
    acts = {one["act"]: one["needs"] for one in system.get(f"{case.pk}/acts/").json()["acts"]}

    assert acts["accept"] == []
    assert acts["message"] == ["words"]
    assert "void" not in acts


def test_shapes_come_as_geojson_in_the_system_asked_for(system: Asking, case: Case) -> None:
    metric = system.get(f"{case.pk}/geometries/", crs="2180").json()
    degrees = system.get(f"{case.pk}/geometries/").json()

    assert metric["features"][0]["properties"]["identifier"] == PARCEL
    assert metric["features"][0]["geometry"]["coordinates"][0][0][0] > 100_000
    assert 14 < degrees["features"][0]["geometry"]["coordinates"][0][0][0] < 25


def test_notes_of_the_office_are_no_messages(system: Asking, case: Case, clerk: User) -> None:
    do(clerk, case, Act.NOTE, reason="tylko dla nas")
    do(clerk, case, Act.MESSAGE, words="dzień dobry")

    assert [one["words"] for one in system.get(f"{case.pk}/messages/").json()["messages"]] == ["dzień dobry"]


def test_the_catalogue_has_the_schemas_of_forms(system: Asking) -> None:
    services = {one["code"]: one for one in system.get("services/").json()["services"]}

    assert "scope" in services["wypis-wyrys"]["form"]["schema"]["properties"]


def test_what_changed_since_comes_in_its_order(system: Asking, case: Case, clerk: User) -> None:
    marker = system.get().json()["marker"]
    do(clerk, case, Act.ACCEPT)
    do(clerk, case, Act.MESSAGE, words="dzień dobry")

    told = system.get(since=marker, limit=1).json()
    rest = system.get(since=told["marker"]).json()

    assert [one["kind"] for one in told["changes"]] == ["case.accept"]
    assert told["changes"][0]["case"]["state"] == "accepted"
    assert told["more"] is True
    assert [one["kind"] for one in rest["changes"]] == ["case.message"]
    assert rest["more"] is False
    assert system.get(since=rest["marker"]).json() == {"changes": [], "marker": rest["marker"], "more": False}


def test_a_case_that_went_to_another_office_is_told_as_gone(
    system: Asking, case: Case, clerk: User, starostwo: Office
) -> None:
    marker = system.get().json()["marker"]
    do(clerk, case, Act.TRANSFER, office=starostwo, reason="właściwy jest starosta")

    told = system.get(since=marker).json()["changes"]

    assert [(one["kind"], one["is_gone"], one["case"]) for one in told] == [("case.transfer", True, None)]
    assert system.get(f"{case.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_a_change_that_is_committed_late_is_not_missed(
    system: Asking, case: Case, clerk: User, belzyce: Office
) -> None:
    """The writer that began first is the last to commit: readers meanwhile must not pass its number."""
    other = file(service_of(belzyce, "wypis-wyrys"), parcels=(PARCEL,), key="drugi").case
    marker = system.get().json()["marker"]
    started, may_end = threading.Event(), threading.Event()
    seen: list[Any] = []

    def slowly() -> None:
        with transaction.atomic():
            actions.case_do(actor=of_user(clerk), case=case, act=Act.ACCEPT, version=case.version)
            started.set()
            may_end.wait(20)
        connection.close()

    def meanwhile() -> None:
        actions.case_do(actor=of_user(clerk), case=other, act=Act.ACCEPT, version=other.version)
        connection.close()

    threads = [threading.Thread(target=slowly), threading.Thread(target=meanwhile)]
    threads[0].start()
    assert started.wait(20)
    threads[1].start()
    while not seen and threads[1].is_alive():
        told = system.get(since=marker).json()
        marker, seen = told["marker"], told["changes"]
        may_end.set()
    for thread in threads:
        thread.join(20)
    seen += system.get(since=marker).json()["changes"]

    assert [one["id"] for one in seen] == [case.pk, other.pk]
    assert Case.objects.filter(state=State.ACCEPTED).count() == 2


def test_requests_are_answered_without_a_body_to_head(system: Asking, case: Case) -> None:

    answer: Any = Web().head(f"/api/v1/cases/{case.pk}/", headers=system.headers)

    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer["Content-Length"]) > 100
