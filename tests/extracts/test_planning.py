"""What planning acts say of a parcel: shares by zone, what no zone has, what is not known."""

from decimal import Decimal

import pytest

from sip.extracts.planning import planning
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, parcel, precinct
from tests.plans.planfile import act, halves, zone
from tests.plans.planfile import document as plan

pytestmark = pytest.mark.django_db

FIELD = f"{PRECINCT}.1"


@pytest.fixture
def field(deliver: Deliver) -> None:
    """A parcel of 40 x 120 m in the corner of the act, registered with 0.50 ha."""
    deliver("egib", document(precinct((0, 0, 400, 200)), parcel("1", (0, 0, 40, 120), area=0.5)))


def shares(identifier: str = FIELD) -> list[tuple[str, Decimal, Decimal | None]]:
    return [
        (found.designation, found.percent, found.area_m2)
        for concerned in planning(identifier).concerned()
        for found in concerned.zones
    ]


def test_a_parcel_inside_one_zone_is_wholly_in_it(field: None, deliver: Deliver) -> None:
    deliver("app", plan(act(), *halves()))

    assert shares() == [("1SJ", Decimal(100), Decimal(5000))]


def test_shares_are_of_the_registered_area(field: None, deliver: Deliver) -> None:
    deliver("app", plan(act(), zone("1SJ", (0, 0, 10, 200)), zone("2SU", (10, 0, 390, 200))))

    assert shares() == [("2SU", Decimal(75), Decimal(3750)), ("1SJ", Decimal(25), Decimal(1250))]


def test_a_zone_that_only_touches_has_no_share(field: None, deliver: Deliver) -> None:
    deliver("app", plan(act(), zone("1SJ", (0, 0, 40, 200)), zone("2SU", (40, 0, 360, 200))))

    assert [found[0] for found in shares()] == ["1SJ"]


def test_what_no_zone_has_is_said(field: None, deliver: Deliver) -> None:
    deliver("app", plan(act(), zone("1SJ", (0, 0, 10, 200))))

    (found,) = planning(FIELD).concerned()
    assert (found.rest_percent, found.rest_m2) == (Decimal(75), Decimal(3750))


def test_a_sliver_is_marked(field: None, deliver: Deliver) -> None:
    deliver("app", plan(act(), zone("1SJ", (0, 0, 39.99, 200)), zone("2SU", (39.99, 0, 360.01, 200))))

    assert [found.is_sliver for found in planning(FIELD).concerned()[0].zones] == [False, True]


def test_overlapping_zones_are_not_forced_to_a_hundred(field: None, deliver: Deliver) -> None:
    deliver("app", plan(act(), zone("1SJ", (0, 0, 400, 200)), zone("2SU", (0, 0, 20, 200))))

    (found,) = planning(FIELD).concerned()
    assert found.is_overlapping
    assert [zone.percent for zone in found.zones] == [Decimal(100), Decimal(50)]


def test_an_act_of_the_gmina_elsewhere_is_known_but_not_concerned(field: None, deliver: Deliver) -> None:
    deliver("app", plan(act((1000, 0, 400, 200)), zone("1SJ", (1000, 0, 400, 200))))

    found = planning(FIELD)
    assert (found.concerned(), len(found.not_concerned()), found.has_general_plan) == ([], 1, True)


def test_without_any_act_nothing_is_known(field: None) -> None:
    assert not planning(FIELD).has_general_plan


def test_a_parcel_that_is_not_there_has_no_planning(deliver: Deliver) -> None:
    deliver("app", plan(act(), *halves()))

    assert planning(f"{PRECINCT}.999").acts == ()
