"""An act that lies outside the gmina of its code is found, as far as the gmina's precincts are known."""

import pytest
from pytest_django import Settings

from tests.conftest import Deliver
from tests.parcels.importing import village
from tests.parcels.importing.village import parcel, precinct
from tests.plans.planfile import Box, act, document, halves
from tests.plans.test_findings import codes
from tests.plans.zonefile import LOCAL_ACT, local_act

pytestmark = pytest.mark.django_db


@pytest.fixture
def gmina(deliver: Deliver) -> Deliver:
    """Gmina 060902 is 400 x 200 m."""
    place = (0, 0, 400, 200)
    deliver("egib", village.document(precinct(place), parcel("1", place)))
    return deliver


def test_an_act_that_fills_its_gmina_is_sound(gmina: Deliver) -> None:
    assert codes(gmina("app", document(act(), *halves()))) == []


@pytest.mark.parametrize("place", [(300, 0, 200, 100), (100_000, 0, 400, 200)])
def test_an_act_that_leaves_its_gmina_is_found_by_that_alone(gmina: Deliver, place: Box) -> None:
    delivery = gmina("app", local_act(place))

    assert codes(delivery) == ["outside-unit"]
    finding = delivery.findings.get(code="outside-unit")
    assert finding.identifier == LOCAL_ACT and finding.place
    assert "060902" in finding.message


def test_outlines_drawn_for_other_purposes_may_part(gmina: Deliver) -> None:
    assert codes(gmina("app", local_act((-15, -15, 200, 100)))) == []


def test_the_tolerance_is_a_setting(gmina: Deliver, settings: Settings) -> None:
    settings.UNIT_TOLERANCE_M = 5

    assert codes(gmina("app", local_act((-15, -15, 200, 100)))) == ["outside-unit"]


def test_without_any_outline_nothing_is_said(gmina: Deliver) -> None:
    strange = local_act((1000, 0, 200, 100)).replace(b"060902-", b"060903-")

    assert codes(gmina("app", strange)) == []


@pytest.mark.parametrize("code", [b"060903", b"320103"])
def test_an_act_on_the_ground_of_others_is_outside_its_gmina(gmina: Deliver, code: bytes) -> None:
    assert codes(gmina("app", local_act((100, 50, 200, 100)).replace(b"060902-", code + b"-"))) == ["outside-unit"]


def test_an_act_in_another_voivodeship_is_outside_its_gmina(deliver: Deliver) -> None:
    strange = local_act((0, 0, 200, 100)).replace(b"060902-", b"320103-")

    assert codes(deliver("app", strange)) == ["outside-unit"]


def test_an_act_around_all_that_is_known_of_a_gmina_is_not_blamed(gmina: Deliver) -> None:
    assert codes(gmina("app", document(act((-500, -500, 2000, 2000))))) == []


def test_but_it_is_where_it_takes_ground_of_another_gmina(gmina: Deliver) -> None:
    place = (400, 0, 400, 200)
    gmina(
        "egib",
        village.document(
            precinct(place, identifier="060903_5.0001"), parcel("1", place, identifier="060903_5.0001.1", name="far")
        ),
    )

    assert codes(gmina("app", document(act((-10, -10, 600, 220))))) == ["outside-unit"]
