"""The page on which a planner pastes the text of one symbol."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from plans.models import Provision
from sip.intake import actions
from sip.intake.models import Delivery
from sip.offices.demo import load_demo_offices
from sip.offices.models import Membership, Office, Role, User
from tests.conftest import Deliver
from tests.plans.planfile import ACT, act, document, halves

pytestmark = pytest.mark.django_db

TEXT = "1) domy\n2) wysokość < 9 m <script>alert(1)</script>"


@pytest.fixture(autouse=True)
def an_act_and_offices(deliver: Deliver, settings: Settings, tmp_path: Path) -> None:
    settings.INTAKE_DIR = tmp_path / "intake"
    load_demo_offices()
    deliver("app", document(act(), *halves()))


def signed_in(unit: str = "0609", role: Role = Role.PLANNER) -> Client:
    user = User.objects.create_user(f"{role}-{unit}@urzad.example")
    Membership.objects.create(user=user, office=Office.objects.get(unit_id=unit), role=role)
    client = Client()
    client.force_login(user)
    return client


def pasted(client: Client, button: str = "preview", **values: Any) -> Any:
    usual = {"act": ACT, "symbol": "1SJ", "paragraph": "§ 5", "text": TEXT}
    return client.post(reverse("provision-paste"), {**usual, **values, button: "1"})


def test_the_text_is_shown_as_it_will_be_stored() -> None:
    answer = pasted(signed_in())

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<p>§ 5. 1) domy</p><p>2) wysokość &lt; 9 m &lt;script&gt;alert(1)&lt;/script&gt;</p>" in page
    assert not Delivery.objects.filter(kind="provisions").exists()


def test_a_saved_text_is_a_delivery_that_leaves_the_others(deliver: Deliver) -> None:
    deliver("provisions", b"symbol;text\n2SU;stare\n1SJ;stare\n", suffix=".csv", subject={"act": ACT})

    answer = pasted(signed_in(), "save")

    delivery = Delivery.objects.filter(kind="provisions").latest("pk")
    assert answer.headers["Location"] == reverse("delivery", args=[delivery.pk])
    actions.process(delivery, progress=lambda label, done, total: None, partial=True)
    assert {row.symbol: row.paragraph for row in Provision.objects.current()} == {"1SJ": "§ 5", "2SU": ""}


def test_a_symbol_without_a_zone_is_said_before_saving() -> None:
    page = pasted(signed_in(), symbol="1SJ, 7ZP").content.decode()

    assert "Żaden teren tego aktu nie ma symbolu: 7ZP." in page


@pytest.mark.parametrize(
    "values",
    [{"act": "inny"}, {"act": ""}, {"text": ""}, {"text": "<p></p>"}, {"symbol": "\0"}, {"text": "a" * 600_000}],
)
@pytest.mark.parametrize("button", ["preview", "save"])
def test_what_cannot_be_stored_is_said_in_the_form(values: dict[str, str], button: str) -> None:
    assert pasted(signed_in(), button, **values).status_code == 422
    assert not Delivery.objects.filter(kind="provisions").exists()


def test_an_act_of_another_gmina_cannot_be_chosen() -> None:
    assert pasted(signed_in("060901_3"), "save").status_code == 422


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLANNER])
def test_other_roles_stay_outside(role: Role) -> None:
    client = signed_in(role=role)

    assert client.get(reverse("provision-paste")).status_code == 403
    assert pasted(client, "save").status_code == 403


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert pasted(Client(), "save").status_code == 302
    assert not Delivery.objects.filter(kind="provisions").exists()
