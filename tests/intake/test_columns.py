"""A file whose columns nobody recognises waits until someone says what they are; what would come is shown first."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from plans.models import PlanningZone
from sip.intake.models import AttributeMapping, Delivery, Preview, State
from sip.offices.models import Office, Role, User
from tests.conftest import Deliver
from tests.intake.conftest import UPLOAD
from tests.people import GiveRole
from tests.plans.zonefile import LOCAL_ACT, geojson, local_act

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(starostwo: Office, give_role: GiveRole) -> User:
    return give_role(starostwo, Role.PLANNER)


@pytest.fixture
def hand_in(
    client: Client,
    planner: User,
    deliver: Deliver,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[..., Delivery]:
    """Zones of a known act through the upload page, with the worker's job done at once."""
    deliver("app", local_act())

    def run(content: bytes, **fields: str) -> Delivery:
        client.force_login(planner)
        file = SimpleUploadedFile("plan.geojson", content)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(UPLOAD, {"kind": "zones", "act": LOCAL_ACT, "files": [file], **fields})
        assert answer.status_code == 302
        return Delivery.objects.latest("pk")

    return run


@pytest.fixture
def unknown(hand_in: Callable[..., Delivery]) -> Delivery:
    return hand_in(geojson(column="atr_07", barwa="żółta"))


def say(client: Client, delivery: Delivery, **columns: str) -> Any:
    return client.post(reverse("delivery-columns", args=[delivery.pk]), columns)


def page(client: Client, delivery: Delivery) -> str:
    return client.get(reverse("delivery", args=[delivery.pk])).content.decode()


def test_the_page_asks_what_the_columns_are(client: Client, unknown: Delivery) -> None:
    assert (unknown.state, unknown.columns) == (State.WAITING, ["atr_07", "barwa"])
    assert unknown.findings.get().code == "unknown-columns"
    asked = page(client, unknown)
    assert reverse("delivery-columns", args=[unknown.pk]) in asked and '<option value="atr_07">' in asked
    assert reverse("delivery-accept", args=[unknown.pk]) not in asked


def test_the_answer_is_checked_first_and_then_accepted(client: Client, unknown: Delivery, starostwo: Office) -> None:
    say(client, unknown, designation="atr_07", name="barwa")

    unknown.refresh_from_db()
    assert (unknown.state, unknown.columns, PlanningZone.objects.count()) == (State.CHECKED, [], 0)
    assert AttributeMapping.objects.get(office=starostwo, kind="zones").columns == {
        "designation": "atr_07",
        "name": "barwa",
    }
    client.post(reverse("delivery-accept", args=[unknown.pk]))
    assert {zone.name for zone in PlanningZone.objects.all()} == {"żółta"}


def test_the_next_file_of_the_office_needs_no_answer(
    client: Client, unknown: Delivery, hand_in: Callable[..., Delivery]
) -> None:
    say(client, unknown, designation="atr_07")

    assert hand_in(geojson(column="atr_07")).state == State.PUBLISHED


def test_a_wrong_answer_is_asked_again(client: Client, unknown: Delivery) -> None:
    say(client, unknown, name="barwa")

    unknown.refresh_from_db()
    assert (unknown.state, unknown.columns) == (State.WAITING, ["atr_07", "barwa"])


@pytest.mark.parametrize("columns", [{}, {"designation": "inna"}, {"designation": "\0"}])
def test_no_answer_is_sent_back(client: Client, unknown: Delivery, columns: dict[str, str]) -> None:
    answer = say(client, unknown, **columns)

    assert answer.status_code == 422
    assert Delivery.objects.get(pk=unknown.pk).state == State.WAITING


def test_it_is_not_published_by_accepting(client: Client, unknown: Delivery) -> None:
    client.post(reverse("delivery-accept", args=[unknown.pk]))

    assert Delivery.objects.get(pk=unknown.pk).state == State.WAITING


def test_it_may_be_rejected(client: Client, unknown: Delivery) -> None:
    client.post(reverse("delivery-reject", args=[unknown.pk]))

    assert Delivery.objects.get(pk=unknown.pk).state == State.REJECTED


def test_an_answer_to_no_question_is_refused_in_words(client: Client, hand_in: Callable[..., Delivery]) -> None:
    known = hand_in(geojson(), dry_run="on")

    answer = client.post(reverse("delivery-columns", args=[known.pk]), {"designation": "x"}, follow=True)

    assert "Kolumny plików tej dostawy są znane" in answer.content.decode()


def test_a_file_from_the_command_line_is_refused_at_once(deliver: Deliver) -> None:
    deliver("app", local_act())

    delivery = deliver("zones", geojson(column="atr_07"), subject={"act": LOCAL_ACT})

    assert (delivery.state, delivery.columns) == (State.REJECTED, [])


@pytest.mark.parametrize(
    ("role", "status"), [(Role.REGISTER_KEEPER, 403), (Role.ADMINISTRATOR, 403), (Role.VIEWER, 404)]
)
def test_others_of_the_office_say_nothing(
    client: Client, unknown: Delivery, starostwo: Office, give_role: GiveRole, role: Role, status: int
) -> None:
    client.force_login(give_role(starostwo, role))

    assert say(client, unknown, designation="atr_07").status_code == status
    assert Delivery.objects.get(pk=unknown.pk).state == State.WAITING


def test_strangers_say_nothing(client: Client, unknown: Delivery, belzyce: Office, give_role: GiveRole) -> None:
    client.logout()
    assert say(client, unknown, designation="atr_07").status_code == 302
    client.force_login(give_role(belzyce, Role.PLANNER))
    assert say(client, unknown, designation="atr_07").status_code == 404
    assert Delivery.objects.get(pk=unknown.pk).state == State.WAITING


# preview


@pytest.fixture
def checked(hand_in: Callable[..., Delivery]) -> Delivery:
    return hand_in(geojson(), dry_run="on")


def test_what_would_come_is_shown_with_its_designations(client: Client, checked: Delivery) -> None:
    shown = client.get(reverse("delivery-preview", args=[checked.pk])).json()["features"]

    assert sorted(feature["properties"]["label"] for feature in shown) == ["1MN/U", "KDD.3"]
    easting, northing = shown[0]["geometry"]["coordinates"][0][0]
    assert 700_000 < easting < 800_000 and 300_000 < northing < 500_000
    assert "Podgląd na mapie" in page(client, checked)


@pytest.mark.parametrize("decision", ["delivery-accept", "delivery-reject"])
def test_a_decided_delivery_has_no_preview(client: Client, checked: Delivery, decision: str) -> None:
    client.post(reverse(decision, args=[checked.pk]))

    assert not Preview.objects.exists()
    assert client.get(reverse("delivery-preview", args=[checked.pk])).status_code == 404


def test_a_preview_is_for_those_who_see_the_delivery(
    client: Client, checked: Delivery, belzyce: Office, give_role: GiveRole
) -> None:
    path = reverse("delivery-preview", args=[checked.pk])
    client.force_login(give_role(belzyce, Role.PLANNER))
    assert client.get(path).status_code == 404
    client.logout()
    assert client.get(path).status_code == 302
