"""Client credentials of OAuth 2.0 (RFC 6749 4.4), and what their tokens open."""

import base64
from typing import Any

import pytest
from django.test import Client as Web
from pytest_django import Settings

from cases.api import door
from cases.clients.actions import client_change, client_renew, client_revoke
from cases.clients.models import Client, Scope
from tests.cases.api.asking import ROOT, Asking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]
TOKEN = "/api/v1/oauth/token"
FORM = "application/x-www-form-urlencoded"
GRANT = "grant_type=client_credentials"


def _ask(body: str = GRANT, *, pair: tuple[str, str] | None = None, kind: str = FORM) -> Any:
    headers = {}
    if pair is not None:
        headers["Authorization"] = f"Basic {base64.b64encode(':'.join(pair).encode()).decode()}"
    return Web().post(TOKEN, body, content_type=kind, headers=headers)


def _pair(system: Asking) -> tuple[str, str]:
    return system.client.identifier, system.secret


def _opens(token: str, path: str = "") -> int:
    return Web().get(f"{ROOT}{path}", headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_token_opens_what_the_client_may(system: Asking) -> None:
    answer = _ask(pair=_pair(system))
    told = answer.json()

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 900)
    assert set(told["scope"].split()) == set(Scope)
    assert _opens(told["access_token"]) == 200


def test_the_secret_may_come_in_the_form(system: Asking) -> None:
    identifier, secret = _pair(system)

    answer = _ask(f"{GRANT}&client_id={identifier}&client_secret={secret}")

    assert _opens(answer.json()["access_token"]) == 200


def test_a_token_has_no_more_than_was_asked_for(system: Asking) -> None:
    answer = _ask(f"{GRANT}&scope=documents+hooks", pair=_pair(system))

    assert answer.json()["scope"] == "documents hooks"
    assert _opens(answer.json()["access_token"]) == 403
    assert _opens(answer.json()["access_token"], "hooks/") == 200


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        ("", FORM, "invalid_request"),
        ("grant_type=", FORM, "invalid_request"),
        ("grant_type=password", FORM, "unsupported_grant_type"),
        (f"{GRANT}&{GRANT}", FORM, "invalid_request"),
        (f"{GRANT}&scope=read+everything", FORM, "invalid_scope"),
        (f"{GRANT}&client_secret=sipc_x", FORM, "invalid_request"),
        (f"{GRANT}&client_id=other", FORM, "invalid_request"),
        (GRANT, "application/json", "invalid_request"),
        ("a=%ff", FORM, "invalid_request"),
        ("&".join(f"a{at}=1" for at in range(100)), FORM, "invalid_request"),
    ],
)
def test_what_is_wrong_with_a_request_has_the_name_of_the_standard(
    system: Asking, body: str, kind: str, error: str
) -> None:
    answer = _ask(body, pair=_pair(system), kind=kind)

    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("which", ["nobody", "another identifier", "wrong secret", "no basic"])
def test_who_is_not_a_client_gets_no_token(system: Asking, which: str) -> None:
    identifier, secret = _pair(system)
    pairs = {"nobody": None, "another identifier": ("x", secret), "wrong secret": (identifier, f"{secret}x")}
    if which == "no basic":
        answer: Any = Web().post(TOKEN, GRANT, content_type=FORM, headers={"Authorization": "Basic ?"})
    else:
        answer = _ask(pair=pairs[which])

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_tokens_are_asked_for_by_post(method: str) -> None:
    assert getattr(Web(), method)(TOKEN).status_code == 405


@pytest.mark.parametrize("end", ["revoked", "renewed", "scope taken"])
def test_a_token_ends_with_what_it_was_given_for(system: Asking, end: str) -> None:
    token = _ask(pair=_pair(system)).json()["access_token"]
    if end == "revoked":
        client_revoke(actor=None, client=system.client)
    elif end == "renewed":
        client_renew(actor=None, client=system.client)
    else:
        client = Client.objects.get()
        client_change(actor=None, client=client, scopes=[Scope.FILE], expires_at=client.expires_at)

    assert _opens(token) == (403 if end == "scope taken" else 401)


def test_a_token_is_over_after_its_time(system: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    token = _ask(pair=_pair(system)).json()["access_token"]
    monkeypatch.setattr(door, "TOKEN_LIFE", door.TOKEN_LIFE * 0)

    assert _opens(token) == 401


def test_a_token_of_another_installation_opens_nothing(system: Asking, settings: Settings) -> None:
    token = _ask(pair=_pair(system)).json()["access_token"]
    settings.SECRET_KEY = "of-another-one"

    assert _opens(token) == 401
