"""The country's real lists of units, where the shared data is at hand."""

from pathlib import Path

import pytest

from sip.intake.models import State
from sip.offices.areas import registration_codes
from sip.offices.models import Unit
from tests.people import DeliverUnits

COUNTRY = {"voivodeships": 16, "powiats": 380, "gminas": 2477, "registration_units": 1321}


@pytest.fixture
def terc(deliver_units: DeliverUnits, shared_data: Path) -> None:
    result = deliver_units(shared_data / "units/TERC.csv")
    assert (result.state, list(result.findings)) == (State.PUBLISHED, [])
    assert result.counts["read"] == result.counts["new"] == COUNTRY


@pytest.mark.usefixtures("terc")
def test_terc_is_stored_whole() -> None:
    assert Unit.objects.count() == sum(COUNTRY.values())
    assert not Unit.objects.filter(parent=None).exclude(level="voivodeship").exists()


@pytest.mark.usefixtures("terc")
@pytest.mark.parametrize(("city", "count"), [("146501_1", 18), ("126101_1", 5), ("306401_1", 6), ("0609", 18)])
def test_cities_and_powiats_have_their_registration_units(city: str, count: int) -> None:
    assert len(registration_codes(city)) == count


@pytest.mark.usefixtures("terc")
def test_newer_list_of_gminas_replaces_those_that_became_urban_rural(
    deliver_units: DeliverUnits, shared_data: Path
) -> None:
    counts = deliver_units(shared_data / "units/gminy.geojson").counts
    assert counts["read"]["gminas"] == 2479
    assert (counts["new"]["gminas"], counts["vanished"]["gminas"]) == (84, 82)
    assert counts["new"]["registration_units"] == 2 * (724 - 642)
    assert Unit.objects.get(code="060805_2").valid_to


@pytest.mark.parametrize(
    ("name", "level", "count"),
    [("wojewodztwa", "voivodeships", 16), ("powiaty", "powiats", 380), ("gminy", "gminas", 2479)],
)
def test_name_list_is_taken_in_alone(
    deliver_units: DeliverUnits, shared_data: Path, name: str, level: str, count: int
) -> None:
    result = deliver_units(shared_data / f"units/{name}.geojson")
    assert (result.state, result.counts["read"][level], result.counts["new"][level]) == (
        State.PUBLISHED,
        count,
        count,
    )
