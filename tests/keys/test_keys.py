"""Keys to the services: asked for by e-mail, shown once, kept as a hash, renewed, revoked, forgotten."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from sip.audit.models import Event
from sip.keys import actions
from sip.keys.models import ApiKey
from sip.offices.demo import load_demo_offices
from sip.offices.models import Role, User
from tests.keys.conftest import EMAIL, PURPOSE, ask, key_in, key_of, link_in, work

pytestmark = pytest.mark.django_db


def test_a_key_is_shown_once_after_the_address_is_confirmed(client: Client) -> None:
    sent = ask(client)
    letter = mail.outbox.pop()
    link = link_in(letter, "potwierdz")
    before = client.get(link)
    shown = client.post(link)
    again = client.post(link)

    assert (sent.status_code, sent["Location"], letter.to) == (302, "/klucze/wyslano/", [EMAIL])
    # Programs that read mail follow links.
    assert "sip_" not in before.content.decode()
    assert len(key_in(shown)) == 36
    assert "sip_" not in again.content.decode()
    assert shown["Cache-Control"].startswith("max-age=0") or "no-store" in shown["Cache-Control"]
    assert shown["Referrer-Policy"] == "same-origin"


def test_the_database_has_no_key(client: Client) -> None:
    key = key_of(client)
    held = ApiKey.objects.get()

    assert held.digest == actions.digest_of(key)
    assert held.beginning == key[:8]
    assert key not in str(list(ApiKey.objects.values()))
    assert held.asked_from == ""


def test_the_log_of_events_names_nobody(client: Client) -> None:
    key = key_of(client)
    events = list(Event.objects.filter(object_type="api-key").order_by("sequence").values())

    assert [event["action"] for event in events] == ["api-key.ask", "api-key.issue"]
    assert EMAIL not in str(events)
    assert key not in str(events)


def test_addresses_of_pages_and_tasks_hold_no_email(client: Client) -> None:
    client.post("/klucze/", {"email": EMAIL, "purpose": PURPOSE})

    assert all(EMAIL not in str(task.args_kwargs) for task in DBTaskResult.objects.all())
    work()
    assert EMAIL not in link_in(mail.outbox[0], "potwierdz")


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "nobody", "purpose": PURPOSE},
        {"email": EMAIL, "purpose": ""},
        {"email": EMAIL, "purpose": "a\0bcdef"},
        {"email": EMAIL, "purpose": "x" * 301},
        {"email": EMAIL, "purpose": PURPOSE, "website": "http://spam.example"},
        {"lost-email": "nobody"},
        {},
    ],
)
def test_a_form_filled_wrongly_is_shown_again(client: Client, fields: dict[str, str]) -> None:
    answer = client.post("/klucze/", fields)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_nobody_gets_more_letters_than_anyone_needs(client: Client) -> None:
    for _ in range(actions.MOST_OF_PERSON + 2):
        assert ask(client).status_code == 302

    assert len(mail.outbox) == actions.MOST_OF_PERSON


def test_a_network_asks_for_so_many_a_day(client: Client) -> None:
    for number in range(actions.MOST_OF_NETWORK + 2):
        ask(client, f"anna{number}@example.org")

    assert len(mail.outbox) == actions.MOST_OF_NETWORK


def test_who_asks_too_often_is_told_to_wait(client: Client, settings: Settings) -> None:
    settings.REQUESTS_PER_SECOND = 1
    answers = [ask(client, REMOTE_ADDR="203.0.113.9").status_code for _ in range(4)]

    assert answers[-1] == 429


def test_a_lost_key_is_changed_for_another(client: Client) -> None:
    old = key_of(client)
    client.post("/klucze/", {"lost-email": EMAIL.upper()})
    work()
    link = link_in(mail.outbox.pop(), "moje")
    number = ApiKey.objects.get().pk
    page = client.get(link).content.decode()
    new = key_in(client.post(link, {"renew": number}))

    assert old[:8] in page
    assert old not in page
    assert new != old
    assert ApiKey.objects.get().digest == actions.digest_of(new)


def test_a_key_is_revoked_by_its_holder(client: Client) -> None:
    key_of(client)
    client.post("/klucze/", {"lost-email": EMAIL})
    work()
    link = link_in(mail.outbox.pop(), "moje")
    client.post(link, {"revoke": ApiKey.objects.get().pk})

    assert ApiKey.objects.get().revoked_at
    assert "sip_" not in client.post(link, {"renew": ApiKey.objects.get().pk}).content.decode().replace(
        ApiKey.objects.get().beginning, ""
    )


def test_a_letter_opens_only_its_own_keys(client: Client) -> None:
    key_of(client)
    key_of(client, "jan@example.org")
    other = ApiKey.objects.get(email="jan@example.org")
    client.post("/klucze/", {"lost-email": EMAIL})
    work()
    link = link_in(mail.outbox.pop(), "moje")

    client.post(link, {"revoke": other.pk})
    client.post(link, {"renew": other.pk})

    before = other.digest
    other.refresh_from_db()
    assert (other.revoked_at, other.digest) == (None, before)


def test_a_stranger_learns_nothing_from_asking_for_lost_keys(client: Client) -> None:
    key_of(client)
    known, unknown = (client.post("/klucze/", {"lost-email": each}) for each in (EMAIL, "nobody@example.org"))

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_lost_keys_are_written_about_once_an_hour(client: Client) -> None:
    key_of(client)
    for _ in range(3):
        client.post("/klucze/", {"lost-email": EMAIL})
        work()

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("page", ["potwierdz", "moje"])
@pytest.mark.parametrize("token", ["x", "MQ:1abc:def", "a" * 400])
def test_a_token_that_is_none_of_ours_opens_nothing(client: Client, page: str, token: str) -> None:
    assert client.get(f"/klucze/{page}/{token}/").status_code == 410
    assert client.post(f"/klucze/{page}/{token}/").status_code == 410


def test_a_token_of_one_page_does_not_open_the_other(client: Client) -> None:
    ask(client)
    token = link_in(mail.outbox.pop(), "potwierdz").split("/")[-2]

    assert client.get(f"/klucze/moje/{token}/").status_code == 410


def test_who_does_not_confirm_in_time_is_forgotten(client: Client, settings: Settings) -> None:
    ask(client)
    ApiKey.objects.update(asked_at=timezone.now() - timedelta(hours=settings.KEY_CONFIRM_HOURS, minutes=1))

    assert actions.keys_wipe_due() == 1
    assert not ApiKey.objects.exists()


def test_a_key_that_is_over_is_forgotten_a_month_later(client: Client) -> None:
    key_of(client)
    ApiKey.objects.update(expires_at=timezone.now() - timedelta(days=29))
    call_command("wipe_keys")
    assert ApiKey.objects.exists()

    ApiKey.objects.update(expires_at=timezone.now() - timedelta(days=31))
    call_command("wipe_keys")
    assert not ApiKey.objects.exists()


def test_the_services_see_no_address(client: Client) -> None:
    key_of(client)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT * FROM api_key_public")
        columns = [column.name for column in cursor.description]

    assert columns == ["id", "digest", "per_second", "per_day"]


def test_without_a_mail_server_the_page_says_who_gives_keys(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    page = client.post("/klucze/", {"email": EMAIL, "purpose": PURPOSE}).content.decode()

    assert "administrator starostwa" in page
    assert not ApiKey.objects.exists()


ADMIN = "/admin/keys/apikey/"


def person(role: Role, slug: str = "starostwo") -> User:
    load_demo_offices()
    return User.objects.filter(memberships__office__slug=slug, memberships__role=role).get()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_starostwos_administrator_issues_and_revokes(client: Client) -> None:
    administrator = signed_in(person(Role.ADMINISTRATOR))
    form = {"email": EMAIL, "purpose": PURPOSE, "per_second": 10, "per_day": 20}
    page = administrator.post(f"{ADMIN}add/", form, follow=True)
    held = ApiKey.objects.get()

    assert held.digest == actions.digest_of(key_in(page))
    assert (held.per_second, held.per_day) == (10, 20)

    administrator.post(ADMIN, {"action": "revoke", "_selected_action": [held.pk]})
    held.refresh_from_db()
    assert held.revoked_at
    assert EMAIL not in str(list(Event.objects.values()))


@pytest.mark.parametrize("role", [Role.REGISTER_KEEPER, Role.PLANNER, Role.CASE_CLERK, Role.VIEWER])
def test_other_clerks_see_no_keys(client: Client, role: Role) -> None:
    key_of(client)
    stranger = signed_in(person(role))

    for path in (ADMIN, f"{ADMIN}add/", f"{ADMIN}{ApiKey.objects.get().pk}/change/"):
        assert stranger.get(path).status_code in (302, 403)
        assert client.get(path).status_code == 302


def test_a_key_that_allows_nothing_is_refused_by_the_form(client: Client) -> None:
    administrator = signed_in(person(Role.ADMINISTRATOR))

    page = administrator.post(f"{ADMIN}add/", {"email": EMAIL, "purpose": PURPOSE, "per_second": 0, "per_day": 0})

    assert page.status_code == 200
    assert not ApiKey.objects.exists()
