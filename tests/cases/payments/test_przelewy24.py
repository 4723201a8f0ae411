"""Przelewy24: begun, told of, asked back, looked after and given back, against a server that plays it."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cases.actors import Actor, of_user
from cases.errors import Incomplete, NotNow
from cases.payments import actions, attempts, refunds, tasks
from cases.payments.models import Attempt, AttemptState, Order, Refund, RefundState
from cases.payments.provider import Provider, Refused, Unavailable, provider_for, provider_of
from cases.workflow import Act
from sip.offices.models import Office, Role, User
from sip.payment_accounts import Account
from tests.cases.conftest import IN_BELZYCE
from tests.cases.making import APPLICANT, Made, do, file, service_of
from tests.cases.payments.przelewy24_player import (
    CRC,
    KEY,
    MERCHANT,
    ORDER,
    PAYMENT_SIGNED,
    POS,
    Player,
    playing,
    signed,
)
from tests.people import GiveRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]
ADDRESS = "/sprawy/oplaty/powiadomienie/przelewy24/belzyce/"
Tell = Callable[[dict[str, Any]], int]


@pytest.fixture
def player() -> Iterator[Player]:
    with playing() as player:
        yield player


@pytest.fixture
def provider(player: Player, belzyce: Office, settings: Settings) -> Provider:
    settings.PAYMENT_ACCOUNTS = (
        Account("belzyce", "belzyce", "przelewy24", MERCHANT, POS, player.address, key=KEY, crc=CRC),
    )
    found = provider_for(belzyce)
    assert found is not None
    return found


@pytest.fixture
def made(belzyce: Office) -> Made:
    return file(service_of(belzyce, "wypis-wyrys"), parcels=(f"{IN_BELZYCE}.1",))


@pytest.fixture
def order(made: Made) -> Order:
    return made.case.orders.get()


def start(made: Made, order: Order, provider: Provider) -> tuple[Attempt, str]:
    return attempts.attempt_start(
        actor=made.applicant,
        order=order,
        provider=provider,
        return_url="https://sip.example/sprawy/sprawa/1/",
        notify_url=f"https://sip.example{ADDRESS}",
    )


@pytest.fixture
def attempt(made: Made, order: Order, provider: Provider) -> Attempt:
    return start(made, order, provider)[0]


@pytest.fixture
def tell() -> Tell:
    client = Client(enforce_csrf_checks=True)
    return lambda told: client.post(ADDRESS, json.dumps(told), content_type="application/json").status_code


@pytest.fixture
def paid(attempt: Attempt, player: Player, tell: Tell) -> Attempt:
    assert tell(player.pay(attempt.reference)) == 204
    tasks.confirm_attempt.call(attempt.pk)
    return Attempt.objects.get(pk=attempt.pk)


def state_of(attempt: Attempt) -> str:
    return Attempt.objects.get(pk=attempt.pk).state


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


def test_money_goes_back_the_way_it_came(paid: Attempt, player: Player, tell: Tell, clerk: User) -> None:
    refund = refunds.refund_ask(actor=of_user(clerk), order=paid.order, amount=Decimal(20), reason="Pomyłka.")
    tasks.send_refund.call(refund.pk)
    tasks.send_refund.call(refund.pk)
    assert len(player.refunds) == 1
    assert player.refunds[refund.reference]["amount"] == 2000
    assert "Pomyłka" not in json.dumps(player.refunds, ensure_ascii=False)

    assert [tell(player.refund_told(refund.reference)) for _time in range(3)] == [204] * 3
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert actions.paid_of(paid.order.case) == paid.order.amount - 20


def test_a_refund_that_nobody_told_of_is_found_by_looking(paid: Attempt, player: Player, clerk: User) -> None:
    refund = refunds.refund_ask(actor=of_user(clerk), order=paid.order, amount=Decimal(20), reason="Pomyłka.")
    tasks.send_refund.call(refund.pk)
    assert tasks.look_at_refund.call(refund.pk) == RefundState.ASKED
    player.refunds[refund.reference]["status"] = 1

    assert tasks.look_at_refund.call(refund.pk) == RefundState.DONE


def test_a_rejected_refund_gave_nothing_back(paid: Attempt, player: Player, clerk: User) -> None:
    player.refuse_refunds = True
    refund = refunds.refund_ask(actor=of_user(clerk), order=paid.order, amount=Decimal(20), reason="Pomyłka.")

    assert tasks.send_refund.call(refund.pk) == RefundState.REJECTED
    assert Refund.objects.get().answer == "Insufficient funds available"
    assert actions.paid_of(paid.order.case) == paid.order.amount


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "50.01"])
def test_the_provider_gives_back_no_more_than_it_took(paid: Attempt, clerk: User, amount: str) -> None:
    with pytest.raises(Incomplete):
        refunds.refund_ask(actor=of_user(clerk), order=paid.order, amount=Decimal(amount), reason="x")


def test_refunds_told_by_nobody_change_nothing(paid: Attempt, player: Player, tell: Tell, clerk: User) -> None:
    refund = refunds.refund_ask(actor=of_user(clerk), order=paid.order, amount=Decimal(20), reason="Pomyłka.")
    tasks.send_refund.call(refund.pk)
    told = player.refund_told(refund.reference)

    assert tell(told | {"status": 1}) == 403
    assert Refund.objects.get().state == RefundState.ASKED


def test_strangers_have_nothing_given_back(
    made: Made, paid: Attempt, starostwo: Office, belzyce: Office, give_role: GiveRole, stranger: User
) -> None:
    people = [give_role(starostwo, Role.CASE_CLERK), give_role(belzyce, Role.VIEWER), stranger]

    for actor in [*map(of_user, people), Actor(), made.applicant]:
        with pytest.raises(PermissionDenied):
            refunds.refund_ask(actor=actor, order=paid.order, amount=Decimal(1), reason="x")


def test_the_clerk_has_it_given_back_from_the_cases_page(
    client: Client, made: Made, paid: Attempt, player: Player, clerk: User
) -> None:
    do(clerk, made.case, Act.ACCEPT)
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    base = f"/urzad/sprawy/{made.case.pk}/"
    assert "Zleć zwrot operatorowi" in client.get(base).content.decode()

    client.post(f"{base}naleznosc/{paid.order.pk}/zwrot/", {"amount": "50,00", "reason": "Pomyłka.", "provider": "1"})

    assert Refund.objects.get().state == RefundState.ASKED
    assert "zlecony operatorowi" in client.get(base).content.decode()


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


def test_an_operator_has_refunds_asked_for_that_the_provider_has_not_heard_of(
    paid: Attempt, player: Player, clerk: User
) -> None:
    refund = refunds.refund_ask(actor=of_user(clerk), order=paid.order, amount=Decimal(20), reason="Pomyłka.")
    call_command("settle_payments", stdout=StringIO())
    assert player.refunds == {}

    call_command("settle_payments", "--minutes", "0", stdout=StringIO())

    assert player.refunds[refund.reference]["amount"] == 2000
    player.refunds[refund.reference]["status"] = 1
    call_command("settle_payments", "--minutes", "0", stdout=StringIO())
    assert Refund.objects.get().state == RefundState.DONE


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
