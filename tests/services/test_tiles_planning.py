"""Tiles of planning and of other days: what is in them, and what the law's and the register's time say."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from plans.models import Restriction
from sip.geo.crs import PL_1992
from sip.geo.grid import GRIDS, PL_1992_GRID, WEB_MERCATOR_QUAD, Grid
from sip.intake.models import Delivery
from sip.services.layers import register_version
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, document, parcel, precinct, strips
from tests.plans import planfile
from tests.plans.planfile import ACT, act, halves, zone
from tests.services.tilereader import Downloads, place

pytestmark = pytest.mark.django_db

STREET = {PL_1992_GRID.name: 14, WEB_MERCATOR_QUAD.name: 16}
each_grid = pytest.mark.parametrize("grid", GRIDS.values(), ids=list(GRIDS))
Seen = Callable[..., list[dict[str, object]]]


@pytest.fixture
def grid() -> Grid:
    return PL_1992_GRID


@pytest.fixture
def seen(client: Client, tmp_path: Path, grid: Grid, deliver: Deliver) -> Seen:
    """Attributes of a layer in the tile over the village."""
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(3)))
    zoom = STREET[grid.name]
    cell = grid.cell(zoom, *place(grid))

    def read(layer: str, day: str = "") -> list[dict[str, object]]:
        found = Downloads(client, tmp_path, grid, day).layer(layer, zoom, *cell)
        return [attributes for attributes, _ in found]

    return read


def designations(features: list[dict[str, object]]) -> set[object]:
    return {attributes["designation"] for attributes in features}


@each_grid
def test_zones_say_which_plan_they_are_of_and_since_when(seen: Seen, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(), zone("1SJ", (0, 0, 60, 100))))

    found = seen("planning_zones")[0]

    assert found["act"] == ACT
    assert (found["designation"], found["symbol"], found["kind"]) == ("1SJ", "SJ", "general-plan")
    assert (found["status"], found["in_force_from"]) == ("legalForce", "2025-04-01")


@each_grid
def test_each_zone_is_labelled_once(seen: Seen, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(), zone("1SJ", (0, 0, 60, 100))))

    assert [label["designation"] for label in seen("planning_zone_labels")] == ["1SJ"]


def test_an_act_is_outlined_with_its_status(seen: Seen, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(status="adoption")))

    found = seen("planning_acts")[0]

    assert (found["identifier"], found["theme"], found["status"]) == (ACT, "general-plan", "adoption")


def test_zones_of_an_act_in_preparation_are_not_called_binding(seen: Seen, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(status="adoption"), *halves()))

    assert {found["status"] for found in seen("planning_zones")} == {"adoption"}


def test_a_day_shows_the_parcels_of_that_day(seen: Seen, deliver: Deliver) -> None:
    divided = [
        parcel("1", (0, 0, 20, 100), until=LATER, ended=True),
        parcel("1/1", (0, 0, 20, 50), since=LATER),
        parcel("1/2", (0, 50, 20, 50), since=LATER),
    ]
    deliver("egib", document(precinct((0, 0, 60, 100)), *divided, *strips(3)[1:]))

    def numbers(day: str) -> set[object]:
        return {found["number"] for found in seen("parcels", day)}

    assert numbers("2024-05-05") == {"1", "2", "3"}
    assert numbers("2024-05-06") == numbers("") == {"1/1", "1/2", "2", "3"}
    assert numbers("2019-12-31") == set()


@pytest.mark.parametrize(("day", "shown"), [("2025-03-31", set()), ("2025-04-01", {"1SJ"}), ("2030-01-01", {"1SJ"})])
def test_a_day_before_an_act_binds_shows_none_of_its_zones(
    seen: Seen, deliver: Deliver, day: str, shown: set[str]
) -> None:
    deliver("app", planfile.document(act(), zone("1SJ", (0, 0, 60, 100))))

    assert designations(seen("planning_zones", day)) == shown


def test_a_zone_binds_no_longer_than_its_act(seen: Seen, deliver: Deliver) -> None:
    ended = act().replace("</app:obowiazujeOd>", "</app:obowiazujeOd><app:obowiazujeDo>2025-12-31</app:obowiazujeDo>")
    deliver("app", planfile.document(ended, zone("1SJ", (0, 0, 60, 100))))

    assert designations(seen("planning_zones", "2025-12-30")) == {"1SJ"}
    assert seen("planning_zones", "2025-12-31") == []


def test_the_laws_days_count_before_the_register_began(seen: Seen, deliver: Deliver) -> None:
    late = "2026-01-01T00:00:00Z"
    dates = "<app:obowiazujeOd>2025-04-01</app:obowiazujeOd>"
    deliver("app", planfile.document(act(), zone("1SJ", (0, 0, 60, 100), dates=dates, since=late)))

    assert designations(seen("planning_zones", "2025-05-01")) == {"1SJ"}


def test_a_plan_is_in_preparation_only_since_it_is_known(seen: Seen, deliver: Deliver) -> None:
    deliver("app", planfile.document(act(status="elaboration")))

    assert seen("planning_acts", "2025-03-03") == []
    assert [found["status"] for found in seen("planning_acts", "2025-03-04")] == ["elaboration"]


def test_restrictions_may_be_points(seen: Seen, village_monument: Callable[[], None]) -> None:
    village_monument()

    assert [(found["theme"], found["name"]) for found in seen("restrictions")] == [("monuments", "Kapliczka")]
    assert seen("restrictions", "2023-12-31") == []
    assert len(seen("restrictions", "2024-01-01")) == 1


@pytest.fixture
def village_monument() -> Callable[[], None]:
    def stand() -> None:
        Restriction.objects.create(
            **{"namespace": "", "local_id": "k1", "identifier": "k1", "theme": "monuments", "name": "Kapliczka"},
            **{"digest": "0" * 32, "in_force_from": date(2024, 1, 1), "valid_from": datetime(2025, 1, 1, tzinfo=UTC)},
            published_by=Delivery.objects.latest("pk"),
            geom=Point(*place(PL_1992_GRID), srid=PL_1992.srid),
        )

    return stand


@pytest.mark.parametrize(
    "day", ["2026-02-30", "26-01-01", "2026-1-1", "jutro", "0001-01-01", "9999-12-31", "2026-01-01x"]
)
def test_what_is_no_day_is_a_problem(client: Client, day: str) -> None:
    answer = client.get(f"/tiles/pl1992/1/{day}/5/1/1.mvt")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_tile_of_a_day_is_kept_for_ever_under_the_version(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(1)))
    version = register_version()

    answer = client.get(f"/tiles/pl1992/{version}/2024-01-01/14/5/5.mvt")

    assert "immutable" in answer["Cache-Control"]
    again = client.get(f"/tiles/pl1992/{version}/2024-01-01/14/5/5.mvt", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    other = client.get(f"/tiles/pl1992/{version}/2024-01-02/14/5/5.mvt", headers={"If-None-Match": answer["ETag"]})
    assert other.status_code == 204
