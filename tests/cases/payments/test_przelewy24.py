"""Przelewy24: begun, told of and confirmed, against a server that plays it."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cases.errors import NotNow
from cases.payments import actions, tasks
from cases.payments.models import Attempt, AttemptState, Order
from cases.payments.provider import Provider, Refused, Unavailable, provider_for, provider_of
from sip.offices.models import Office
from sip.payment_accounts import Account
from tests.cases.making import APPLICANT, Made
from tests.cases.payments.conftest import ADDRESS, Tell, start, state_of
from tests.cases.payments.przelewy24_player import CRC, KEY, MERCHANT, ORDER, PAYMENT_SIGNED, Player, signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


def test_a_payment_is_registered_in_grosze_and_the_payer_led_to_it(
    made: Made, order: Order, provider: Provider, player: Player
) -> None:
    attempt, address = start(made, order, provider)

    assert address.startswith(f"{player.address}/trnRequest/3D8A4A5F0B")
    sent = player.transactions[attempt.reference]
    assert (sent["amount"], sent["currency"], sent["email"]) == (order.amount * 100, "PLN", APPLICANT.email)
    assert (sent["urlStatus"], sent["timeLimit"]) == (f"https://sip.example{ADDRESS}", 60)
    assert APPLICANT.name not in json.dumps(sent, ensure_ascii=False)


def test_what_was_told_counts_once_the_provider_has_confirmed_it(attempt: Attempt, player: Player, tell: Tell) -> None:
    assert tell(player.pay(attempt.reference)) == 204
    assert (state_of(attempt), Order.objects.get().is_due) == (AttemptState.TOLD, True)

    assert tasks.confirm_attempt.call(attempt.pk) == AttemptState.PAID
    assert player.transactions[attempt.reference]["status"] == 2
    assert Order.objects.get().proof == f"przelewy24 {ORDER}"


def test_told_ten_times_and_asked_back_ten_times_it_is_one_payment(
    attempt: Attempt, player: Player, tell: Tell
) -> None:
    told = player.pay(attempt.reference)
    assert [tell(told) for _time in range(10)] == [204] * 10
    states = {tasks.confirm_attempt.call(attempt.pk) for _time in range(10)}
    assert tell(told) == 204

    assert states == {AttemptState.PAID}
    assert actions.paid_of(attempt.order.case) == attempt.order.amount
    assert player.asked.count("PUT transaction/verify") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1},
        {"amount": "5000"},
        {"amount": True},
        {"sessionId": "inna"},
        {"orderId": 10**30},
        {"sign": ""},
        {"sign": "0" * 96},
        {"sign": None},
        {"statement": ["x"]},
    ],
)
def test_a_forged_notification_is_refused(attempt: Attempt, player: Player, tell: Tell, change: dict[str, Any]) -> None:
    assert tell(player.pay(attempt.reference) | change) == 403
    assert state_of(attempt) == AttemptState.STARTED


@pytest.mark.parametrize("body", [b"", b"\xff\0", b"[]", b'"x"', b"[" * 10_000, b"{" + b" " * 70_000 + b"}"])
def test_bodies_that_are_no_notification_are_refused(provider: Provider, client: Client, body: bytes) -> None:
    assert client.post(ADDRESS, body, content_type="application/json").status_code == 403


def test_a_notification_signed_for_another_shop_is_refused(attempt: Attempt, player: Player, tell: Tell) -> None:
    told = player.pay(attempt.reference) | {"merchantId": MERCHANT + 1}

    assert tell(told | {"sign": signed(told, *PAYMENT_SIGNED)}) == 403


def test_a_notification_in_another_currency_is_not_understood(attempt: Attempt, player: Player, tell: Tell) -> None:
    told = player.pay(attempt.reference) | {"currency": "EUR"}

    assert tell(told | {"sign": signed(told, *PAYMENT_SIGNED)}) == 422


def test_notifications_of_unknown_sessions_and_accounts_are_not_found(
    attempt: Attempt, player: Player, client: Client, tell: Tell
) -> None:
    told = player.pay(attempt.reference) | {"sessionId": "nieznana"}
    elsewhere = ADDRESS.replace("belzyce", "starostwo")

    assert tell(told | {"sign": signed(told, *PAYMENT_SIGNED)}) == 404
    assert client.post(elsewhere, b"{}", content_type="application/json").status_code == 404


def test_a_number_of_the_provider_pays_one_attempt_only(
    made: Made, order: Order, provider: Provider, paid: Attempt, player: Player, tell: Tell
) -> None:
    Order.objects.update(settled_at=None)
    second, _address = start(made, order, provider)

    assert tell(player.pay(second.reference, order=ORDER)) == 422
    assert state_of(second) == AttemptState.STARTED


def test_while_a_payment_waits_to_be_confirmed_no_other_is_begun(
    made: Made, order: Order, provider: Provider, attempt: Attempt, player: Player, tell: Tell
) -> None:
    tell(player.pay(attempt.reference))

    with pytest.raises(NotNow, match="Nie płać drugi raz"):
        start(made, order, provider)


def test_another_amount_is_accepted_as_surplus_and_the_order_stays_due(
    attempt: Attempt, player: Player, tell: Tell
) -> None:
    tell(player.pay(attempt.reference, amount=100))

    assert tasks.confirm_attempt.call(attempt.pk) == AttemptState.SURPLUS
    assert Order.objects.get().is_due
    assert Attempt.objects.get().paid_amount == Decimal("1.00")


def test_of_two_payments_of_an_order_the_second_is_surplus(
    made: Made, order: Order, provider: Provider, attempt: Attempt, player: Player, tell: Tell
) -> None:
    second, _address = start(made, order, provider)
    for number, one in enumerate((attempt, second)):
        tell(player.pay(one.reference, order=ORDER + number))
    for one in (second, attempt):
        tasks.confirm_attempt.call(one.pk)

    assert (state_of(second), state_of(attempt)) == (AttemptState.PAID, AttemptState.SURPLUS)


def test_a_provider_that_is_away_is_asked_again_later(attempt: Attempt, player: Player, tell: Tell) -> None:
    tell(player.pay(attempt.reference))
    player.failing = 503

    assert tasks.confirm_attempt.call(attempt.pk) == AttemptState.TOLD
    assert tasks.confirm_attempt.call(attempt.pk, tasks.TRIES) == AttemptState.TOLD
    player.failing = 0
    assert tasks.confirm_attempt.call(attempt.pk, 2) == AttemptState.PAID


def test_what_a_killed_worker_verified_is_found_verified(attempt: Attempt, player: Player, tell: Tell) -> None:
    tell(player.pay(attempt.reference))
    player.transactions[attempt.reference]["status"] = 2

    assert tasks.confirm_attempt.call(attempt.pk) == AttemptState.PAID


def test_what_the_provider_does_not_confirm_pays_nothing(attempt: Attempt, player: Player, tell: Tell) -> None:
    tell(player.pay(attempt.reference))
    player.transactions[attempt.reference]["orderId"] = 1

    assert tasks.confirm_attempt.call(attempt.pk) == AttemptState.FAILED
    assert Order.objects.get().is_due


@pytest.mark.parametrize("status", [302, 401, 500, 503])
def test_a_provider_that_does_not_take_the_payment_leaves_no_open_attempt(
    made: Made, order: Order, provider: Provider, player: Player, status: int
) -> None:
    player.failing = status

    with pytest.raises(Unavailable):
        start(made, order, provider)
    assert Attempt.objects.get().state == AttemptState.FAILED


def test_the_payer_is_told_that_the_provider_is_away(
    client: Client, made: Made, order: Order, player: Player, provider: Provider
) -> None:
    client.post("/sprawy/stan/", {"sign": made.case.sign, "code": made.filed.code})
    player.failing = 503

    answer = client.post(f"/sprawy/sprawa/{made.case.pk}/oplata/{order.pk}/")

    assert answer.status_code == 503
    assert "Operator płatności teraz nie odpowiada" in answer.content.decode()


def test_who_returns_before_the_notification_reads_what_to_do(
    client: Client, made: Made, order: Order, player: Player, provider: Provider, tell: Tell
) -> None:
    client.post("/sprawy/stan/", {"sign": made.case.sign, "code": made.filed.code})
    base = f"/sprawy/sprawa/{made.case.pk}/"
    page = client.post(f"{base}oplata/{order.pk}/").content.decode()
    assert f"{player.address}/trnRequest/" in page
    assert "nie jest jeszcze potwierdzona" in client.get(base).content.decode()

    attempt = Attempt.objects.get()
    tell(player.pay(attempt.reference))
    assert "nie płać drugi raz" in client.get(base).content.decode()
    tasks.confirm_attempt.call(attempt.pk)
    assert "opłacone" in client.get(base).content.decode()


def test_without_an_address_for_mail_it_is_not_paid_online(
    belzyce: Office, made: Made, order: Order, provider: Provider
) -> None:
    made.case.parties.update(email="")

    with pytest.raises(Refused):
        start(made, order, provider)


def test_each_office_is_paid_by_its_own_account(
    provider: Provider, belzyce: Office, starostwo: Office, settings: Settings
) -> None:
    mine = settings.PAYMENT_ACCOUNTS[0]
    old = Account("belzyce-2025", "belzyce", "przelewy24", 7, 7, mine.address, key="x", crc="x")
    settings.PAYMENT_ACCOUNTS = (mine, old)

    found, kept = provider_for(belzyce), provider_of("przelewy24", "belzyce-2025")
    assert found is not None
    assert kept is not None
    assert (found.account, kept.account, provider_for(starostwo)) == ("belzyce", "belzyce-2025", None)


def test_secrets_and_payers_are_in_no_log(
    attempt: Attempt, player: Player, tell: Tell, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    tell(player.pay(attempt.reference))
    player.failing = 500
    tasks.confirm_attempt.call(attempt.pk)
    player.failing = 0
    tasks.confirm_attempt.call(attempt.pk)

    assert not [word for word in (KEY, CRC, APPLICANT.email) if word in caplog.text]
    assert KEY not in repr(provider_of("przelewy24", "belzyce"))
