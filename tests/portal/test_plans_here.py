"""What the map's card says of planning: of a parcel, at a point, on a day."""

from typing import Any

import pytest
from django.test import Client

from plans.models import Restriction, Theme
from sip.intake.models import Delivery
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, precinct, strips
from tests.plans import planfile
from tests.plans.planfile import ACT, act, zone
from tests.services.asking import middle
from tests.standing import standing

pytestmark = pytest.mark.django_db

# Over parcel 1, and half of parcel 2.
BUILDING, SERVICES = zone("1SJ", (0, 0, 30, 100)), zone("2SU", (30, 0, 30, 100))


@pytest.fixture(autouse=True)
@standing()
def village(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(3)))


def ask(client: Client, **query: str | float) -> dict[str, Any]:
    answer = client.get("/mapa/plany.json", {name: str(value) for name, value in query.items()})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def zones(answer: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(found["designation"], found["here"]) for found in answer["acts"][0]["zones"]]


def test_a_parcel_names_all_its_zones(client: Client, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(), BUILDING, SERVICES))

    answer = ask(client, d=f"{PRECINCT}.2")

    assert zones(answer) == [("1SJ", False), ("2SU", False)]
    assert answer["acts"][0]["page"] == f"/plany/{ACT}/"
    assert answer["acts"][0]["stage_label"] == "obowiązuje od 1 kwietnia 2025"


def test_the_zone_at_the_clicked_point_stands_first(client: Client, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(), BUILDING, SERVICES))
    x, y = middle(client, "2", 2180)

    found = zones(ask(client, d=f"{PRECINCT}.2", x=x + 4, y=y))

    assert found == [("2SU", True), ("1SJ", False)]


def test_a_neighbouring_zone_that_only_touches_is_not_named(client: Client, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(), zone("1SJ", (0, 0, 20, 100)), zone("2SU", (20, 0, 40, 100))))

    assert zones(ask(client, d=f"{PRECINCT}.1")) == [("1SJ", False)]


def test_a_point_needs_no_parcel(client: Client, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(), zone("1SJ", (0, 0, 400, 200))))
    x, y = middle(client, "3", 2180)

    assert zones(ask(client, x=x + 60, y=y)) == [("1SJ", True)]


def test_another_day_tells_what_bound_then(client: Client, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(), BUILDING))

    assert ask(client, d=f"{PRECINCT}.1", data="2025-03-31")["acts"] == []
    assert zones(ask(client, d=f"{PRECINCT}.1", data="2025-04-01")) == [("1SJ", False)]


def test_an_act_in_preparation_says_so(client: Client, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(status="adoption"), BUILDING))

    found = ask(client, d=f"{PRECINCT}.1")["acts"][0]

    assert (found["stage"], found["stage_label"]) == ("adoption", "w trakcie przyjmowania")


def test_restrictions_go_by_their_themes(client: Client) -> None:
    Theme.objects.update_or_create(code="flood", defaults={"name": "Powódź"})
    x, y = middle(client, "1", 2180)
    Restriction.objects.create(
        **{"namespace": "", "local_id": "f1", "identifier": "f1", "theme": "flood", "name": "Zalew"},
        **{"digest": "0" * 32, "valid_from": "2025-01-01T00:00Z", "published_by": Delivery.objects.latest("pk")},
        geom=f"SRID=2180;POINT({x} {y})",
    )

    answer = ask(client, d=f"{PRECINCT}.1")

    assert answer["restrictions"] == [{"theme": "Powódź", "names": ["Zalew"]}]


@pytest.mark.parametrize(
    "query",
    [{}, {"x": "1"}, {"x": "nan", "y": "1"}, {"x": "1", "y": "1", "data": "2026-02-30"}, {"d": "nie ma"}, {"a": "1"}],
)
def test_what_cannot_be_asked_is_a_problem(client: Client, query: dict[str, str]) -> None:
    answer = client.get("/mapa/plany.json", query)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_the_summary_of_another_day_is_of_the_version_of_that_day(client: Client) -> None:
    path = f"/dzialka/{PRECINCT}.1/skrot.json"

    assert client.get(path, {"data": "2024-01-01"}).status_code == 200
    assert client.get(path, {"data": "2019-01-01"}).status_code == 404
    assert client.get(path, {"data": "wczoraj"}).status_code == 400
