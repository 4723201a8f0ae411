"""Mails: written with what they tell of, to confirmed addresses only, sent once, and saying nothing of a person."""

from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail as outgoing
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from cases import drafts, queue
from cases.mails import tasks
from cases.mails.actions import ask_to_confirm
from cases.mails.compose import TOLD, told
from cases.mails.models import Mail, MailState
from cases.models import CaseParty
from cases.workflow import Act
from sip.mailing import ATTEMPTS
from sip.offices.models import Office, User
from tests.cases.conftest import IN_BELZYCE
from tests.cases.making import APPLICANT, Made, do, draft, file, service_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


@pytest.fixture
def made(belzyce: Office, settings: Settings) -> Made:
    settings.SITE_URL = "https://sip.example"
    return file(service_of(belzyce, "wypis-wyrys"), parcels=(f"{IN_BELZYCE}.1",))


def test_filing_writes_the_applicant_a_mail_with_the_sign_and_the_way_there(made: Made) -> None:
    mail = Mail.objects.get()

    assert (mail.to, mail.state) == (APPLICANT.email, MailState.WAITING)
    assert made.case.sign is not None
    assert made.case.sign in mail.subject
    assert "https://sip.example/sprawy/" in mail.words


def test_a_mail_holds_neither_the_code_nor_what_people_wrote(made: Made, clerk: User) -> None:
    do(clerk, made.case, Act.MESSAGE, words="Panie Kowalski, proszę o telefon.")

    words = " ".join(f"{mail.subject} {mail.words}" for mail in Mail.objects.all())
    assert made.filed.code not in words
    assert "Kowalski" not in words
    assert "Przykładowy" not in words


def test_what_applicants_do_themselves_and_notes_are_not_told_them(made: Made, clerk: User) -> None:
    before = Mail.objects.count()
    do(made.applicant, made.case, Act.MESSAGE, words="Dzień dobry.")
    do(clerk, made.case, Act.NOTE, reason="Zadzwonić.")
    do(clerk, made.case, Act.ASSIGN)
    do(made.applicant, made.case, Act.WITHDRAW)

    assert Mail.objects.count() == before


def test_an_address_that_was_not_confirmed_gets_nothing(made: Made, clerk: User) -> None:
    CaseParty.objects.update(email_confirmed_at=None)
    before = Mail.objects.count()

    do(clerk, made.case, Act.ACCEPT)

    assert Mail.objects.count() == before


def test_a_step_that_fails_writes_no_mail(made: Made, clerk: User) -> None:
    before = Mail.objects.count()
    with transaction.atomic():
        do(clerk, made.case, Act.ACCEPT)
        transaction.set_rollback(True)

    assert Mail.objects.count() == before


def test_the_worker_sends_a_mail_once(made: Made) -> None:
    number = Mail.objects.get().pk

    assert [tasks.send_mail.func(number) for _time in range(3)] == ["sent", "", ""]
    assert [message.to for message in outgoing.outbox] == [[APPLICANT.email]]
    assert outgoing.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_what_has_the_worker_send_is_written_with_the_mail(made: Made, clerk: User) -> None:
    before = queued().count()
    with transaction.atomic():
        do(clerk, made.case, Act.ACCEPT)
        assert queued().count() == before + 1
        transaction.set_rollback(True)

    assert queued().count() == before


def test_a_mail_whose_task_died_with_its_worker_is_sent_after_all(made: Made) -> None:
    mail, long_ago = Mail.objects.get(), timezone.now() - 2 * queue.LOST_AFTER
    queued().update(status="RUNNING", started_at=timezone.now())
    Mail.objects.update(written_at=long_ago)
    assert tasks.look_after.func() == 0

    queued().update(started_at=long_ago)
    assert tasks.look_after.func() == 1
    assert tasks.look_after.func() == 0
    assert queued().filter(status="READY").get().args_kwargs["args"] == [mail.pk]


def test_a_mail_that_waits_for_its_next_attempt_is_not_lost(made: Made) -> None:
    Mail.objects.update(written_at=timezone.now() - 2 * queue.LOST_AFTER)
    assert tasks.look_after.func() == 0


def test_nobody_looks_after_mails_where_none_waits(made: Made) -> None:
    Mail.objects.update(state=MailState.SENT)
    DBTaskResult.objects.all().delete()
    tasks.look_after.func()
    assert not DBTaskResult.objects.exists()


def queued() -> Any:
    return DBTaskResult.objects.filter(task_path=tasks.send_mail.module_path)


def test_a_server_that_fails_is_asked_again_and_given_up_in_the_end(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> int:
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    number, before = Mail.objects.get().pk, queued().count()
    states = [tasks.send_mail.func(number) for _time in range(ATTEMPTS)]

    assert states == ["waiting"] * (ATTEMPTS - 1) + ["failed"]
    assert queued().count() - before == ATTEMPTS - 1


def test_without_a_mail_server_mails_wait_in_the_outbox(made: Made, clerk: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND, before = "django.core.mail.backends.dummy.EmailBackend", queued().count()

    do(clerk, made.case, Act.ACCEPT)

    assert queued().count() == before
    assert {tasks.send_mail.func(mail.pk) for mail in Mail.objects.all()} == {MailState.WAITING}


def test_a_draft_asks_for_confirmation_at_the_address_given(belzyce: Office) -> None:
    case, _holder, _link = draft(service_of(belzyce, "wypis-wyrys"))
    address = f"https://sip.example/sprawy/adres/{drafts.confirming_token(case)}/"

    assert ask_to_confirm(case, address)
    assert address in Mail.objects.get().words


def test_a_draft_without_an_address_asks_nobody(belzyce: Office) -> None:
    begun = drafts.draft_begin(service=service_of(belzyce, "wypis-wyrys"))

    assert not ask_to_confirm(begun.case, "https://sip.example/")


@pytest.mark.parametrize("act", TOLD)
def test_each_news_is_a_sentence(act: Act) -> None:
    assert str(TOLD[act]).endswith(".")


def test_an_address_typed_beside_an_account_is_not_taken_for_the_persons(made: Made, clerk: User) -> None:
    made.case.account = clerk
    CaseParty.objects.filter(case=made.case).update(email="pomylka@example.org", email_confirmed_at=None)

    assert told(made.case, Act.DECIDE) is None


def test_the_address_of_the_account_itself_is_known(made: Made, clerk: User) -> None:
    made.case.account = clerk
    CaseParty.objects.filter(case=made.case).update(email=clerk.email.upper(), email_confirmed_at=None)

    assert told(made.case, Act.DECIDE) is not None
