"""Przelewy24: what nobody told is asked about, given up in time, and checked by an operator."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cases.payments import attempts, tasks
from cases.payments.models import Attempt, AttemptState, Order
from cases.payments.provider import Provider
from sip.payment_accounts import Account
from tests.cases.making import Made
from tests.cases.payments.conftest import Tell, start, state_of
from tests.cases.payments.przelewy24_player import CRC, MERCHANT, ORDER, POS, Player

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


def test_what_no_notification_told_is_found_by_looking(attempt: Attempt, player: Player) -> None:
    assert tasks.look_at_attempt.call(attempt.pk) == AttemptState.STARTED
    player.pay(attempt.reference)

    assert tasks.look_at_attempt.call(attempt.pk, 1) == AttemptState.TOLD
    assert tasks.confirm_attempt.call(attempt.pk) == AttemptState.PAID


def test_an_abandoned_attempt_ends_and_may_still_be_paid(attempt: Attempt, player: Player, tell: Tell) -> None:
    last = len(tasks.LOOKS) - 1
    player.failing = 503
    tasks.look_at_attempt.call(attempt.pk, last)
    assert state_of(attempt) == AttemptState.STARTED
    player.failing = 0
    tasks.look_at_attempt.call(attempt.pk, last)
    assert state_of(attempt) == AttemptState.FAILED

    tell(player.pay(attempt.reference))
    assert tasks.confirm_attempt.call(attempt.pk) == AttemptState.PAID


def test_a_lost_account_leaves_the_attempt_open(attempt: Attempt, settings: Settings) -> None:
    settings.PAYMENT_ACCOUNTS = ()

    assert tasks.look_at_attempt.call(attempt.pk, len(tasks.LOOKS) - 1) == AttemptState.STARTED


def test_an_operator_has_all_that_is_open_asked_about(
    made: Made, order: Order, provider: Provider, attempt: Attempt, player: Player, tell: Tell
) -> None:
    second, _address = start(made, order, provider)
    player.pay(attempt.reference)
    out = StringIO()

    call_command("settle_payments", "--minutes", "0", stdout=out)

    assert (state_of(attempt), state_of(second)) == (AttemptState.PAID, AttemptState.STARTED)
    assert "opłacona: 1" in out.getvalue()


def test_one_attempt_that_goes_wrong_keeps_no_other_from_being_asked_about(
    made: Made, order: Order, provider: Provider, paid: Attempt, player: Player
) -> None:
    Order.objects.update(settled_at=None)
    wrong, right = start(made, order, provider)[0], start(made, order, provider)[0]
    player.pay(wrong.reference, order=ORDER)
    player.pay(right.reference, order=ORDER + 1)
    out = StringIO()

    call_command("settle_payments", "--minutes", "0", stdout=out)

    assert (state_of(wrong), state_of(right)) == (AttemptState.STARTED, AttemptState.TOLD)
    assert "Zapytano o wpłaty: 2." in out.getvalue()


def test_what_is_open_is_asked_about_every_night(attempt: Attempt, player: Player) -> None:
    player.pay(attempt.reference)
    Attempt.objects.update(started_at=timezone.now() - timedelta(hours=1))

    tasks.settle_nightly.call()

    assert state_of(attempt) == AttemptState.PAID


def test_giving_up_takes_the_case_first_as_all_others_do(attempt: Attempt) -> None:
    with CaptureQueriesContext(connection) as seen:
        attempts.attempt_give_up(attempt.pk)

    locks = [query["sql"] for query in seen if "FOR UPDATE" in query["sql"]]
    assert ['FROM "cases_case"' in sql for sql in locks[:2]] == [True, False]


def test_a_provider_that_is_away_is_asked_for_three_days() -> None:
    waits = [tasks.FIRST_WAIT * (1 << trial) for trial in range(tasks.TRIES - 1)]
    assert sum(waits, timedelta()) > timedelta(hours=60)


def test_check_payments_says_that_all_is_well(provider: Provider, settings: Settings) -> None:
    settings.SITE_URL = "https://sip.example"
    out = StringIO()

    call_command("check_payments", stdout=out)

    assert "belzyce: konto odpowiada" in out.getvalue()


def test_check_payments_says_what_is_missing(provider: Provider, player: Player, settings: Settings) -> None:
    wrong = Account("x", "nie-ma-takiego", "przelewy24", MERCHANT, POS, player.address, key="zły", crc=CRC)
    settings.PAYMENT_ACCOUNTS, settings.SITE_URL = (wrong,), ""
    out = StringIO()

    with pytest.raises(CommandError, match="3"):
        call_command("check_payments", stdout=out)

    assert all(words in out.getvalue() for words in ("SIP_SITE_URL", "nie-ma-takiego", "nie odpowiada"))


def test_check_payments_asks_nobody_where_it_is_told_so(provider: Provider, player: Player, settings: Settings) -> None:
    settings.SITE_URL = "https://sip.example"

    call_command("check_payments", "--offline", stdout=StringIO())

    assert player.asked == []
