"""Who may see and change deliveries: a stranger, people of the office without the role, keepers of another office."""

import pytest
from django.test import Client
from django.urls import reverse

from parcels.models import Parcel
from sip.audit.models import Event
from sip.intake.models import Delivery, State
from sip.offices.models import Office, Role, User
from tests.conftest import Deliver
from tests.intake.conftest import Upload, gml
from tests.people import GiveRole

pytestmark = pytest.mark.django_db

PAGES = ("delivery", "delivery-progress", "delivery-findings-csv", "delivery-findings-geojson")
# Few enough to be quick; that all but one of them vanish is suspicious.
WHOLE = 15
CHANGES = ("delivery-accept", "delivery-reject", "delivery-rollback")


@pytest.fixture
def published(deliver: Deliver, starostwo: Office) -> Delivery:
    return deliver("egib", gml(WHOLE), office=starostwo)


@pytest.fixture
def waiting(upload: Upload, published: Delivery) -> Delivery:
    """All parcels but one would vanish."""
    upload(gml(1))
    return Delivery.objects.get(state=State.WAITING)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.mark.parametrize("path", ["/urzad/", "/urzad/dostawy/", "/urzad/dostawy/nowa/", "/urzad/dostawy/1/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in(client: Client, path: str, method: str) -> None:
    answer = getattr(client, method)(path)

    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={path}")


@pytest.mark.parametrize("name", [*PAGES, *CHANGES])
def test_a_stranger_learns_nothing_of_a_delivery(client: Client, published: Delivery, name: str) -> None:
    path = reverse(name, args=[published.pk])

    answer = client.post(path) if name in CHANGES else client.get(path)

    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={path}")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.CASE_CLERK])
def test_people_without_the_role_see_no_delivery_of_their_office(
    client: Client, starostwo: Office, give_role: GiveRole, published: Delivery, name: str, role: Role
) -> None:
    person = signed_in(client, give_role(starostwo, role))

    assert person.get(reverse(name, args=[published.pk])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_another_offices_keeper_sees_no_delivery_of_this_one(
    client: Client, belzyce: Office, give_role: GiveRole, published: Delivery, name: str
) -> None:
    other = signed_in(client, give_role(belzyce, Role.REGISTER_KEEPER))

    assert other.get(reverse(name, args=[published.pk])).status_code == 404
    assert reverse("delivery", args=[published.pk]) not in other.get(reverse("deliveries")).content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [Role.REGISTER_KEEPER, Role.PLANNER, Role.ADMINISTRATOR])
def test_those_who_may_see_deliveries_see_them(
    client: Client, starostwo: Office, give_role: GiveRole, published: Delivery, name: str, role: Role
) -> None:
    person = signed_in(client, give_role(starostwo, role))

    assert person.get(reverse(name, args=[published.pk])).status_code == 200
    assert reverse("delivery", args=[published.pk]) in person.get(reverse("deliveries")).content.decode()


@pytest.mark.parametrize("name", ["office", "deliveries"])
@pytest.mark.parametrize("role", Role)
def test_everyone_with_a_role_has_a_start_page_and_a_list(
    client: Client, starostwo: Office, give_role: GiveRole, name: str, role: Role
) -> None:
    assert signed_in(client, give_role(starostwo, role)).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.REGISTER_KEEPER, Role.PLANNER)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_register_keepers_and_planners_deliver(
    client: Client, starostwo: Office, give_role: GiveRole, role: Role, method: str
) -> None:
    person = signed_in(client, give_role(starostwo, role))

    assert getattr(person, method)(reverse("delivery-upload")).status_code == 403


def test_a_delivery_without_office_is_the_starostwos(
    client: Client, keeper: User, belzyce: Office, give_role: GiveRole, deliver: Deliver
) -> None:
    path = reverse("delivery", args=[deliver("egib", gml(1)).pk])

    assert signed_in(client, keeper).get(path).status_code == 200
    assert signed_in(client, give_role(belzyce, Role.REGISTER_KEEPER)).get(path).status_code == 404
    assert signed_in(client, User.objects.create_superuser("operator@example.org")).get(path).status_code == 200


@pytest.mark.parametrize("number", [10**6, 10**30])
def test_a_number_of_no_delivery_is_not_found(client: Client, keeper: User, number: int) -> None:
    assert signed_in(client, keeper).get(f"/urzad/dostawy/{number}/").status_code == 404


@pytest.mark.parametrize("name", CHANGES)
def test_reading_changes_nothing(client: Client, keeper: User, published: Delivery, name: str) -> None:
    assert signed_in(client, keeper).get(reverse(name, args=[published.pk])).status_code == 405


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("role", [Role.PLANNER, Role.ADMINISTRATOR])
def test_those_who_only_see_deliveries_change_none(
    client: Client, starostwo: Office, give_role: GiveRole, waiting: Delivery, name: str, role: Role
) -> None:
    person = signed_in(client, give_role(starostwo, role))

    assert person.post(reverse(name, args=[waiting.pk])).status_code == 403
    assert Delivery.objects.get(pk=waiting.pk).state == State.WAITING


@pytest.mark.parametrize("name", CHANGES)
def test_another_offices_keeper_changes_nothing(
    client: Client, belzyce: Office, give_role: GiveRole, waiting: Delivery, name: str
) -> None:
    other = signed_in(client, give_role(belzyce, Role.REGISTER_KEEPER))

    assert other.post(reverse(name, args=[waiting.pk])).status_code == 404
    assert Delivery.objects.get(pk=waiting.pk).state == State.WAITING


@pytest.mark.parametrize("name", CHANGES)
def test_a_form_from_elsewhere_changes_nothing(keeper: User, waiting: Delivery, name: str) -> None:
    client = signed_in(Client(enforce_csrf_checks=True), keeper)

    assert client.post(reverse(name, args=[waiting.pk])).status_code == 403
    assert Delivery.objects.get(pk=waiting.pk).state == State.WAITING


def test_accepting_publishes_a_waiting_delivery(client: Client, keeper: User, waiting: Delivery) -> None:
    signed_in(client, keeper).post(reverse("delivery-accept", args=[waiting.pk]))

    assert Delivery.objects.get(pk=waiting.pk).state == State.PUBLISHED
    assert Parcel.objects.current().count() == 1


def test_rejecting_leaves_the_register_alone(client: Client, keeper: User, waiting: Delivery) -> None:
    signed_in(client, keeper).post(reverse("delivery-reject", args=[waiting.pk]))

    assert Delivery.objects.get(pk=waiting.pk).state == State.REJECTED
    assert Parcel.objects.current().count() == WHOLE


def test_rolling_back_restores_what_was_before(client: Client, keeper: User, published: Delivery) -> None:
    signed_in(client, keeper).post(reverse("delivery-rollback", args=[published.pk]))

    assert Delivery.objects.get(pk=published.pk).state == State.ROLLED_BACK
    assert not Parcel.objects.current().exists()


@pytest.mark.parametrize("name", CHANGES)
def test_a_decision_is_taken_once(client: Client, keeper: User, waiting: Delivery, name: str) -> None:
    signed_in(client, keeper).post(reverse("delivery-reject", args=[waiting.pk]))

    page = client.post(reverse(name, args=[waiting.pk]), follow=True)

    assert "odrzucona" in page.content.decode()
    assert Delivery.objects.get(pk=waiting.pk).state == State.REJECTED


@pytest.mark.parametrize(
    ("name", "action"), [("delivery-accept", "delivery.accept"), ("delivery-reject", "delivery.reject")]
)
def test_a_decision_is_recorded_with_its_person(
    client: Client, keeper: User, waiting: Delivery, name: str, action: str
) -> None:
    signed_in(client, keeper).post(reverse(name, args=[waiting.pk]))

    event = Event.objects.get(action=action)
    assert (event.actor, event.object_id) == (keeper.pk, str(waiting.pk))


@pytest.mark.parametrize(("state", "offered"), [(State.WAITING, True), (State.PUBLISHED, False)])
def test_a_decision_is_offered_where_one_is_due(
    client: Client, keeper: User, waiting: Delivery, published: Delivery, state: State, offered: bool
) -> None:
    shown = {State.WAITING: waiting, State.PUBLISHED: published}[state]
    page = signed_in(client, keeper).get(reverse("delivery", args=[shown.pk])).content.decode()

    assert (reverse("delivery-accept", args=[shown.pk]) in page) is offered
    assert (reverse("delivery-rollback", args=[shown.pk]) in page) is not offered
