"""Accounts and roles: who may give and take them, and the traces it leaves."""

from http import HTTPStatus
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from sip.audit.models import Event
from sip.offices.actions import (
    membership_end,
    membership_grant,
    office_save,
    password_link,
    staff_change,
    staff_create,
)
from sip.offices.models import Membership, Office, Role, User
from tests.people import PASSWORD, GiveRole

OTHER_ROLES = [role for role in Role if role is not Role.ADMINISTRATOR]


@pytest.fixture
def administrator(belzyce: Office, give_role: GiveRole) -> User:
    return give_role(belzyce, Role.ADMINISTRATOR)


@pytest.fixture
def admin_page(administrator: User, client: Client) -> Client:
    client.force_login(administrator)
    return client


def new_person(actor: User | None, office: Office) -> User:
    return staff_create(actor=actor, email="Nowa@Urzad.example", name="Nowa", office=office, role=Role.VIEWER)


def changes(**values: Any) -> dict[str, Any]:
    return {"email": "nowa@urzad.example", "name": "Nowa", "is_active": True} | values


def test_new_person_has_a_role_a_vouched_address_and_no_password(administrator: User, belzyce: Office) -> None:
    user = new_person(administrator, belzyce)
    assert user.email == "nowa@urzad.example"
    assert not user.has_usable_password()
    assert Membership.objects.filter(user=user, office=belzyce, role=Role.VIEWER).exists()
    assert EmailAddress.objects.get(user=user).verified


def test_person_known_elsewhere_gets_the_role_only(starostwo: Office, belzyce: Office) -> None:
    first = new_person(None, starostwo)
    assert new_person(None, belzyce) == first
    assert first.memberships.count() == 2


def test_changes_of_staff_are_events_without_names(administrator: User, belzyce: Office) -> None:
    user = new_person(administrator, belzyce)
    staff_change(actor=administrator, user=user, **changes(name="Inna Nazwa", is_active=False))
    membership_end(actor=administrator, membership=user.memberships.get())
    events = Event.objects.filter(action__startswith="staff.").order_by("sequence")
    assert [event.action for event in events] == ["staff.create", "staff.grant", "staff.change", "staff.revoke"]
    assert {event.actor for event in events} == {administrator.pk}
    assert "Nazwa" not in str(list(events.values()))


def test_change_that_changes_nothing_is_no_event(administrator: User, belzyce: Office) -> None:
    user = new_person(administrator, belzyce)
    staff_change(actor=administrator, user=user, **changes())
    assert not Event.objects.filter(action="staff.change").exists()


def test_new_address_replaces_the_vouched_one(administrator: User, belzyce: Office) -> None:
    user = new_person(administrator, belzyce)
    staff_change(actor=administrator, user=user, **changes(email="Zamezna@urzad.example"))
    assert EmailAddress.objects.get(user=user).email == "zamezna@urzad.example"


def test_two_accounts_never_differ_in_case_only(db: None) -> None:
    User.objects.create_user("anna@urzad.example")
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="Anna@urzad.example")])


