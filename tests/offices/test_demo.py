"""The demo powiat's offices and staff."""

import pytest

from sip.intake.models import State
from sip.offices.areas import registration_codes
from sip.offices.demo import load_demo_offices
from sip.offices.models import Membership, Office, OfficeKind, Role, Unit, User
from tests.offices.terc import terc
from tests.people import DeliverUnits

pytestmark = pytest.mark.django_db


def test_demo_is_a_starostwo_and_fifteen_gminas() -> None:
    load_demo_offices()
    assert Office.objects.get(kind=OfficeKind.STAROSTWO).unit_id == "0609"
    assert Office.objects.filter(kind=OfficeKind.GMINA).count() == 15


def test_every_role_has_a_login_at_the_starostwo_that_works() -> None:
    logins = load_demo_offices()
    assert {login.role for login in logins if login.office == "Starostwo"} == set(Role)
    for login in logins:
        assert User.objects.get(email=login.email).check_password(login.password)


def test_resident_of_the_demo_has_no_role() -> None:
    resident = next(login for login in load_demo_offices() if not login.office)
    user = User.objects.get(email=resident.email)
    assert (user.is_resident, user.memberships.exists()) == (True, False)


def test_powiat_is_whole_without_any_outside_file() -> None:
    load_demo_offices()
    assert len(registration_codes("0609")) == 18
    assert not Unit.objects.filter(parent=None).exclude(code="06").exists()


def test_loading_again_changes_nothing() -> None:
    first = load_demo_offices()
    before = (Unit.objects.count(), Office.objects.count(), Membership.objects.count(), User.objects.count())
    assert load_demo_offices() == first
    assert (Unit.objects.count(), Office.objects.count(), Membership.objects.count(), User.objects.count()) == before


def test_loading_again_leaves_a_changed_password_alone() -> None:
    user = User.objects.get(email=load_demo_offices()[0].email)
    user.set_password("inne hasło 2026")
    user.save()
    load_demo_offices()
    user.refresh_from_db()
    assert user.check_password("inne hasło 2026")


def test_units_of_the_demo_agree_with_terc(deliver_units: DeliverUnits) -> None:
    load_demo_offices()
    result = deliver_units(terc(), partial=True)
    assert result.state is State.PUBLISHED
    assert sum(result.counts["changed"].values()) == 0
