"""Signing in: password, lockout, second factor, passkeys, reset links; what strangers do not learn."""

import re
from http import HTTPStatus

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sip.audit.models import Event
from sip.offices.actions import password_link, staff_create
from sip.offices.models import Office, Role, User
from tests.people import PASSWORD, GiveRole

LOGIN = "/konto/login/"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def clerk(belzyce: Office) -> User:
    user = staff_create(actor=None, email="anna@belzyce.example", name="Anna", office=belzyce, role=Role.VIEWER)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, email: str, password: str = PASSWORD) -> int:
    return client.post(LOGIN, {"login": email, "password": password}).status_code


def sign_in_and_confirm(client: Client, user: User) -> None:
    """As setting up a second factor asks for: the password once more."""
    sign_in(client, user.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def enter_code(client: Client, code: str) -> None:
    client.post(reverse("mfa_authenticate"), {"code": code})


def current_code(secret: str) -> str:
    code: str = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    return code


@pytest.mark.parametrize("email", ["anna@belzyce.example", "Anna@Belzyce.example"])
def test_clerk_signs_in_with_password_in_any_case_of_the_address(client: Client, clerk: User, email: str) -> None:
    assert sign_in(client, email) == HTTPStatus.FOUND
    assert is_signed_in(client)


def test_session_ends_with_the_browser(client: Client, clerk: User) -> None:
    sign_in(client, clerk.email)
    assert client.session.get_expire_at_browser_close()


@pytest.mark.parametrize("email", ["anna@belzyce.example", "nikt@belzyce.example"])
def test_wrong_password_and_unknown_address_look_the_same(client: Client, clerk: User, email: str) -> None:
    page = client.post(LOGIN, {"login": email, "password": "zgaduję"}).content.decode()
    assert "hasło są niepoprawne" in page
    assert not is_signed_in(client)


@pytest.mark.parametrize("email", ["anna@belzyce.example", "nikt@belzyce.example"])
def test_fifth_failure_locks_known_and_unknown_addresses_alike(client: Client, clerk: User, email: str) -> None:
    statuses = [sign_in(client, email, "zgaduję") for _ in range(5)]
    assert statuses == [HTTPStatus.OK] * 4 + [HTTPStatus.TOO_MANY_REQUESTS]


def test_locked_address_is_refused_the_right_password_with_a_polish_page(client: Client, clerk: User) -> None:
    for _ in range(5):
        sign_in(client, clerk.email, "zgaduję")
    answer = client.post(LOGIN, {"login": clerk.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert "za 15 minut" in answer.content.decode()
    assert not is_signed_in(client)


def test_lockout_counts_address_and_computer_together(client: Client, clerk: User) -> None:
    for _ in range(5):
        sign_in(client, clerk.email, "zgaduję")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, clerk.email) == HTTPStatus.FOUND


def test_all_of_a_household_s_ipv6_addresses_are_one_computer(clerk: User) -> None:
    for number in range(5):
        status = sign_in(Client(REMOTE_ADDR=f"2001:db8:1:2:{number}::{number}"), clerk.email, "zgaduję")
    assert status == HTTPStatus.TOO_MANY_REQUESTS
    assert sign_in(Client(REMOTE_ADDR="2001:db8:1:3::1"), clerk.email) == HTTPStatus.FOUND


def test_spelling_the_address_otherwise_does_not_begin_the_count_anew(client: Client, clerk: User) -> None:
    for email in ("anna@belzyce.example", "ANNA@belzyce.example", "Anna@belzyce.example") * 2:
        status = sign_in(client, email, "zgaduję")
    assert status == HTTPStatus.TOO_MANY_REQUESTS


def test_success_forgets_earlier_failures(client: Client, clerk: User) -> None:
    for _ in range(4):
        sign_in(client, clerk.email, "zgaduję")
    sign_in(client, clerk.email)
    assert sign_in(Client(), clerk.email, "zgaduję") == HTTPStatus.OK


def test_behind_our_proxy_the_last_hop_counts_and_the_clients_own_word_does_not(
    clerk: User, settings: Settings
) -> None:
    settings.PROXIES = 1
    for number in range(5):
        status = sign_in(Client(headers={"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.7"}), clerk.email, "zgaduję")
    assert status == HTTPStatus.TOO_MANY_REQUESTS
    assert sign_in(Client(headers={"X-Forwarded-For": "192.0.2.8"}), clerk.email) == HTTPStatus.FOUND


def test_switched_off_account_does_not_sign_in(client: Client, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    sign_in(client, clerk.email)
    assert not is_signed_in(client)


def test_registration_is_closed(client: Client, db: None) -> None:
    form = {"email": "obcy@example.org", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/konto/signup/", form)
    assert "Konta pracowników zakłada administrator urzędu" in page.content.decode()
    assert not User.objects.exists()


def test_second_factor_is_asked_for_after_the_password(client: Client, clerk: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    sign_in(client, clerk.email)
    assert not is_signed_in(client)
    enter_code(client, current_code(secret))
    assert is_signed_in(client)


def test_codes_cannot_be_guessed_for_long(client: Client, clerk: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    sign_in(client, clerk.email)
    for _ in range(5):
        enter_code(client, "000000")
    enter_code(client, current_code(secret))
    assert not is_signed_in(client)


def test_clerk_sets_up_an_app_for_codes(client: Client, clerk: User) -> None:
    sign_in_and_confirm(client, clerk)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    client.post(reverse("mfa_activate_totp"), {"code": current_code(secret)})
    assert Authenticator.objects.filter(user=clerk, type="totp").exists()


def test_page_for_passkeys_offers_to_add_one(client: Client, clerk: User) -> None:
    sign_in_and_confirm(client, clerk)
    page = client.get(reverse("mfa_add_webauthn"))
    assert page.status_code == HTTPStatus.OK
    assert 'id="mfa_webauthn_add"' in page.content.decode()
    assert "Nazwa" in page.content.decode()


def test_sign_in_page_offers_passkeys_and_no_registration(client: Client, db: None) -> None:
    page = client.get(LOGIN).content.decode()
    assert 'id="passkey_login"' in page
    assert "/konto/signup/" not in page


def test_sign_in_page_labels_its_fields(client: Client, db: None) -> None:
    page = client.get(LOGIN).content.decode()
    inputs = set(re.findall(r'<input type="(?:email|password|text)"[^>]*id="(\w+)"', page))
    assert inputs == set(re.findall(r'<label for="(\w+)"', page)) == {"id_login", "id_password"}
    assert "placeholder" not in page


def test_address_is_not_changed_by_its_owner(client: Client, clerk: User) -> None:
    sign_in(client, clerk.email)
    client.post("/konto/email/", {"action_add": "", "email": "inna@example.org"})
    clerk.refresh_from_db()
    assert clerk.email == "anna@belzyce.example"
    assert EmailAddress.objects.filter(user=clerk).count() == 1


@pytest.mark.parametrize(("email", "letters"), [("anna@belzyce.example", 1), ("nikt@belzyce.example", 0)])
def test_asking_for_a_new_password_says_the_same_to_all(client: Client, clerk: User, email: str, letters: int) -> None:
    page = client.post("/konto/password/reset/", {"email": email}, follow=True)
    assert "Jeśli na ten adres jest konto" in page.content.decode()
    assert len(mail.outbox) == letters


def test_link_sets_a_password_once(client: Client, belzyce: Office) -> None:
    user = staff_create(actor=None, email="nowa@belzyce.example", name="", office=belzyce, role=Role.VIEWER)
    link = password_link(actor=None, user=user)
    form = client.get(link, follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": "żółty rower 2026", "password2": "żółty rower 2026"})
    assert answer.status_code == HTTPStatus.FOUND
    assert sign_in(Client(), user.email, "żółty rower 2026") == HTTPStatus.FOUND
    assert "Odnośnik jest nieważny" in Client().get(link, follow=True).content.decode()


def test_giving_out_a_link_is_an_event_without_the_link(clerk: User) -> None:
    link = password_link(actor=None, user=clerk)
    event = Event.objects.get(action="staff.password-link")
    assert (event.object_id, event.new) == (str(clerk.pk), None)
    assert link


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_email",
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_list_webauthn",
        "socialaccount_connections",
    ],
)
def test_own_account_pages_open_in_polish_without_inline_script(client: Client, clerk: User, name: str) -> None:
    sign_in(client, clerk.email)
    page = client.get(reverse(name))
    assert page.status_code == HTTPStatus.OK
    text = page.content.decode()
    assert not re.search(
        r"\b(Change|Confirm|Sign|Security|Authenticator|Account|Email)\b", re.sub(r"<[^>]*>", "", text)
    )
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)


@pytest.fixture
def mfa_required(settings: Settings) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "sip.offices.second_factor.second_factor_of_administrators"]


@pytest.mark.usefixtures("mfa_required")
def test_administrator_without_second_factor_is_led_to_it(client: Client, belzyce: Office, give_role: GiveRole) -> None:
    client.force_login(give_role(belzyce, Role.ADMINISTRATOR))
    answer = client.get("/admin/")
    assert answer.headers["Location"] == reverse("mfa_index")


@pytest.mark.usefixtures("mfa_required")
def test_administrator_with_second_factor_goes_on(client: Client, belzyce: Office, give_role: GiveRole) -> None:
    administrator = give_role(belzyce, Role.ADMINISTRATOR)
    TOTP.activate(administrator, generate_totp_secret())
    client.force_login(administrator)
    assert client.get("/admin/").status_code == HTTPStatus.OK


@pytest.mark.usefixtures("mfa_required")
def test_clerk_needs_no_second_factor(client: Client, belzyce: Office, give_role: GiveRole) -> None:
    client.force_login(give_role(belzyce, Role.CASE_CLERK))
    assert client.get("/admin/").headers.get("Location") != reverse("mfa_index")
