"""Outlines of gminas follow the precincts they are made of."""

import pytest

from sip.intake import actions
from sip.public import rows
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, parcel, precinct

pytestmark = pytest.mark.django_db


def outlines() -> dict[str, float]:
    return dict(rows("SELECT code, ST_Area(geom) FROM gmina_public"))


def test_a_gmina_is_its_precincts_together(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 100, 50)), parcel("1", (0, 0, 100, 50))))
    assert outlines() == {PRECINCT[:6]: pytest.approx(5000, rel=0.01)}


def test_a_rollback_takes_the_outline_back(deliver: Deliver) -> None:
    actions.rollback(deliver("egib", document(precinct((0, 0, 100, 50)), parcel("1", (0, 0, 100, 50)))))
    assert outlines() == {}
