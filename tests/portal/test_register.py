"""The staff's register: each office sees the parcels of its own area, with all their versions."""

import pytest
from django.test import Client

from sip.offices.models import Membership, Office, OfficeKind, Role, Unit, User
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, document, parcel
from tests.standing import standing

pytestmark = pytest.mark.django_db

BELZYCE, GARBOW = "060901_5.0001.1", "060904_2.0001.1"


@pytest.fixture
@standing()
def powiat(deliver: Deliver) -> None:
    Unit.objects.create(code="06", level="voivodeship", name="lubelskie")
    Unit.objects.create(code="0609", level="powiat", name="lubelski", parent_id="06")
    Unit.objects.create(code="060901_3", level="gmina", kind=3, name="Bełżyce", parent_id="0609")
    Unit.objects.create(code="060901_5", level="registration-unit", kind=5, name="Bełżyce", parent_id="060901_3")
    Unit.objects.create(code="060904_2", level="gmina", kind=2, name="Garbów", parent_id="0609")
    deliver(
        "egib",
        document(
            parcel("1", (0, 0, 20, 100), identifier=BELZYCE, name="a", until=LATER),
            parcel("1", (0, 0, 20, 100), identifier=BELZYCE, name="a", since=LATER, area=0.21),
            parcel("1", (40, 0, 20, 100), identifier=GARBOW, name="b"),
        ),
    )


def sign_in(client: Client, unit: str, kind: OfficeKind = OfficeKind.GMINA) -> None:
    office = Office.objects.create(kind=kind, name="Urząd", short_name="U", symbol="U", slug="u", unit_id=unit)
    user = User.objects.create_user("osoba@demo.example", "secret")
    Membership.objects.create(user=user, office=office, role=Role.VIEWER)
    client.force_login(user)


def shown(client: Client, query: str = "") -> set[str]:
    content = client.get("/urzad/rejestr/", {"q": query}).content.decode()
    return {identifier for identifier in (BELZYCE, GARBOW) if identifier in content}


@pytest.mark.usefixtures("powiat")
def test_a_gminas_staff_see_their_own_area(client: Client) -> None:
    sign_in(client, "060901_3")

    assert shown(client) == {BELZYCE}


@pytest.mark.usefixtures("powiat")
def test_the_starostwos_staff_see_the_whole_powiat(client: Client) -> None:
    sign_in(client, "0609", OfficeKind.STAROSTWO)

    assert shown(client) == {BELZYCE, GARBOW}


@pytest.mark.usefixtures("powiat")
def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/urzad/rejestr/").status_code == 302


@pytest.mark.usefixtures("powiat")
def test_someone_without_an_office_sees_nothing(client: Client) -> None:
    client.force_login(User.objects.create_user("nikt@demo.example", "secret"))

    assert shown(client) == set()


@pytest.mark.usefixtures("powiat")
def test_ended_versions_are_listed_too(client: Client) -> None:
    sign_in(client, "060901_3")

    assert client.get("/urzad/rejestr/").content.decode().count(f"/dzialka/{BELZYCE}/") == 2


@pytest.mark.usefixtures("powiat")
def test_the_beginning_of_an_identifier_narrows_the_list(client: Client) -> None:
    sign_in(client, "0609", OfficeKind.STAROSTWO)

    assert shown(client, "060904") == {GARBOW}
