"""Przelewy24: money given back, by whom, how much, and what is believed of it."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client

from cases.actors import Actor, of_user
from cases.errors import Incomplete
from cases.payments import actions, refunds, tasks
from cases.payments.models import Attempt, Refund, RefundState
from cases.workflow import Act
from sip.offices.models import Office, Role, User
from tests.cases.making import Made, do
from tests.cases.payments.conftest import Tell
from tests.cases.payments.przelewy24_player import Player
from tests.people import GiveRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


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
