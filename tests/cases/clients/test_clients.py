"""Systems of offices: who makes them, that a secret is told once and kept nowhere, when they are over."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client as Web
from django.utils import timezone

from cases.clients.actions import by_secret, client_make, client_renew, client_revoke
from cases.clients.models import Client, Scope
from sip.audit.models import Event
from sip.offices.models import Office, Role, User
from tests.people import GiveRole

pytestmark = pytest.mark.django_db
ADMIN = "/admin/cases/client/"


@pytest.fixture
def administrator(belzyce: Office, give_role: GiveRole) -> User:
    return give_role(belzyce, Role.ADMINISTRATOR)


@pytest.fixture
def web(administrator: User) -> Web:
    web = Web()
    web.force_login(administrator)
    return web


def _form(office: Office) -> dict[str, object]:
    day = (timezone.now() + timedelta(days=30)).strftime("%Y-%m-%d")
    return {
        "office": office.pk,
        "name": "EZD",
        "scopes": ["read", "act"],
        "expires_at_0": day,
        "expires_at_1": "12:00:00",
    }


def test_an_administrator_makes_a_client_and_sees_its_secret_once(web: Web, belzyce: Office) -> None:
    page = web.post(f"{ADMIN}add/", _form(belzyce), follow=True)
    client = Client.objects.get()
    words = page.content.decode().split("client_secret ")[1][:38]

    assert client.scopes == ["act", "read"]
    assert by_secret(words.partition("<")[0].strip()) == client
    assert "client_secret" not in web.get(f"{ADMIN}{client.pk}/change/").content.decode()


def test_an_administrator_revokes(web: Web, belzyce: Office) -> None:
    issued = client_make(actor=None, office=belzyce, name="EZD", scopes=[Scope.READ])

    web.post(ADMIN, {"action": "revoke", "_selected_action": [issued.client.pk]})

    assert by_secret(issued.secret) is None


def test_clients_of_another_office_are_not_an_administrators(web: Web, starostwo: Office) -> None:
    issued = client_make(actor=None, office=starostwo, name="Obcy", scopes=[Scope.READ])

    web.post(ADMIN, {"action": "revoke", "_selected_action": [issued.client.pk]})
    refused = web.post(f"{ADMIN}add/", _form(starostwo))

    assert by_secret(issued.secret) == issued.client
    assert (refused.status_code, Client.objects.count()) == (200, 1)
    assert "Obcy" not in web.get(ADMIN).content.decode()


@pytest.mark.parametrize("role", [Role.CASE_CLERK, Role.CASE_HEAD, Role.VIEWER, Role.PLANNER])
def test_who_does_not_administrate_makes_none(belzyce: Office, give_role: GiveRole, role: Role) -> None:
    person = give_role(belzyce, role)
    web = Web()
    web.force_login(person)

    assert web.post(f"{ADMIN}add/", _form(belzyce)).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        client_make(actor=person, office=belzyce, name="x", scopes=[Scope.READ])
    assert not Client.objects.exists()


def test_another_secret_ends_the_one_before(belzyce: Office) -> None:
    first = client_make(actor=None, office=belzyce, name="EZD", scopes=[Scope.READ])
    second = client_renew(actor=None, client=first.client)

    assert (by_secret(first.secret), by_secret(second.secret)) == (None, first.client)


def test_no_secret_is_in_the_database_or_the_log(belzyce: Office) -> None:
    issued = client_make(actor=None, office=belzyce, name="EZD", scopes=[Scope.READ])
    client_revoke(actor=None, client=issued.client)
    stored = [str(value) for row in (*Client.objects.values_list(), *Event.objects.values_list()) for value in row]

    assert not any(issued.secret in value for value in stored)


def test_the_command_prints_what_opens_the_api(belzyce: Office) -> None:
    out = StringIO()
    call_command("make_client", "EZD", office=belzyce.slug, scopes=["read"], stdout=out)
    told = dict(line.split("=", 1) for line in out.getvalue().split())

    found = by_secret(told["client_secret"])
    assert found is not None
    assert found.identifier == told["client_id"]


def test_the_command_says_which_offices_there_are(belzyce: Office) -> None:
    with pytest.raises(CommandError, match=belzyce.slug):
        call_command("make_client", "EZD", office="nie-ma", scopes=["read"])
