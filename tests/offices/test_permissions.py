"""Who may do what, where; each rule with someone it keeps out."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sip.offices.models import Membership, Office, Role, User
from sip.offices.permissions import ALLOWED, Action, current_office, manages, may, offices_of, units_of
from tests.people import GiveRole

# Written out once more, so that a slip in the table itself is seen.
EXPECTED = {
    Action.VIEW_REGISTER: set(Role),
    Action.VIEW_DELIVERIES: {Role.ADMINISTRATOR, Role.REGISTER_KEEPER, Role.PLANNER},
    Action.DELIVER: {Role.REGISTER_KEEPER},
    Action.ACCEPT_DELIVERY: {Role.REGISTER_KEEPER},
    Action.ROLLBACK_DELIVERY: {Role.REGISTER_KEEPER},
    Action.MANAGE_STAFF: {Role.ADMINISTRATOR},
    Action.VIEW_REPORTS: {Role.ADMINISTRATOR, Role.REGISTER_KEEPER},
    Action.HANDLE_REPORTS: {Role.REGISTER_KEEPER},
    Action.KEEP_THEMES: {Role.ADMINISTRATOR, Role.PLANNER},
    Action.KEEP_PLANS: {Role.PLANNER},
    Action.VIEW_CASES: {Role.CASE_CLERK, Role.CASE_HEAD},
    Action.HANDLE_CASES: {Role.CASE_CLERK, Role.CASE_HEAD},
    Action.DIRECT_CASES: {Role.CASE_HEAD},
    Action.KEEP_SERVICES: {Role.ADMINISTRATOR},
    Action.KEEP_MAILS: {Role.ADMINISTRATOR},
    Action.ANSWER_PEOPLE: {Role.ADMINISTRATOR},
    Action.MOVE_CASES: {Role.ADMINISTRATOR, Role.CASE_HEAD},
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_role_may_what_the_table_says_in_its_own_office_only(
    starostwo: Office, belzyce: Office, give_role: GiveRole, role: Role, action: Action
) -> None:
    person = give_role(belzyce, role)
    assert may(person, action, belzyce) is (role in EXPECTED[action])
    assert may(person, action, starostwo) is False
    assert list(offices_of(person, action)) == ([belzyce] if role in EXPECTED[action] else [])


def test_every_role_and_every_action_is_in_the_table() -> None:
    assert set(ALLOWED) == set(Role)
    assert set().union(*ALLOWED.values()) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_stranger_may_nothing(starostwo: Office, stranger: User, action: Action) -> None:
    assert may(stranger, action, starostwo) is False
    assert not offices_of(stranger, action).exists()


@pytest.mark.parametrize("action", Action)
def test_resident_who_is_not_signed_in_may_nothing(starostwo: Office, action: Action) -> None:
    assert may(AnonymousUser(), action, starostwo) is False
    assert not offices_of(AnonymousUser(), action).exists()
    assert current_office(AnonymousUser()) is None


@pytest.mark.parametrize("action", Action)
def test_switched_off_account_may_nothing(starostwo: Office, give_role: GiveRole, action: Action) -> None:
    person = give_role(starostwo, Role.ADMINISTRATOR)
    person.is_active = False
    person.is_superuser = True
    person.save()
    assert may(person, action, starostwo) is False
    assert not offices_of(person, action).exists()


@pytest.mark.parametrize("action", Action)
def test_operator_may_everything(starostwo: Office, belzyce: Office, action: Action) -> None:
    operator = User.objects.create_superuser("operator@example.org")
    assert may(operator, action, starostwo)
    assert set(offices_of(operator, action)) == {starostwo, belzyce}


def test_two_roles_add_up(starostwo: Office, give_role: GiveRole) -> None:
    person = give_role(starostwo, Role.ADMINISTRATOR)
    Membership.objects.create(user=person, office=starostwo, role=Role.REGISTER_KEEPER)
    assert may(person, Action.MANAGE_STAFF, starostwo)
    assert may(person, Action.DELIVER, starostwo)
    assert list(offices_of(person, Action.VIEW_REGISTER)) == [starostwo]


def test_starostwo_sees_the_whole_powiat(starostwo: Office, give_role: GiveRole) -> None:
    viewer = give_role(starostwo, Role.VIEWER)
    assert units_of(viewer) == {"060901_4", "060901_5", "060902_2", "060904_2"}


def test_gmina_sees_its_own_part_of_the_powiat(belzyce: Office, give_role: GiveRole) -> None:
    assert units_of(give_role(belzyce, Role.CASE_CLERK)) == {"060901_4", "060901_5"}


def test_stranger_sees_no_units(starostwo: Office, stranger: User) -> None:
    assert units_of(stranger) == frozenset()


def test_starostwo_comes_before_the_gmina(starostwo: Office, belzyce: Office, give_role: GiveRole) -> None:
    person = give_role(belzyce, Role.VIEWER)
    assert current_office(person) == belzyce
    Membership.objects.create(user=person, office=starostwo, role=Role.VIEWER)
    assert current_office(person) == starostwo


def test_administrator_manages_own_staff(belzyce: Office, give_role: GiveRole) -> None:
    assert manages(give_role(belzyce, Role.ADMINISTRATOR), give_role(belzyce, Role.VIEWER))


def test_administrator_does_not_manage_who_also_works_elsewhere(
    starostwo: Office, belzyce: Office, give_role: GiveRole
) -> None:
    clerk = give_role(belzyce, Role.CASE_CLERK)
    Membership.objects.create(user=clerk, office=starostwo, role=Role.VIEWER)
    assert not manages(give_role(belzyce, Role.ADMINISTRATOR), clerk)


def test_administrator_manages_neither_strangers_nor_the_operator(
    belzyce: Office, give_role: GiveRole, stranger: User
) -> None:
    administrator = give_role(belzyce, Role.ADMINISTRATOR)
    operator = User.objects.create_superuser("operator@example.org")
    Membership.objects.create(user=operator, office=belzyce, role=Role.VIEWER)
    assert not manages(administrator, stranger)
    assert not manages(administrator, operator)


def test_clerk_manages_nobody(belzyce: Office, give_role: GiveRole) -> None:
    assert not manages(give_role(belzyce, Role.CASE_CLERK), give_role(belzyce, Role.VIEWER))
