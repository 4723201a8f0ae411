"""REST: planning acts and zones, as they are now, and as they bind in law on a day."""

from typing import Any

import jsonschema
import pytest
from django.test import Client

from plans.models import PlanningAct
from tests.conftest import Deliver
from tests.plans.actfile import identifier, planning_act
from tests.plans.planfile import ACT, act, document, halves, zone
from tests.services.asking import get, operations, schema_of
from tests.standing import standing

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


@pytest.fixture
@standing()
def plans(deliver: Deliver) -> None:
    """A plan ogólny with two zones, a repealed plan with one, and one being made, all on the same ground."""
    deliver(
        "app",
        document(
            act(),
            *halves(),
            planning_act("1MPZP", since="2010-01-01", until="2020-01-01", status="obsolete"),
            zone(
                "1MN",
                (0, 0, 400, 200),
                local_id="1MPZP-1MN",
                plan=identifier("1MPZP"),
                kind="SJ",
                dates="<app:obowiazujeOd>2010-01-01</app:obowiazujeOd>",
            ),
            planning_act("2MPZP", status="adoption", since="", place=None),
            planning_act("1SUIKZP", kind="study", since="2001-01-01"),
        ),
    )


def found(client: Client, path: str) -> set[str]:
    features: list[dict[str, Any]] = get(client, f"/api/v1/{path}").json()["features"]
    return {feature["id"].split("/")[-1] for feature in features}


@pytest.mark.usefixtures("plans")
def test_an_act_by_its_identifier_as_written(client: Client) -> None:
    feature = get(client, f"/api/v1/planning-acts/{ACT}/").json()

    assert feature["id"] == ACT
    assert feature["properties"]["title"] == "Plan ogólny gminy Zmyślonej"
    assert feature["properties"]["in_force_from"] == "2025-04-01"
    assert 22 < feature["geometry"]["coordinates"][0][0][0][0] < 23


@pytest.mark.usefixtures("plans")
def test_a_zone_by_its_identifier_as_written(client: Client) -> None:
    properties = get(client, f"/api/v1/planning-zones/{ACT}-1SJ/").json()["properties"]

    assert (properties["act"], properties["act_kind"], properties["symbol"]) == (ACT, "planOgolnyGminy", "SJ")
    assert properties["basic_profiles"] == ["MN", "U", "K"]


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize(
    ("query", "identifiers"),
    [
        ("planning-acts/", {"1POG", "1MPZP", "2MPZP", "1SUIKZP"}),
        ("planning-acts/?unit=060902_5", {"1POG", "1MPZP", "2MPZP", "1SUIKZP"}),
        ("planning-acts/?unit=0608", set()),
        ("planning-acts/?kind=planOgolnyGminy", {"1POG"}),
        ("planning-acts/?status=adoption", {"2MPZP"}),
        ("planning-acts/?date=2015-01-01", {"1MPZP"}),
        ("planning-acts/?date=2020-01-01", set()),
        ("planning-acts/?date=2025-04-01", {"1POG"}),
        ("planning-acts/?bbox=22,50,23,52&date=2026-01-01", {"1POG"}),
        ("planning-acts/?bbox=14,50,15,52", set()),
        (f"planning-zones/?act={ACT}", {"1POG-1SJ", "1POG-2SU"}),
        ("planning-zones/?symbol=su", {"1POG-2SU"}),
        ("planning-zones/?kind=miejscowyPlanZagospodarowaniaPrzestrzennego", {"1MPZP-1MN"}),
        ("planning-zones/?unit=060902&status=legalForce&symbol=MN", {"1MPZP-1MN"}),
        ("planning-zones/?date=2015-01-01", {"1MPZP-1MN"}),
        ("planning-zones/?date=2026-01-01", {"1POG-1SJ", "1POG-2SU"}),
    ],
)
def test_registers_are_filtered(client: Client, query: str, identifiers: set[str]) -> None:
    assert found(client, query) == identifiers


@pytest.mark.usefixtures("plans")
def test_what_lies_at_a_point_now_and_on_a_day(client: Client) -> None:
    ring = get(client, f"/api/v1/planning-zones/{ACT}-1SJ/?crs=2180").json()["geometry"]["coordinates"][0]
    x, y = (sum(corner[axis] for corner in ring[:4]) / 4 for axis in (0, 1))

    assert found(client, f"planning-zones/at/?x={x}&y={y}") == {"1POG-1SJ", "1MPZP-1MN"}
    assert found(client, f"planning-zones/at/?x={x}&y={y}&date=2026-01-01") == {"1POG-1SJ"}
    assert found(client, f"planning-acts/at/?x={x}&y={y}&srid=2180&date=2015-01-01") == {"1MPZP"}


@pytest.mark.usefixtures("plans")
def test_pages_follow_one_another_on_a_day_too(client: Client) -> None:
    first = get(client, "/api/v1/planning-zones/?date=2026-01-01&limit=1&count=exact")

    following = first.json()["links"][0]["href"]
    assert first.json()["numberMatched"] == 2
    assert get(client, following).json()["features"][0]["id"] == f"{ACT}-2SU"


def test_the_register_of_a_day_is_kept(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", "Dawny")))
    deliver("app", document(planning_act("1MPZP", "Nowy", version_since="2026-02-01T10:00:00Z")))

    path = f"/api/v1/planning-acts/{identifier('1MPZP')}/"
    titles = [get(client, f"{path}{day}").json()["properties"]["title"] for day in ("?date=2026-01-31", "")]
    assert titles == ["Dawny", "Nowy"]


@pytest.mark.usefixtures("plans")
def test_real_answers_fit_their_schemas(client: Client) -> None:
    described = dict(operations(client))
    for register in ("planning-acts", "planning-zones"):
        jsonschema.validate(
            get(client, f"/api/v1/{register}/?crs=2180").json(), schema_of(described[f"/api/v1/{register}/"])
        )


def test_what_left_the_register_is_gone_and_what_never_was_is_absent(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP")))
    PlanningAct.objects.update(valid_to="2026-03-01T00:00:00Z", end_reason="vanished")

    assert get(client, f"/api/v1/planning-acts/{identifier('1MPZP')}/").status_code == 410
    assert get(client, f"/api/v1/planning-acts/{identifier('2MPZP')}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("planning-acts/?date=9999-12-31", "planning-acts/?date=x", "planning-acts/?unit=x", "planning-acts/?x=1"),
        *("planning-zones/?symbol=", "planning-zones/?act=%00", "planning-zones/?kind=a&kind=b"),
        *("planning-zones/at/?x=1", "planning-zones/at/?x=nan&y=1", "planning-acts/at/?x=1&y=2&date=2026-02-30"),
        *("planning-zones/?limit=0", "planning-zones/?bbox=1,2,3"),
    ],
)
def test_mistakes_are_problems_that_name_them(client: Client, path: str) -> None:
    answer = get(client, f"/api/v1/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


@pytest.mark.parametrize("address", ["a%00b", "..", "a//b", "%0a", "x" * 200, "%F0%9F"])
def test_addresses_that_are_none_are_problems(client: Client, address: str) -> None:
    answer = get(client, f"/api/v1/planning-zones/{address}/")

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


@pytest.mark.usefixtures("plans")
def test_a_validator_spares_the_answer(client: Client) -> None:
    etag = get(client, "/api/v1/planning-zones/")["ETag"]

    assert get(client, "/api/v1/planning-zones/", **{"If-None-Match": etag}).status_code == 304
