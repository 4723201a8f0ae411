"""Signing in by an office's own identity provider: a small real one answers over HTTP."""

import json
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from sip.offices.actions import staff_create
from sip.offices.models import Office, Role, User
from tests.offices.conftest import PASSWORD


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
    app = {
        "provider_id": "urzad",
        "name": "Konto urzędu",
        "client_id": "sip",
        "secret": "s",
        "settings": {"server_url": server.address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def come_back_from(client: Client, email: str, provider: Provider, *, verified: bool = True) -> HttpResponse:
    """Go to the provider and come back as EMAIL; the page one ends on."""
    provider.person = {"sub": "42", "email": email, "email_verified": verified}
    leaving = client.post("/konto/oidc/urzad/login/")
    asked = parse_qs(urlsplit(leaving.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = {"code": "c", "state": asked["state"][0]}
    return client.get("/konto/oidc/urzad/login/callback/", back, follow=True)  # type: ignore[return-value]


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
