"""Where planning stands in each gmina: page, map and JSON, with "none" and "not known" apart."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import jsonschema
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from parcels import derived
from plans.codes import ActKind
from plans.models import PlanningAct, ThemeCoverage
from sip.extracts import plan_states
from sip.extracts.plan_states import GeneralPlan, share_percent, states
from sip.geo.crs import PL_1992
from sip.intake.models import Delivery
from sip.public import rows
from tests.conftest import Deliver
from tests.parcels.importing.village import document as village
from tests.parcels.importing.village import precinct
from tests.plans.actfile import identifier, planning_act
from tests.plans.planfile import document
from tests.portal.conftest import Page
from tests.services.asking import get, operations
from tests.standing import standing

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
@standing()
def gmina(deliver: Deliver) -> None:
    """Of one precinct, 400 x 200 m."""
    deliver("egib", village(precinct((0, 0, 400, 200))))
    derived.rebuild(["precincts"])


def percent() -> Decimal | None:
    (state,) = states(TODAY)
    return state.percent


@pytest.mark.usefixtures("gmina")
def test_nothing_known_is_not_none() -> None:
    (state,) = states(TODAY)

    assert (state.general_plan, state.percent) == (GeneralPlan.UNKNOWN, None)


@pytest.mark.usefixtures("gmina")
@pytest.mark.parametrize("unit", ["060902", "0609", "06"])
def test_an_office_may_declare_that_there_is_none(unit: str) -> None:
    for theme in ("general-plan", "local-plans"):
        ThemeCoverage.objects.create(theme=theme, unit_code=unit, as_of=TODAY)

    (state,) = states(TODAY)
    assert (state.general_plan, state.percent) == (GeneralPlan.NONE, Decimal(0))


@pytest.mark.usefixtures("gmina")
def test_what_is_declared_elsewhere_says_nothing_here() -> None:
    ThemeCoverage.objects.create(theme="general-plan", unit_code="060901", as_of=TODAY)

    assert [state.general_plan for state in states(TODAY)] == [GeneralPlan.UNKNOWN]


@pytest.mark.usefixtures("gmina")
@pytest.mark.parametrize(
    ("status", "since", "found"),
    [
        ("legalForce", "2026-01-10", GeneralPlan.IN_FORCE),
        ("legalForce", "2027-01-10", GeneralPlan.FUTURE),
        ("adoption", "", GeneralPlan.PREPARATION),
        ("elaboration", "", GeneralPlan.PREPARATION),
        ("obsolete", "2020-01-01", GeneralPlan.UNKNOWN),
    ],
)
def test_the_general_plan_stands_where_its_act_does(
    deliver: Deliver, status: str, since: str, found: GeneralPlan
) -> None:
    deliver("app", document(planning_act("1POG", kind="general", status=status, since=since)))

    assert [state.general_plan for state in states(TODAY)] == [found]


@pytest.mark.usefixtures("gmina")
def test_coverage_is_of_what_plans_cover_together(deliver: Deliver) -> None:
    deliver(
        "app",
        document(
            planning_act("1MPZP", place=(0, 0, 100, 200)),
            planning_act("2MPZP", place=(50, 0, 100, 200)),
            # Not yet, no more, another kind, and beyond the gmina: none of it counts.
            planning_act("3MPZP", place=(200, 0, 100, 200), status="adoption", since=""),
            planning_act("4MPZP", place=(200, 0, 100, 200), until="2021-01-01"),
            planning_act("1POG", place=(0, 0, 400, 200), kind="general"),
            planning_act("5MPZP", place=(-300, 0, 300, 200)),
        ),
    )

    assert percent() == Decimal("37.5")


@pytest.mark.usefixtures("gmina")
def test_coverage_is_of_the_day(deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", place=(0, 0, 200, 200), since="2020-01-01", until="2022-01-01")))

    found = {day.year: states(day)[0].percent for day in (date(2019, 6, 1), date(2021, 6, 1), date(2023, 6, 1))}
    assert found == {2019: None, 2021: Decimal(50), 2023: None}


@pytest.mark.usefixtures("gmina")
def test_an_act_published_later_is_counted_at_once(deliver: Deliver) -> None:
    assert percent() is None
    deliver("app", document(planning_act("1MPZP", place=(0, 0, 200, 200))))

    assert percent() == Decimal(50)


@given(st.floats(0, 1))
def test_only_nothing_is_nothing_and_only_all_is_all(share: float) -> None:
    shown = share_percent(share)

    assert 0 <= shown <= 100
    assert abs(shown - Decimal(share) * 100) <= Decimal("0.1")
    assert share <= 1e-9 or shown > 0
    assert share >= 0.9995 or shown < 100


def boxes() -> st.SearchStrategy[list[tuple[int, int, int, int]]]:
    """Metres from the gmina's corner, then width and height; some reach over its edge."""
    place = st.tuples(st.integers(-100, 350), st.integers(-100, 180), st.integers(5, 300), st.integers(5, 200))
    return st.lists(place, max_size=5)


