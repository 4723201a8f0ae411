"""Wishes to be told of changes in plans: asked for, confirmed, told, ended, and never more than the person wanted."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from cases.watches import actions as watching
from cases.watches import tasks
from cases.watches.models import PlanNotice, PlanWatch
from sip.audit.models import Event
from sip.intake import actions
from sip.intake.models import Delivery
from tests.cases.conftest import IN_BELZYCE, IN_GARBOW
from tests.conftest import Deliver
from tests.plans.actfile import planning_act
from tests.plans.planfile import document

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("country", "village"),
]

ANNA, JAN = "anna@example.org", "jan@example.org"
PARCEL, FAR = f"{IN_BELZYCE}.1", f"{IN_GARBOW}.1"

Publish = Callable[..., Delivery]


@pytest.fixture
def publish(deliver: Deliver, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Publish:
    """Deliver acts as files do, and let happen what happens once that is committed."""

    def run(*acts: str, **options: Any) -> Delivery:
        with django_capture_on_commit_callbacks(execute=True):
            delivery = deliver("app", document(*acts), **options)
        work()
        return delivery

    return run


def work() -> None:
    """What the worker does: the tasks that are due."""
    for waiting in DBTaskResult.objects.ready():
        task = waiting.task
        waiting.delete()
        task.func(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])


def ask(client: Client, parcel: str = PARCEL, email: str = ANNA, **headers: str) -> Any:
    answer = client.post("/powiadomienia/nowe/", {"parcel": parcel, "email": email}, **headers)  # type: ignore[arg-type]
    work()
    return answer


def link_in(message: Any, part: str) -> str:
    found = re.search(rf"http://testserver(/powiadomienia/{part}/\S+)", message.body)
    assert found
    return found[1]


def watched(client: Client, parcel: str = PARCEL, email: str = ANNA) -> PlanWatch:
    """A confirmed wish, as a person makes one."""
    ask(client, parcel, email)
    client.post(link_in(mail.outbox.pop(), "potwierdz"))
    return PlanWatch.objects.get(email=email, parcel=parcel)


def test_the_form_begins_with_the_parcel_one_came_from(client: Client) -> None:
    answer = client.get(f"/powiadomienia/nowe/?d={PARCEL}")

    assert f'value="{PARCEL}"' in answer.content.decode()
    assert f"/dzialka/{PARCEL}/plany.atom" in answer.content.decode()


def test_asking_sends_one_mail_with_a_link_and_nothing_is_told_before(client: Client, publish: Publish) -> None:
    answer = ask(client)
    publish(planning_act("1MPZP", place=(0, 0, 40, 120)))

    assert (answer.status_code, answer["Location"]) == (302, "/powiadomienia/wyslano/")
    (message,) = mail.outbox
    assert message.to == [ANNA]
    assert PARCEL in message.body
    assert PlanWatch.objects.get().confirmed_at is None


def test_the_address_is_in_no_link_and_on_no_page(client: Client) -> None:
    ask(client)
    (message,) = mail.outbox

    assert "anna" not in message.body
    assert "anna" not in client.get("/powiadomienia/wyslano/").content.decode()
    assert "anna" not in client.get(link_in(message, "potwierdz")).content.decode()


def test_following_the_link_does_not_confirm_but_the_button_does(client: Client) -> None:
    ask(client)
    link = link_in(mail.outbox[0], "potwierdz")

    assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    assert PlanWatch.objects.get().confirmed_at is None
    assert "włączone" in client.post(link).content.decode()
    assert PlanWatch.objects.get().confirmed_at is not None


def test_confirming_is_guarded_against_forgery() -> None:
    strict = Client(enforce_csrf_checks=True)
    watch = watching.watch_ask(email=ANNA, parcel=PARCEL, language="pl", origin="http://testserver")

    answer = strict.post(f"/powiadomienia/potwierdz/{watching.confirming_token(watch)}/")
    assert answer.status_code == 403


def test_a_change_on_the_parcel_is_told_once_with_parcel_and_act(client: Client, publish: Publish) -> None:
    watched(client)
    delivery = publish(planning_act("1MPZP", "Plan Wólki", place=(0, 0, 20, 20)))

    (message,) = mail.outbox
    assert message.to == [ANNA]
    for words in (PARCEL, "Plan Wólki", "nowy akt", "http://testserver/plany/PL.ZIPPZP.9999/060902-POG/1MPZP/"):
        assert words in message.body
    tasks.tell_of_publication.func(delivery.pk)
    assert len(mail.outbox) == 1


def test_a_change_elsewhere_is_not_told(client: Client, publish: Publish) -> None:
    watched(client)
    publish(planning_act("1MPZP", place=(40, 0, 100, 100)))

    assert mail.outbox == []


def test_a_delivery_that_changes_nothing_is_not_told(client: Client, publish: Publish) -> None:
    publish(planning_act("1MPZP", place=(0, 0, 40, 120)))
    watched(client)
    publish(planning_act("1MPZP", place=(0, 0, 40, 120)), "")

    assert mail.outbox == []


def test_an_end_is_told_too(client: Client, publish: Publish) -> None:
    publish(planning_act("1MPZP", "Plan Wólki", place=(0, 0, 40, 120)))
    watched(client)
    publish(
        planning_act(
            "1MPZP", "Plan Wólki", place=(0, 0, 40, 120), until="2026-01-01", version_since="2026-02-01T10:00:00Z"
        )
    )

    assert "zmieniony akt" in mail.outbox[0].body


def test_one_person_gets_one_mail_of_all_parcels(client: Client, publish: Publish) -> None:
    for parcel, email in ((PARCEL, ANNA), (FAR, ANNA.upper()), (FAR, JAN)):
        ask(client, parcel, email)
        client.post(link_in(mail.outbox.pop(), "potwierdz"))
    publish(
        planning_act("1MPZP", "Blisko", place=(0, 0, 20, 20)), planning_act("2MPZP", "Daleko", place=(300, 0, 9, 9))
    )

    bodies = {message.to[0].lower(): message.body for message in mail.outbox}
    assert len(mail.outbox) == 2
    assert "Blisko" in bodies[ANNA] and "Daleko" in bodies[ANNA]
    assert "Blisko" not in bodies[JAN] and "Daleko" in bodies[JAN]


def test_deliveries_of_parcels_alone_tell_nobody(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    watched(client)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.after_publication(Delivery.objects.latest("pk").pk, ("parcels",))

    assert not DBTaskResult.objects.filter(task_path="cases.watches.tasks.tell_of_publication").exists()


def test_what_was_published_before_the_confirmation_is_not_told(client: Client, publish: Publish) -> None:
    delivery = publish(planning_act("1MPZP", place=(0, 0, 40, 120)))
    watched(client)

    assert tasks.tell_of_publication.func(delivery.pk) == 0


def test_what_was_rolled_back_meanwhile_is_not_told(client: Client, deliver: Deliver) -> None:
    watched(client)
    delivery = actions.rollback(deliver("app", document(planning_act("1MPZP", place=(0, 0, 40, 120)))))

    assert tasks.tell_of_publication.func(delivery.pk) == 0


def test_mails_end_by_one_click_as_rfc_8058_wants(client: Client, publish: Publish) -> None:
    watched(client)
    publish(planning_act("1MPZP", place=(0, 0, 40, 120)))
    headers = mail.outbox[0].message()

    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict = Client(enforce_csrf_checks=True)
    for _time in range(2):
        answer = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})
    assert not PlanWatch.objects.exists()


def test_a_scanner_that_follows_links_ends_nothing(client: Client, publish: Publish) -> None:
    watched(client)
    publish(planning_act("1MPZP", place=(0, 0, 40, 120)))
    link = link_in(mail.outbox[0], "koniec")

    assert "Zakończyć powiadomienia?" in client.get(link).content.decode()
    assert client.head(link).status_code == 200
    assert PlanWatch.objects.count() == 1
    assert "Powiadomienia zakończone" in client.post(link).content.decode()
    assert not PlanWatch.objects.exists()


def test_ending_one_parcel_leaves_the_others_and_other_people(client: Client, publish: Publish) -> None:
    kept = [watched(client, FAR), watched(client, PARCEL, JAN)]
    ended = watched(client)
    client.post(f"/powiadomienia/koniec/{watching.ending_token([ended.pk])}/")

    assert set(PlanWatch.objects.all()) == set(kept)


@pytest.mark.parametrize("token", ["x", "1", "a:b:c", "%00", "." * 300, "WzFd:1abc:def"])
@pytest.mark.parametrize("page", ["potwierdz", "koniec"])
def test_a_stranger_opens_nothing_with_a_token_of_their_own(client: Client, page: str, token: str) -> None:
    watch = watched(client)

    assert client.post(f"/powiadomienia/{page}/{token}/").status_code == 410
    assert PlanWatch.objects.get() == watch


def test_a_token_serves_for_its_own_page_only(client: Client) -> None:
    watch = watched(client)

    assert client.post(f"/powiadomienia/koniec/{watching.confirming_token(watch)}/").status_code == 410
    assert client.post(f"/powiadomienia/potwierdz/{watching.ending_token([watch.pk])}/").status_code == 410
    assert PlanWatch.objects.exists()


def test_an_unconfirmed_address_goes_when_its_time_is_over(client: Client) -> None:
    ask(client)
    link = link_in(mail.outbox[0], "potwierdz")
    kept = watched(client, FAR)
    PlanWatch.objects.update(asked_at=timezone.now() - timedelta(hours=49))

    call_command("wipe_contacts")
    assert list(PlanWatch.objects.all()) == [kept]
    assert client.post(link).status_code == 410


def test_asking_again_before_confirming_sends_the_link_again_and_keeps_one_wish(client: Client) -> None:
    ask(client)
    ask(client, email=ANNA.upper())

    assert len(mail.outbox) == 2
    assert PlanWatch.objects.count() == 1


def test_who_asks_again_after_confirming_sees_the_same_page(client: Client) -> None:
    watched(client)

    assert ask(client)["Location"] == "/powiadomienia/wyslano/"
    assert "są już włączone" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("email", text) for text in ("", "nikt", "a@b", "a@example.org\nBcc: b@example.org", "a\0@example.org")],
        *[("parcel", text) for text in ("", "x", "060901_5.0001.999", "'; --", "060901_5.0001.1\0", "1" * 500)],
        ("website", "http://spam.example"),
    ],
)
def test_a_bad_form_is_answered_in_words_and_sends_nothing(client: Client, field: str, value: str) -> None:
    answer = client.post("/powiadomienia/nowe/", {"parcel": PARCEL, "email": ANNA, field: value})

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert mail.outbox == []
    assert not PlanWatch.objects.exists()


def test_a_former_parcel_may_be_watched(client: Client) -> None:
    assert ask(client, f"{IN_BELZYCE}.2").status_code == 302


def test_floods_from_one_network_are_held_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.watches.views.ASKED.most", 2)

    answers = [ask(client, email=f"a{number}@example.org") for number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[2]["Retry-After"] == "3600"
    assert len(mail.outbox) == 2


def test_nobodys_letter_box_is_filled_through_us(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.watches.views.MAILED.most", 2)

    for number in range(4):
        assert ask(client, REMOTE_ADDR=f"10.0.{number}.1").status_code == 302
    assert len(mail.outbox) == 2


def test_a_person_watches_a_limited_number_of_parcels(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.watches.actions.MOST_OF_PERSON", 1)
    watched(client)

    assert ask(client, FAR).status_code == 302
    assert mail.outbox == []


def test_no_log_event_or_task_holds_an_address(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    with caplog.at_level(logging.DEBUG):
        ask(client)

    assert PlanWatch.objects.filter(email=ANNA).exists()
    assert ANNA not in "".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert not any(ANNA in repr(event.__dict__) for event in Event.objects.all())
    assert not any(ANNA in repr(result.__dict__) for result in DBTaskResult.objects.all())


class RefusingBackend(BaseEmailBackend):
    """A mail server that knows nobody."""

    def send_messages(self, email_messages: Any) -> int:
        raise SMTPRecipientsRefused(
            {address: (550, b"no such user") for message in email_messages for address in message.to}
        )


def test_a_mail_server_that_refuses_is_asked_again_later(client: Client, deliver: Deliver, settings: Settings) -> None:
    watched(client)
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    delivery = deliver("app", document(planning_act("1MPZP", place=(0, 0, 40, 120))))

    assert tasks.tell_of_publication.func(delivery.pk) == 0
    again = DBTaskResult.objects.get(task_path="cases.watches.tasks.tell_of_publication")
    assert again.args_kwargs == {"args": [delivery.pk], "kwargs": {"attempt": 2}}
    assert not PlanNotice.objects.exists()


def test_without_a_mail_server_the_page_offers_atom_only(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    answer = client.get(f"/powiadomienia/nowe/?d={PARCEL}")
    assert "nie wysyła jeszcze poczty" in answer.content.decode()
    assert 'type="email"' not in answer.content.decode()
    ask(client)
    assert not PlanWatch.objects.exists()


def test_links_are_of_the_sites_own_address_where_it_is_set(client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://sip.example"
    ask(client)

    assert "https://sip.example/powiadomienia/potwierdz/" in mail.outbox[0].body
    assert "testserver" not in mail.outbox[0].body


def test_mails_speak_the_language_of_the_page(client: Client) -> None:
    client.cookies["django_language"] = "en"
    ask(client)

    assert PlanWatch.objects.get().language == "en"


def test_the_kiosk_takes_no_wishes(client: Client) -> None:
    assert client.get("/infomat/powiadomienia/nowe/").status_code == 404
