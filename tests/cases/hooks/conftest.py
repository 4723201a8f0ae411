"""A gmina with a webhook to a receiver of the tests."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from cases.clients.actions import client_make
from cases.clients.models import Client, Scope
from cases.hooks.actions import hook_order
from cases.hooks.models import Hook
from sip.offices.models import Office
from tests.cases.hooks.receiving import Receiver, receiving


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.HOOKS_TO_PRIVATE = True
    with receiving() as one:
        yield one


@pytest.fixture
def client_of_office(belzyce: Office) -> Client:
    return client_make(actor=None, office=belzyce, name="EZD", scopes=list(Scope)).client


@pytest.fixture
def hook(belzyce: Office, client_of_office: Client, receiver: Receiver) -> Hook:
    return hook_order(office=belzyce, url=receiver.url, kinds=[], by=client_of_office)
