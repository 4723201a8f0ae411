"""The list of themes and declarations in the administration: who may change what, and the traces it leaves."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from plans import actions
from plans.codes import PlanTheme
from plans.models import Theme, ThemeCoverage
from plans.themes import add_missing
from sip.audit.models import Event
from sip.intake.models import Delivery, Kind, Layer
from sip.offices.demo import load_demo_offices
from sip.offices.models import Membership, Office, Role, User

pytestmark = pytest.mark.django_db

STAROSTWO, GMINA = "0609", "060901_3"
Person = Callable[[str, Role], User]


@pytest.fixture(autouse=True)
def offices_and_themes(db: None) -> None:
    load_demo_offices()
    add_missing(Theme)


@pytest.fixture
def person() -> Person:
    """A new person with a role in the office of a unit."""

    def make(unit: str, role: Role) -> User:
        user = User.objects.create_user(f"{role}-{unit}@urzad.example")
        Membership.objects.create(user=user, office=Office.objects.get(unit_id=unit), role=role)
        return user

    return make


def declared(unit_code: str = "060901", **values: Any) -> dict[str, Any]:
    return {"theme": PlanTheme.LOCAL.value, "unit_code": unit_code, "as_of": "2026-11-01"} | values


def post(user: User, page: str, data: dict[str, Any], *args: Any) -> int:
    client = Client()
    client.force_login(user)
    return client.post(reverse(f"admin:plans_{page}", args=args), data).status_code


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PLANNER])
def test_whoever_keeps_themes_declares_what_is_known_in_their_area(person: Person, role: Role) -> None:
    user = person(GMINA, role)

    assert post(user, "themecoverage_add", declared()) == 302

    assert list(ThemeCoverage.objects.values_list("theme", "unit_code", "as_of")) == [
        (PlanTheme.LOCAL, "060901", date(2026, 11, 1))
    ]
    event = Event.objects.filter(action="theme-coverage.declare").get()
    assert event.actor == user.pk
    assert "'unit_code': '060901'" in str(event.new)
    assert Layer.objects.get(name="themes").version >= 1


@pytest.mark.parametrize("unit_code", ["060902", "0609", "06", "9999", "060901_3", "x", "", "\u0660\u0666"])
def test_a_declaration_outside_of_the_area_or_of_no_unit_is_refused(person: Person, unit_code: str) -> None:
    assert post(person(GMINA, Role.PLANNER), "themecoverage_add", declared(unit_code)) == 200

    assert not ThemeCoverage.objects.exists()


def test_a_declaration_of_no_theme_is_refused(person: Person) -> None:
    assert post(person(GMINA, Role.PLANNER), "themecoverage_add", declared(theme="nie-ma")) == 200


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.PLANNER)])
@pytest.mark.parametrize("page", ["themecoverage_add", "theme_add", "theme_changelist"])
def test_other_roles_stay_outside(person: Person, role: Role, page: str) -> None:
    client = Client()
    client.force_login(person(GMINA, role))

    assert client.get(reverse(f"admin:plans_{page}")).status_code == 302
    assert client.post(reverse(f"admin:plans_{page}"), declared()).status_code == 302
    assert not ThemeCoverage.objects.exists()


def test_what_a_delivery_declared_goes_with_it_alone(person: Person) -> None:
    delivery = Delivery.objects.create(kind=Kind.RESTRICTIONS)
    row = ThemeCoverage.objects.create(theme="noise", unit_code="060901", as_of=date(2026, 1, 1), delivery=delivery)
    user = person(GMINA, Role.PLANNER)

    assert post(user, "themecoverage_change", declared(), row.pk) == 403
    assert post(user, "themecoverage_delete", {"post": "yes"}, row.pk) == 403
    with pytest.raises(PermissionDenied):
        actions.coverage_withdraw(actor=user, coverage=row)


def test_a_declaration_is_withdrawn_with_a_trace(person: Person) -> None:
    row = ThemeCoverage.objects.create(theme=PlanTheme.LOCAL, unit_code="060901", as_of=date(2026, 1, 1))

    assert post(person(GMINA, Role.PLANNER), "themecoverage_delete", {"post": "yes"}, row.pk) == 302

    assert not ThemeCoverage.objects.exists()
    assert "'unit_code': '060901'" in str(Event.objects.get(action="theme-coverage.withdraw").old)


def test_declarations_of_other_offices_are_not_to_be_found(person: Person) -> None:
    row = ThemeCoverage.objects.create(theme=PlanTheme.LOCAL, unit_code="060902", as_of=date(2026, 1, 1))

    assert post(person(GMINA, Role.PLANNER), "themecoverage_delete", {"post": "yes"}, row.pk) == 302
    assert ThemeCoverage.objects.exists()


def theme(**values: Any) -> dict[str, Any]:
    usual = {
        "code": "nowy",
        "name": "Nowy temat",
        "threshold_m2": "1",
        "threshold_m": "1",
        "position": "5",
        "office": "",
    }
    return usual | values


def test_the_starostwo_keeps_the_themes_of_all(person: Person) -> None:
    user = person(STAROSTWO, Role.ADMINISTRATOR)

    assert post(user, "theme_add", theme()) == 302
    assert post(user, "theme_change", theme(name="Inny", threshold_m2="2.50"), "nowy") == 302

    stored = Theme.objects.get(code="nowy")
    assert (stored.name, str(stored.threshold_m2)) == ("Inny", "2.50")
    assert [event.action for event in Event.objects.filter(action__startswith="theme.").order_by("sequence")] == [
        "theme.add",
        "theme.change",
    ]


def test_a_gmina_keeps_its_own_themes_only(person: Person) -> None:
    user, own = person(GMINA, Role.PLANNER), Office.objects.get(unit_id=GMINA)

    assert post(user, "theme_add", theme()) == 200
    assert post(user, "theme_add", theme(office=str(own.pk))) == 302
    assert post(user, "theme_change", theme(office=str(own.pk)), "noise") == 403
    assert post(user, "theme_change", theme(), "nowy") == 200
    assert Theme.objects.get(code="nowy").office == own


def test_a_code_of_planning_acts_is_no_theme(person: Person) -> None:
    assert post(person(STAROSTWO, Role.ADMINISTRATOR), "theme_add", theme(code=PlanTheme.LOCAL.value)) == 200


def test_a_theme_that_something_is_of_stays(person: Person) -> None:
    ThemeCoverage.objects.create(theme="noise", unit_code="060901", as_of=date(2026, 1, 1))
    user = person(STAROSTWO, Role.ADMINISTRATOR)

    assert post(user, "theme_delete", {"post": "yes"}, "noise") == 302
    assert post(user, "theme_delete", {"post": "yes"}, "landslides") == 302

    assert Theme.objects.filter(code="noise").exists()
    assert not Theme.objects.filter(code="landslides").exists()


def test_actions_ask_for_permission_themselves(person: Person) -> None:
    stranger = person("060902_2", Role.PLANNER)
    row = ThemeCoverage(theme=PlanTheme.LOCAL, unit_code="060901", as_of=date(2026, 1, 1))

    with pytest.raises(PermissionDenied):
        actions.coverage_save(actor=stranger, coverage=row)
    with pytest.raises(PermissionDenied):
        actions.theme_save(actor=stranger, theme=Theme.objects.get(code="noise"))
    with pytest.raises(PermissionDenied):
        actions.theme_remove(actor=stranger, theme=Theme.objects.get(code="noise"))


def test_the_help_says_what_a_declaration_means(person: Person) -> None:
    client = Client()
    client.force_login(person(GMINA, Role.PLANNER))

    page = client.get(reverse("admin:plans_themecoverage_add")).content.decode()

    assert "rejestr planów miejscowych gminy jest kompletny" in page
