"""Systems of offices, and how they ask."""

from collections.abc import Callable

import pytest

from cases.clients.actions import Issued, client_make
from cases.clients.models import Scope
from sip.offices.models import Office
from tests.cases.api.asking import Asking

Make = Callable[..., Asking]


@pytest.fixture
def make_system() -> Make:
    """A client of an office with all scopes, or those given, asking with its secret."""

    def run(office: Office, *scopes: Scope) -> Asking:
        issued: Issued = client_make(actor=None, office=office, name="EZD", scopes=scopes or tuple(Scope))
        return Asking(issued.client, issued.secret)

    return run


@pytest.fixture
def system(services: None, belzyce: Office, make_system: Make) -> Asking:
    return make_system(belzyce)
