"""A filed case of Bełżyce, its clerk signed in, and strangers to it."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.models import Case
from sip.offices.models import Office, Role, User
from tests.cases.conftest import IN_BELZYCE
from tests.cases.making import Made, file, service_of
from tests.people import GiveRole

PARCEL = f"{IN_BELZYCE}.1"
File = Callable[..., Made]


@pytest.fixture
def made(village: None, services: None, belzyce: Office) -> Made:
    return file(service_of(belzyce, "wypis-wyrys"), parcels=(PARCEL,))


@pytest.fixture
def case(made: Made) -> Case:
    return made.case


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture(params=["clerk-elsewhere", "viewer", "register-keeper", "administrator", "resident"])
def outsider(
    request: pytest.FixtureRequest, belzyce: Office, starostwo: Office, give_role: GiveRole, stranger: User
) -> User:
    """Each of those who have nothing to do with cases of Bełżyce."""
    if request.param == "resident":
        return stranger
    if request.param == "clerk-elsewhere":
        return give_role(starostwo, Role.CASE_CLERK)
    return give_role(belzyce, Role(request.param))
