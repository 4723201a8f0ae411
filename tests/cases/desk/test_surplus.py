"""What was paid too much is said to the clerk, and what was given back to the applicant."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from cases.actors import of_user
from cases.models import Attempt, Case
from cases.payments.actions import order_settle, refund_note
from cases.payments.models import AttemptState
from sip.offices.models import User
from tests.cases.making import Made

pytestmark = pytest.mark.django_db
TOO_MUCH = "za dużo"


def page(client: Client, case: Case) -> str:
    return client.get(reverse("case", args=[case.pk])).content.decode()


@pytest.fixture
def settled(case: Case, clerk: User) -> Case:
    order_settle(actor=of_user(clerk), order=case.orders.get(), proof="przelew 7")
    return case


def paid_twice(case: Case) -> None:
    order = case.orders.get()
    Attempt.objects.create(
        order=order,
        provider="sandbox",
        reference="drugi",
        state=AttemptState.SURPLUS,
        paid_amount=order.amount,
        ended_at=case.filed_at,
    )


def test_what_was_paid_as_asked_is_no_surplus(desk: Client, settled: Case) -> None:
    assert TOO_MUCH not in page(desk, settled)


def test_a_payment_too_many_is_said_until_it_is_given_back(desk: Client, settled: Case, clerk: User) -> None:
    paid_twice(settled)
    order = settled.orders.get()
    assert f"Wpłacono o {order.amount:.2f}".replace(".", ",") in page(desk, settled)

    refund_note(actor=of_user(clerk), order=order, amount=order.amount, reason="Zapłacono dwa razy.")

    assert TOO_MUCH not in page(desk, settled)


def test_the_applicant_sees_what_was_given_back(client: Client, made: Made, settled: Case, clerk: User) -> None:
    refund_note(actor=of_user(clerk), order=settled.orders.get(), amount=Decimal(5), reason="Nadpłata.")

    given = {"sign": made.case.sign, "code": made.filed.code}
    shown = client.post("/sprawy/stan/", given, follow=True).content.decode()

    assert "zwrócono 5,00 zł" in shown
    assert "Nadpłata." in shown
