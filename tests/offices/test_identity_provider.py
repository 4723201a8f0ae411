"""Signing in by identity providers, an office's own and that of residents: a small real one answers over HTTP."""

import json
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from sip.offices.actions import membership_grant, password_link, staff_create
from sip.offices.models import Membership, Office, Role, User
from sip.offices.permissions import Action, current_office, may, offices_of
from tests.people import PASSWORD


class Provider(ThreadingHTTPServer):
    """Vouches for whoever `person` is."""

    person: dict[str, Any]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answers(self) -> dict[str, dict[str, Any]]:
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
            },
            "/token": {"access_token": "t", "token_type": "Bearer", "expires_in": 60},
            "/userinfo": self.person,
        }


class Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps(self.server.answers()[urlsplit(self.path).path]).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing on the tests' output."""


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    known = {"client_id": "sip", "secret": "s", "settings": {"server_url": server.address}}
    apps = [
        {"provider_id": "urzad", "name": "Konto urzędu", **known},
        {"provider_id": "mieszkaniec", "name": "Węzeł krajowy", **known},
    ]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def come_back_from(
    client: Client,
    email: str,
    provider: Provider,
    *,
    verified: bool = True,
    by: str = "urzad",
    sub: str = "42",
    process: str = "login",
    **told: Any,
) -> HttpResponse:
    """Go to the provider and come back as EMAIL; the page one ends on."""
    provider.person = {"sub": sub, "email": email, "email_verified": verified, **told}
    leaving = client.post(f"/konto/oidc/{by}/login/?process={process}")
    asked = parse_qs(urlsplit(leaving.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = {"code": "c", "state": asked["state"][0]}
    return client.get(f"/konto/oidc/{by}/login/callback/", back, follow=True)  # type: ignore[return-value]


def come_as_resident(client: Client, email: str, provider: Provider, **how: Any) -> HttpResponse:
    return come_back_from(client, email, provider, by="mieszkaniec", **how)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def clerk(belzyce: Office) -> User:
    user = staff_create(actor=None, email="anna@belzyce.example", name="", office=belzyce, role=Role.VIEWER)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_sign_in_page_offers_the_provider_by_name(client: Client, provider: Provider, db: None) -> None:
    assert "Konto urzędu" in client.get("/konto/login/").content.decode()


def test_person_with_an_account_signs_in_and_keeps_the_password(
    client: Client, clerk: User, provider: Provider
) -> None:
    come_back_from(client, "Anna@belzyce.example", provider)
    assert client.session["_auth_user_id"] == str(clerk.pk)
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_person_without_an_account_is_told_whom_to_ask(client: Client, clerk: User, provider: Provider) -> None:
    page = come_back_from(client, "obcy@belzyce.example", provider)
    assert "Konta pracowników zakłada administrator urzędu" in page.content.decode()
    assert not is_signed_in(client)
    assert User.objects.count() == 1


def test_unverified_address_opens_no_account(client: Client, clerk: User, provider: Provider) -> None:
    come_back_from(client, clerk.email, provider, verified=False)
    assert not is_signed_in(client)


def test_switched_off_account_stays_shut(client: Client, clerk: User, provider: Provider) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    come_back_from(client, clerk.email, provider)
    assert not is_signed_in(client)


def test_resident_with_the_address_of_staff_gets_an_account_of_their_own_without_a_role(
    client: Client, clerk: User, provider: Provider
) -> None:
    come_as_resident(client, clerk.email, provider)

    signed_in = User.objects.get(pk=client.session["_auth_user_id"])
    assert signed_in != clerk
    assert (signed_in.is_resident, signed_in.contact, signed_in.memberships.exists()) == (True, "", False)
    assert not SocialAccount.objects.filter(user=clerk).exists()


def test_office_provider_still_finds_staff_where_a_resident_came_with_their_address(
    client: Client, clerk: User, provider: Provider
) -> None:
    come_as_resident(client, clerk.email, provider)
    come_back_from(client, clerk.email, provider, sub="7")
    assert client.session["_auth_user_id"] == str(clerk.pk)


@pytest.mark.parametrize("page", ["password/set/", "password/change/", "2fa/webauthn/add/", "2fa/webauthn/"])
def test_resident_who_came_by_the_provider_gets_no_second_way_in(
    client: Client, provider: Provider, page: str, db: None
) -> None:
    come_as_resident(client, "maria@example.org", provider)
    given = {"password1": PASSWORD, "password2": PASSWORD}

    assert client.get(f"/konto/{page}").status_code == 403
    assert client.post(f"/konto/{page}", given).status_code == 403
    assert not User.objects.get().has_usable_password()


@pytest.fixture
def by_provider_only(clerk: User) -> User:
    clerk.set_unusable_password()
    clerk.save()
    return clerk


@pytest.mark.parametrize("page", ["password/set/", "password/change/"])
def test_staff_who_came_by_the_provider_give_themselves_no_password(
    client: Client, by_provider_only: User, provider: Provider, page: str
) -> None:
    come_back_from(client, by_provider_only.email, provider)
    assert is_signed_in(client)

    assert client.get(f"/konto/{page}").status_code == 403
    assert client.post(f"/konto/{page}", {"password1": PASSWORD, "password2": PASSWORD}).status_code == 403
    by_provider_only.refresh_from_db()
    assert not by_provider_only.has_usable_password()


def test_no_mail_gives_staff_a_first_password(client: Client, by_provider_only: User) -> None:
    client.post("/konto/password/reset/", {"email": by_provider_only.email})
    assert mail.outbox == []


def test_administrator_s_link_gives_staff_a_first_password(client: Client, by_provider_only: User) -> None:
    form = client.get(password_link(actor=None, user=by_provider_only), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    by_provider_only.refresh_from_db()
    assert by_provider_only.check_password(PASSWORD)


def test_resident_with_a_password_changes_it(client: Client, db: None) -> None:
    user = User.objects.create_resident("maria@example.org")
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    assert client.get("/konto/password/change/").status_code == 200


def test_office_provider_opens_no_residents_account(client: Client, clerk: User, provider: Provider) -> None:
    come_as_resident(client, "maria@example.org", provider)
    client.logout()
    come_back_from(client, "maria@example.org", provider, sub="7")
    assert not is_signed_in(client)


def test_resident_comes_back_to_the_same_account_though_the_address_changed(
    client: Client, clerk: User, provider: Provider
) -> None:
    come_as_resident(client, "maria@example.org", provider)
    first = client.session["_auth_user_id"]
    client.logout()
    come_as_resident(client, clerk.email, provider)
    assert client.session["_auth_user_id"] == first
    assert User.objects.get(pk=first).contact == "maria@example.org"


def test_unverified_address_of_a_resident_is_not_believed(client: Client, provider: Provider, db: None) -> None:
    come_as_resident(client, "maria@example.org", provider, verified=False, name="Maria Nowak")
    found = User.objects.get()
    assert (found.contact, found.name) == ("", "Maria Nowak")


def test_what_the_residents_provider_tells_besides_is_not_kept(client: Client, provider: Provider, db: None) -> None:
    for _time in range(2):
        come_as_resident(client, "maria@example.org", provider, pesel="44051401359", name="Maria\0 Nowak")
        client.logout()
    assert SocialAccount.objects.get().extra_data == {}
    assert User.objects.get().name == "Maria Nowak"
    assert not EmailAddress.objects.exists()


def test_nobody_connects_a_residents_provider_to_an_account_of_staff(
    client: Client, clerk: User, provider: Provider
) -> None:
    client.force_login(clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = come_as_resident(client, clerk.email, provider, process="connect")
    assert page.status_code == 403
    assert not SocialAccount.objects.exists()


def test_resident_lands_on_the_own_cases_and_finds_the_office_shut(
    client: Client, provider: Provider, db: None
) -> None:
    page: Any = come_as_resident(client, "maria@example.org", provider)
    assert page.request["PATH_INFO"] == settings.RESIDENT_REDIRECT_URL
    assert b'href="/urzad/"' not in page.content
    for path in ("/urzad/", "/urzad/dostawy/", "/urzad/rejestr/", "/urzad/sprawy/", "/urzad/nie-ma-takiej/", "/admin/"):
        assert client.get(path).status_code == 403, path


def test_account_of_staff_made_later_is_not_the_residents_of_that_address(
    client: Client, belzyce: Office, provider: Provider
) -> None:
    come_as_resident(client, "anna@belzyce.example", provider)
    staff = staff_create(actor=None, email="anna@belzyce.example", name="", office=belzyce, role=Role.ADMINISTRATOR)

    resident = User.objects.get(is_resident=True)
    assert resident != staff
    assert resident.contact == ""
    with pytest.raises(PermissionDenied):
        membership_grant(actor=None, user=resident, office=belzyce, role=Role.VIEWER)


def test_row_of_a_role_gives_a_resident_nothing(belzyce: Office, db: None) -> None:
    resident = User.objects.create_resident("maria@example.org")
    Membership.objects.create(user=resident, office=belzyce, role=Role.CASE_HEAD)
    assert not may(resident, Action.VIEW_CASES, belzyce)
    assert not offices_of(resident, Action.VIEW_CASES).exists()
    assert current_office(resident) is None


def test_no_mail_gives_a_password_to_who_has_none_at_the_residents_provider(
    client: Client, provider: Provider, db: None
) -> None:
    come_as_resident(client, "maria@example.org", provider)
    client.logout()
    client.post("/konto/password/reset/", {"email": "maria@example.org"})
    assert mail.outbox == []