def test_administrator_of_one_office_gives_no_role_in_another(administrator: User, starostwo: Office) -> None:
    with pytest.raises(PermissionDenied):
        new_person(administrator, starostwo)
    with pytest.raises(PermissionDenied):
        membership_grant(actor=administrator, user=administrator, office=starostwo, role=Role.VIEWER)
    assert not Membership.objects.filter(office=starostwo).exists()


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_other_roles_change_no_staff(belzyce: Office, give_role: GiveRole, role: Role) -> None:
    colleague = new_person(None, belzyce)
    person = give_role(belzyce, role)
    with pytest.raises(PermissionDenied):
        membership_grant(actor=person, user=person, office=belzyce, role=Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        membership_end(actor=person, membership=colleague.memberships.get())
    with pytest.raises(PermissionDenied):
        staff_change(actor=person, user=colleague, **changes(is_active=False))
    with pytest.raises(PermissionDenied):
        password_link(actor=person, user=colleague)


def test_administrator_gets_no_password_link_for_staff_of_other_offices(
    administrator: User, starostwo: Office, belzyce: Office
) -> None:
    clerk = new_person(None, starostwo)
    membership_grant(actor=administrator, user=clerk, office=belzyce, role=Role.VIEWER)
    with pytest.raises(PermissionDenied):
        password_link(actor=administrator, user=clerk)


def test_create_staff_prints_a_link_that_sets_the_password(belzyce: Office, client: Client) -> None:
    said = StringIO()
    call_command("create_staff", "ewa@belzyce.example", office="belzyce", role="planner", stdout=said)
    link = said.getvalue().splitlines()[-1].partition("8000")[2]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(email="ewa@belzyce.example").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("email", "office", "said"),
    [
        ("ewa", "belzyce", "Błędny adres e-mail"),
        ("ewa@belzyce.example", "lublin", "Nie ma urzędu „lublin”. Są: belzyce"),
    ],
)
def test_create_staff_names_what_is_wrong(belzyce: Office, email: str, office: str, said: str) -> None:
    with pytest.raises(CommandError, match=said) as refused:
        call_command("create_staff", email, office=office, role="viewer")
    assert refused.value.returncode == 2


def test_create_staff_leaves_an_existing_password_alone(belzyce: Office, give_role: GiveRole) -> None:
    viewer = give_role(belzyce, Role.VIEWER)
    said = StringIO()
    call_command("create_staff", viewer.email, office="belzyce", role="planner", stdout=said)
    assert "Konto już istnieje" in said.getvalue()
    assert "/konto/" not in said.getvalue()


def test_admin_asks_strangers_to_sign_in_with_the_second_factor(client: Client, db: None) -> None:
    answer = client.get("/admin/")
    assert client.get(answer.headers["Location"]).headers["Location"].startswith("/konto/login/")


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_admin_is_closed_to_other_roles(client: Client, belzyce: Office, give_role: GiveRole, role: Role) -> None:
    client.force_login(give_role(belzyce, role))
    assert client.get("/admin/offices/user/", follow=True).status_code == HTTPStatus.FORBIDDEN


def test_administrator_sees_own_offices_and_staff_only(admin_page: Client, starostwo: Office) -> None:
    new_person(None, starostwo)
    assert "nowa@urzad.example" not in admin_page.get("/admin/offices/user/").content.decode()
    assert starostwo.name not in admin_page.get("/admin/offices/office/").content.decode()
    stranger = User.objects.get(email="nowa@urzad.example")
    page = admin_page.get(reverse("admin:offices_user_change", args=[stranger.pk]))
    assert page.status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("page", ["unit", "office", "user", "user/add"])
def test_admin_pages_open(admin_page: Client, page: str) -> None:
    assert admin_page.get(f"/admin/offices/{page}/").status_code == HTTPStatus.OK


def test_administrator_adds_a_person_and_gets_the_link(admin_page: Client, belzyce: Office) -> None:
    form = {"email": "Ewa@Belzyce.example", "name": "Ewa", "office": belzyce.pk, "role": "planner"}
    page = admin_page.post("/admin/offices/user/add/", form, follow=True).content.decode()
    assert "/konto/password/reset/key/" in page
    assert User.objects.get(email="ewa@belzyce.example").memberships.get().role == Role.PLANNER


def test_administrator_cannot_add_a_person_to_another_office(admin_page: Client, starostwo: Office) -> None:
    form = {"email": "ewa@belzyce.example", "name": "Ewa", "office": starostwo.pk, "role": "planner"}
    admin_page.post("/admin/offices/user/add/", form)
    assert not User.objects.filter(email="ewa@belzyce.example").exists()


def memberships_form(user: User, *, delete: int | None = None, add: Office | None = None) -> dict[str, Any]:
    kept = list(user.memberships.all())
    form: dict[str, Any] = {
        "email": user.email,
        "name": user.name,
        "is_active": "on",
        "memberships-TOTAL_FORMS": len(kept) + (add is not None),
        "memberships-INITIAL_FORMS": len(kept),
    }
    for number, membership in enumerate(kept):
        form |= {f"memberships-{number}-id": membership.pk, f"memberships-{number}-user": user.pk}
        if membership.pk == delete:
            form[f"memberships-{number}-DELETE"] = "on"
    if add:
        place = f"memberships-{len(kept)}"
        form |= {f"{place}-user": user.pk, f"{place}-office": add.pk, f"{place}-role": "planner"}
    return form


