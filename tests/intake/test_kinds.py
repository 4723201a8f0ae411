"""Planners deliver planning data and register keepers the registers, each for the area of their office."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from plans.models import PlanningAct, PlanningZone
from sip.intake.models import Delivery, State
from sip.offices.models import Office, Role, User
from tests.conftest import Deliver
from tests.intake.conftest import UPLOAD, gml
from tests.people import GiveRole
from tests.plans.planfile import ACT, act, document, halves
from tests.plans.zonefile import LOCAL_ACT, geojson, local_act

pytestmark = pytest.mark.django_db

CHANGES = ("delivery-accept", "delivery-reject", "delivery-rollback")


@pytest.fixture
def planner(starostwo: Office, give_role: GiveRole) -> User:
    return give_role(starostwo, Role.PLANNER)


def send(client: Client, person: User, kind: str, content: bytes, **fields: str) -> Any:
    client.force_login(person)
    file = SimpleUploadedFile("plik.dat", content)
    return client.post(UPLOAD, {"kind": kind, "files": [file], **fields})


def kinds_offered(page: str) -> set[str]:
    start = page.index('name="kind"')
    select = page[start : page.index("</select>", start)]
    return {part.partition('"')[0] for part in select.split('value="')[1:]} - {""}


def test_a_planner_is_offered_planning_kinds_only(client: Client, planner: User) -> None:
    client.force_login(planner)

    assert {"app", "zones"} <= kinds_offered(client.get(UPLOAD).content.decode())
    assert not kinds_offered(client.get(UPLOAD).content.decode()) & {"egib", "parcels", "units"}


def test_a_register_keeper_is_offered_the_registers_only(client: Client, keeper: User) -> None:
    client.force_login(keeper)

    assert kinds_offered(client.get(UPLOAD).content.decode()) == {"egib", "parcels", "buildings", "addresses", "units"}


@pytest.mark.parametrize(("role", "kind"), [(Role.PLANNER, "egib"), (Role.REGISTER_KEEPER, "app")])
def test_a_kind_of_others_is_not_taken(
    client: Client, starostwo: Office, give_role: GiveRole, role: Role, kind: str
) -> None:
    answer = send(client, give_role(starostwo, role), kind, document(act()))

    assert answer.status_code == 422
    assert not Delivery.objects.filter(kind=kind).exists()


def test_a_planner_publishes_an_act(
    client: Client, planner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(client, planner, "app", document(act(), *halves()))

    assert PlanningAct.objects.get().identifier == ACT
    assert PlanningZone.objects.count() == 2


def test_zones_are_delivered_for_an_act_chosen_from_a_list(
    client: Client, planner: User, deliver: Deliver, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    deliver("app", local_act())
    with django_capture_on_commit_callbacks(execute=True):
        send(client, planner, "zones", geojson(), act=LOCAL_ACT)

    assert {zone.act for zone in PlanningZone.objects.all()} == {LOCAL_ACT}


@pytest.mark.parametrize("chosen", [{}, {"act": "PL.ZIPPZP.9999/060902-MPZP/99MPZP"}, {"act": "\0"}])
def test_zones_without_a_known_act_are_sent_back(
    client: Client, planner: User, deliver: Deliver, chosen: dict[str, str]
) -> None:
    deliver("app", local_act())

    answer = send(client, planner, "zones", geojson(), **chosen)

    assert answer.status_code == 422
    assert not Delivery.objects.filter(kind="zones").exists()


def test_acts_of_other_gminas_are_not_offered(
    client: Client, belzyce: Office, give_role: GiveRole, deliver: Deliver
) -> None:
    deliver("app", local_act())
    client.force_login(give_role(belzyce, Role.PLANNER))

    assert LOCAL_ACT not in client.get(UPLOAD).content.decode()


def test_an_act_given_with_other_data_is_forgotten(client: Client, planner: User, deliver: Deliver) -> None:
    deliver("app", local_act())

    send(client, planner, "app", document(act()), act=LOCAL_ACT)

    assert Delivery.objects.latest("pk").options == {}


@pytest.fixture
def waiting_plan(deliver: Deliver, starostwo: Office) -> Delivery:
    return deliver("app", document(act()), office=starostwo, dry_run=True)


@pytest.mark.parametrize("name", CHANGES)
def test_a_register_keeper_decides_nothing_of_plans(
    client: Client, keeper: User, waiting_plan: Delivery, name: str
) -> None:
    client.force_login(keeper)

    assert client.post(reverse(name, args=[waiting_plan.pk])).status_code == 403
    assert Delivery.objects.get(pk=waiting_plan.pk).state == State.CHECKED


def test_a_planner_accepts_and_rolls_back_plans(client: Client, planner: User, waiting_plan: Delivery) -> None:
    client.force_login(planner)

    client.post(reverse("delivery-accept", args=[waiting_plan.pk]))
    assert PlanningAct.objects.exists()
    client.post(reverse("delivery-rollback", args=[waiting_plan.pk]))
    assert not PlanningAct.objects.exists()


@pytest.mark.parametrize("name", CHANGES)
def test_a_planner_of_another_office_decides_nothing(
    client: Client, belzyce: Office, give_role: GiveRole, waiting_plan: Delivery, name: str
) -> None:
    client.force_login(give_role(belzyce, Role.PLANNER))

    assert client.post(reverse(name, args=[waiting_plan.pk])).status_code == 404


def test_an_act_that_also_holds_objects_of_the_cadastre_is_not_stored(
    client: Client, planner: User, intake_dir: Path
) -> None:
    mixed = document(act()).replace(b"</wfs:FeatureCollection>", gml(1)[gml(1).index(b"?>") + 2 :] + b"<x/>")

    assert send(client, planner, "app", mixed).status_code == 422
    assert not list(intake_dir.rglob("*.dat"))
