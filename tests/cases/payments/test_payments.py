"""Payments: an order is paid once, whatever providers say how often; webhooks prove where they are from."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.actors import Actor, of_user
from cases.catalogue.definitions import Counted
from cases.errors import Incomplete, NotNow
from cases.filing import fee_of
from cases.models import Case
from cases.payments import actions, attempts, sandbox
from cases.payments.models import Attempt, AttemptState, Order, Refund, Why
from cases.workflow import Act, State
from sip.audit.models import Event
from sip.offices.models import Office, Role, User
from tests.cases.making import Made, do
from tests.people import GiveRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]
WEBHOOK = "/sprawy/oplaty/powiadomienie/sandbox/"
Tell = Callable[..., int]


@pytest.fixture(autouse=True)
def in_the_demo(settings: Settings) -> None:
    settings.PAYMENT_PROVIDER = sandbox.NAME


@pytest.fixture
def order(made: Made) -> Order:
    return made.case.orders.get()


@pytest.fixture
def attempt(made: Made, order: Order) -> Attempt:
    return attempts.attempt_start(actor=made.applicant, order=order, provider=sandbox.Sandbox(), return_url="/sprawy/")[
        0
    ]


@pytest.fixture
def tell() -> Tell:
    """Post a webhook as the sandbox does; the status of the answer."""
    client = Client(enforce_csrf_checks=True)

    def run(attempt: Attempt, *, is_paid: bool = True, amount: Decimal | None = None, **changed: str) -> int:
        sum_paid = attempt.order.amount if amount is None else amount
        body, headers = sandbox.webhook(attempt.reference, is_paid=is_paid, amount=sum_paid)
        answer = client.post(WEBHOOK, body, content_type="application/json", headers={**headers, **changed})
        return answer.status_code

    return run


def test_the_same_webhook_ten_times_is_one_payment(attempt: Attempt, tell: Tell) -> None:
    assert [tell(attempt) for _time in range(10)] == [204] * 10

    assert Attempt.objects.get().state == AttemptState.PAID
    assert Order.objects.get().settled_at is not None
    assert actions.paid_of(attempt.order.case) == attempt.order.amount
    assert Event.objects.filter(action="case.order-settle").count() == 1


@pytest.mark.parametrize("signature", ["", "0" * 64, "ź"])
def test_an_unsigned_webhook_is_refused_unread(attempt: Attempt, tell: Tell, signature: str) -> None:
    assert tell(attempt, **{sandbox.HEADER: signature.encode().decode("latin-1")}) == 403
    assert Attempt.objects.get().state == AttemptState.STARTED


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"\xff", b'{"reference": "x", "status": "paid", "amount": "NaN"}', b"[" * 10_000]
)
def test_a_signed_webhook_that_says_nothing_is_told_so(client: Client, body: bytes) -> None:
    headers = {sandbox.HEADER: sandbox._signature(body)}

    assert client.post(WEBHOOK, body, content_type="application/json", headers=headers).status_code == 422


def test_webhooks_of_nobody_are_not_found(attempt: Attempt, client: Client) -> None:
    for reference in ("someone-else", "a\0b"):
        body, headers = sandbox.webhook(reference, is_paid=True, amount=Decimal(1))
        assert client.post(WEBHOOK, body, content_type="application/json", headers=headers).status_code == 404
    assert (
        client.post("/sprawy/oplaty/powiadomienie/nobody/", b"{}", content_type="application/json").status_code == 404
    )
    assert client.get(WEBHOOK).status_code == 405


def test_a_webhook_that_comes_after_the_people_were_taken_out_is_told_so(attempt: Attempt, tell: Tell) -> None:
    Case.objects.update(anonymised_at=timezone.now())

    assert tell(attempt) == 410
    assert Attempt.objects.get().state == AttemptState.STARTED


def test_a_failed_attempt_leaves_the_order_due_and_another_may_follow(
    made: Made, order: Order, attempt: Attempt, tell: Tell
) -> None:
    tell(attempt, is_paid=False)
    assert actions.due_of(made.case) == order.amount
    second, address = attempts.attempt_start(
        actor=made.applicant, order=order, provider=sandbox.Sandbox(), return_url="/sprawy/"
    )
    tell(second)

    assert address.startswith(sandbox.PAGE)
    assert actions.paid_of(made.case) == order.amount


def test_a_second_payment_of_an_order_is_surplus_to_give_back(
    made: Made, order: Order, attempt: Attempt, tell: Tell, clerk: User
) -> None:
    second, _address = attempts.attempt_start(
        actor=made.applicant, order=order, provider=sandbox.Sandbox(), return_url="/sprawy/"
    )
    tell(attempt)
    tell(second)

    assert Attempt.objects.get(pk=second.pk).state == AttemptState.SURPLUS
    assert actions.paid_of(made.case) == order.amount
    refund = actions.refund_note(
        actor=of_user(clerk), order=order, amount=order.amount * 2, reason="Zapłacono dwa razy."
    )
    assert refund.amount == order.amount * 2


def test_another_amount_than_the_orders_pays_nothing(attempt: Attempt, tell: Tell) -> None:
    tell(attempt, amount=Decimal("0.01"))

    assert Attempt.objects.get().state == AttemptState.SURPLUS
    assert Order.objects.get().is_due


def test_a_paid_order_is_not_paid_again(made: Made, order: Order, attempt: Attempt, tell: Tell) -> None:
    tell(attempt)
    order.refresh_from_db()

    with pytest.raises(NotNow):
        attempts.attempt_start(actor=made.applicant, order=order, provider=sandbox.Sandbox(), return_url="/sprawy/")


def test_what_the_office_computes_more_is_topped_up(made: Made, attempt: Attempt, tell: Tell, clerk: User) -> None:
    tell(attempt)
    fee = fee_of(made.case, {Counted.PAGES: 9, Counted.SHEETS: 3})

    order = actions.top_up(actor=of_user(clerk), case=made.case, fee=fee)

    assert order is not None
    assert (fee.total, order.amount, order.why) == (Decimal(110), Decimal(60), Why.TOP_UP)
    assert actions.top_up(actor=of_user(clerk), case=made.case, fee=fee) is None


def test_a_case_that_waits_for_payment_goes_on_when_it_is_paid(
    made: Made, order: Order, attempt: Attempt, tell: Tell, clerk: User
) -> None:
    soon = (timezone.now() + timedelta(days=14)).date()
    do(clerk, made.case, Act.ASK_PAYMENT, amount=Decimal("20.00"), until=soon)
    tell(attempt)
    assert Case.objects.get().state == State.PAYMENT
    more = made.case.orders.get(why=Why.TOP_UP)
    second, _address = attempts.attempt_start(
        actor=made.applicant, order=more, provider=sandbox.Sandbox(), return_url="/sprawy/"
    )
    tell(second)

    case = Case.objects.get()
    assert (case.state, case.is_stopped, case.party_due) == (State.ACCEPTED, False, None)


def test_a_payment_at_the_desk_settles_too(order: Order, clerk: User) -> None:
    with pytest.raises(Incomplete):
        actions.order_settle(actor=of_user(clerk), order=order, proof=" ")

    assert actions.order_settle(actor=of_user(clerk), order=order, proof="KP 12/2026").settled_at is not None
    with pytest.raises(NotNow):
        actions.order_cancel(actor=of_user(clerk), order=order, reason="x")


def test_who_is_exempt_owes_nothing_once_the_order_is_cancelled(made: Made, order: Order, clerk: User) -> None:
    actions.order_cancel(actor=of_user(clerk), order=order, reason="Jednostka budżetowa.")

    assert actions.due_of(made.case) == 0


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "50.01"])
def test_no_more_is_given_back_than_was_paid(
    order: Order, attempt: Attempt, tell: Tell, clerk: User, amount: str
) -> None:
    tell(attempt)
    order.refresh_from_db()

    with pytest.raises(Incomplete):
        actions.refund_note(actor=of_user(clerk), order=order, amount=Decimal(amount), reason="x")
    assert not Refund.objects.exists()


def test_strangers_start_settle_cancel_and_give_back_nothing(
    made: Made, order: Order, starostwo: Office, belzyce: Office, give_role: GiveRole, stranger: User
) -> None:
    people = [give_role(starostwo, Role.CASE_CLERK), give_role(belzyce, Role.VIEWER), stranger]

    for actor in [*map(of_user, people), Actor()]:
        with pytest.raises(PermissionDenied):
            attempts.attempt_start(actor=actor, order=order, provider=sandbox.Sandbox(), return_url="/")
    for actor in [*map(of_user, people), Actor(), made.applicant]:
        with pytest.raises(PermissionDenied):
            actions.order_settle(actor=actor, order=order, proof="x")
        with pytest.raises(PermissionDenied):
            actions.order_cancel(actor=actor, order=order, reason="x")
        with pytest.raises(PermissionDenied):
            actions.refund_note(actor=actor, order=order, amount=Decimal(1), reason="x")
        with pytest.raises(PermissionDenied):
            actions.top_up(actor=actor, case=made.case, fee=fee_of(made.case))


def test_a_case_that_is_over_takes_no_payment_and_its_order_can_be_cancelled(
    made: Made, order: Order, clerk: User
) -> None:
    do(made.applicant, made.case, Act.WITHDRAW)

    with pytest.raises(NotNow):
        attempts.attempt_start(actor=made.applicant, order=order, provider=sandbox.Sandbox(), return_url="/sprawy/")
    actions.order_cancel(actor=of_user(clerk), order=order, reason="wniosek wycofano")

    assert actions.due_of(made.case) == 0