def test_administrator_gives_and_takes_roles(admin_page: Client, belzyce: Office) -> None:
    user = new_person(None, belzyce)
    page = reverse("admin:offices_user_change", args=[user.pk])
    admin_page.post(page, memberships_form(user, delete=user.memberships.get().pk, add=belzyce))
    assert [membership.role for membership in user.memberships.all()] == [Role.PLANNER]
    assert set(Event.objects.values_list("action", flat=True)) >= {"staff.grant", "staff.revoke"}


def test_administrator_cannot_give_a_role_elsewhere(admin_page: Client, belzyce: Office, starostwo: Office) -> None:
    user = new_person(None, belzyce)
    page = reverse("admin:offices_user_change", args=[user.pk])
    admin_page.post(page, memberships_form(user, add=starostwo))
    assert not Membership.objects.filter(user=user, office=starostwo).exists()


def test_administrator_cannot_change_who_also_works_elsewhere(
    admin_page: Client, belzyce: Office, starostwo: Office
) -> None:
    user = new_person(None, starostwo)
    membership_grant(actor=None, user=user, office=belzyce, role=Role.VIEWER)
    page = reverse("admin:offices_user_change", args=[user.pk])
    admin_page.post(page, {**memberships_form(user), "email": "moje@belzyce.example"})
    user.refresh_from_db()
    assert user.email == "nowa@urzad.example"


def test_changes_in_the_admin_leave_no_names_in_its_own_log(admin_page: Client, belzyce: Office) -> None:
    user = new_person(None, belzyce)
    page = reverse("admin:offices_user_change", args=[user.pk])
    admin_page.post(page, {**memberships_form(user, add=belzyce), "name": "Ewa Nowa"})
    assert User.objects.get(pk=user.pk).name == "Ewa Nowa"
    assert not LogEntry.objects.exists()


def test_office_administrator_corrects_names_but_not_the_area(admin_page: Client, belzyce: Office) -> None:
    page = reverse("admin:offices_office_change", args=[belzyce.pk])
    form = {"name": "Urząd Miejski Bełżyce", "short_name": "Bełżyce", "symbol": "B", "unit": "0609", "slug": "x"}
    admin_page.post(page, form)
    belzyce.refresh_from_db()
    assert (belzyce.name, belzyce.unit_id, belzyce.slug) == ("Urząd Miejski Bełżyce", "060901_3", "belzyce")


def test_operator_reads_the_log_of_events_and_cannot_change_it(client: Client, belzyce: Office) -> None:
    new_person(None, belzyce)
    client.force_login(User.objects.create_superuser("operator@example.org"))
    assert "staff.create" in client.get("/admin/audit/event/").content.decode()
    page = client.get("/admin/audit/event/1/change/").content.decode()
    assert 'name="_save"' not in page


def test_administrator_of_an_office_does_not_read_the_log_of_events(admin_page: Client) -> None:
    assert admin_page.get("/admin/audit/event/").status_code == HTTPStatus.FORBIDDEN


def test_what_an_administrator_corrects_of_the_office_is_an_event(
    admin_page: Client, administrator: User, belzyce: Office
) -> None:
    page = reverse("admin:offices_office_change", args=[belzyce.pk])
    sent = {"name": belzyce.name, "short_name": belzyce.short_name, "symbol": "GKX"}
    assert admin_page.post(page, sent).status_code == HTTPStatus.FOUND

    event = Event.objects.get(action="office.save")
    assert (event.actor, event.office, event.new) == (administrator.pk, belzyce.pk, {"fields": ["symbol"]})


def test_an_administrator_of_another_office_corrects_nothing(administrator: User, starostwo: Office) -> None:
    starostwo.symbol = "OBCY"
    with pytest.raises(PermissionDenied):
        office_save(actor=administrator, office=starostwo)
    assert not Office.objects.filter(symbol="OBCY").exists()
