"""An order at Przelewy24, played by a server here: begun, and paid."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cases.payments import attempts, tasks
from cases.payments.models import Attempt, Order
from cases.payments.provider import Provider, provider_for
from sip.offices.models import Office
from sip.payment_accounts import Account
from tests.cases.making import Made
from tests.cases.payments.przelewy24_player import CRC, KEY, MERCHANT, POS, Player, playing

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