@pytest.mark.usefixtures("gmina")
@settings(max_examples=30)
@given(places=boxes())
def test_coverage_agrees_with_shapely(places: list[tuple[int, int, int, int]], deliver: Deliver) -> None:
    (outline,) = (shapely.from_wkb(bytes(row[0])) for row in rows("SELECT ST_AsBinary(geom) FROM gmina_public"))
    west, south = outline.bounds[:2]
    shapes = [shapely.box(west + x, south + y, west + x + w, south + y + h) for x, y, w, h in places]
    PlanningAct.objects.all().delete()
    for number, shape in enumerate(shapes):
        act_of(number, shape)
    plan_states.forget()

    (state,) = states(TODAY)
    expected = shapely.union_all(shapes).intersection(outline).area / outline.area if shapes else 0.0
    assert state.gmina.covered == pytest.approx(expected, abs=1e-9)


def act_of(number: int, shape: shapely.Polygon) -> None:
    delivery = Delivery.objects.first()
    assert delivery
    PlanningAct.objects.create(
        local_id=f"{number}",
        identifier=f"{number}",
        kind=ActKind.LOCAL,
        status="legalForce",
        unit_code="060902",
        valid_from="2025-01-01T00:00:00Z",
        published_by=delivery,
        digest=UUID(int=number),
        geom=GEOSGeometry(shape.wkt, srid=PL_1992.srid),
    )


def test_without_gminas_the_page_says_why(client: Client) -> None:
    assert "nie zna jeszcze granic gmin" in Page(client.get("/plany/gminy/").content).text


@pytest.mark.usefixtures("gmina")
def test_the_page_says_all_in_words(client: Client, deliver: Deliver) -> None:
    deliver(
        "app",
        document(
            planning_act("1POG", "Plan ogólny", kind="general", status="adoption", since=""),
            planning_act("1MPZP", place=(0, 0, 200, 200)),
            planning_act("1SUIKZP", "Studium", kind="study"),
        ),
    )

    answer = client.get("/plany/gminy/")
    page = Page(answer.content)
    for words in ("w przygotowaniu", "50,0%", "dokument historyczny", "w trakcie przyjmowania"):
        assert words in page.text
    assert {f"/plany/{identifier('1POG')}/", "/plany/?gmina=060902"} <= page.links
    assert b'fill="url(#cover-half)"' in answer.content


@pytest.mark.usefixtures("gmina")
def test_programs_get_the_same(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1POG", "Plan ogólny", kind="general"), planning_act("1MPZP")))

    answer = get(client, "/api/v1/planning-states/?date=2026-11-22")
    described = dict(operations(client))["/api/v1/planning-states/"]["responses"]["200"]["content"]["application/json"]
    jsonschema.validate(answer.json(), described["schema"])
    (state,) = answer.json()["states"]
    assert (state["unit"], state["general_plan"], state["local_plans"]) == ("060902", "in-force", 1)
    assert state["coverage_percent"] == 100.0
    kept = get(client, "/api/v1/planning-states/?date=2026-11-22", **{"If-None-Match": answer["ETag"]})
    assert kept.status_code == 304


@pytest.mark.parametrize("query", ["date=x", "date=9999-12-31", "date=2026-02-30", "dzien=2026-01-01", "date=&date="])
def test_programs_are_told_their_mistake(client: Client, query: str) -> None:
    answer = get(client, f"/api/v1/planning-states/?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
