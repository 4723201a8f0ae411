"""A village, a report about it, a filed case with its clerk and head, and strangers to it."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.catalogue.loading import load_services
from cases.models import Case
from cases.reports import actions
from cases.reports.models import Kind, MapReport
from cases.reports.places import of_text
from sip.offices.models import Office, Role, User
from tests.cases import making
from tests.cases.making import Made
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, document, parcel, precinct
from tests.people import GiveRole
from tests.standing import standing

# One precinct in the area of Bełżyce, another in Garbów, which has no office of its own here.
IN_BELZYCE, IN_GARBOW = "060901_5.0001", "060904_2.0001"
PARCEL = f"{IN_BELZYCE}.1"
WORDS = "Granica biegnie przez środek stodoły."
CONTACT = "zglaszajaca@example.org"

File = Callable[..., tuple[MapReport, str]]


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    """Parcels 1 and 2 in Bełżyce, of which 2 was divided and is no more; parcel 1 in Garbów; a strip of nobody's."""
    deliver(
        "egib",
        document(
            precinct((0, 0, 200, 120), identifier=IN_BELZYCE),
            parcel("1", (0, 0, 40, 120), identifier=f"{IN_BELZYCE}.1", name="a"),
            parcel("2", (40, 0, 40, 120), identifier=f"{IN_BELZYCE}.2", name="b", until=LATER, ended=True),
            parcel("2/1", (40, 0, 40, 60), identifier=f"{IN_BELZYCE}.2/1", name="c", since=LATER),
            parcel("2/2", (40, 60, 40, 60), identifier=f"{IN_BELZYCE}.2/2", name="d", since=LATER),
            parcel("1", (300, 0, 40, 120), identifier=f"{IN_GARBOW}.1", name="e"),
        ),
    )


@pytest.fixture
def keeper(starostwo: Office, give_role: GiveRole) -> User:
    return give_role(starostwo, Role.REGISTER_KEEPER)


@pytest.fixture
def keeper_of_belzyce(belzyce: Office, give_role: GiveRole) -> User:
    return give_role(belzyce, Role.REGISTER_KEEPER)


@pytest.fixture
def file() -> File:
    """File a report of a boundary at a place given in words, and return it with its code."""

    def run(where: str = f"{IN_BELZYCE}.1", *, contact: str = CONTACT, words: str = WORDS) -> tuple[MapReport, str]:
        return actions.report_file(kind=Kind.BOUNDARY, description=words, contact=contact, place=of_text(where))

    return run


@pytest.fixture
@standing()
def services(starostwo: Office, belzyce: Office) -> None:
    """What a starostwo and a gmina offer to begin with."""
    load_services(starostwo)
    load_services(belzyce)


@pytest.fixture
def clerk(belzyce: Office, give_role: GiveRole) -> User:
    return give_role(belzyce, Role.CASE_CLERK)


@pytest.fixture
def head(belzyce: Office, give_role: GiveRole) -> User:
    return give_role(belzyce, Role.CASE_HEAD)


@pytest.fixture
def made(village: None, services: None, belzyce: Office) -> Made:
    return making.file(making.service_of(belzyce, "wypis-wyrys"), parcels=(PARCEL,))


@pytest.fixture
def case(made: Made) -> Case:
    return made.case


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    """The clerk's browser."""
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
