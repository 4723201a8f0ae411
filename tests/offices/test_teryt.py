"""Codes of units, and which registration units an area is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip.offices.areas import registration_codes
from sip.offices.models import Unit
from sip.offices.teryt import Level, MalformedCodeError, kind_of, level_of, parent_of
from tests.offices.terc import terc
from tests.people import DeliverUnits

codes = st.from_regex(r"(0[2468]|1[02468]|2[02468]|3[02])([0-6][1-9](0[1-9]_[1234589])?)?", fullmatch=True)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("06", Level.VOIVODESHIP),
        ("0609", Level.POWIAT),
        ("060901_3", Level.GMINA),
        ("060901_4", Level.REGISTRATION_UNIT),
        ("146502_8", Level.REGISTRATION_UNIT),
    ],
)
def test_code_tells_its_level(code: str, level: Level) -> None:
    assert level_of(code) is level


@pytest.mark.parametrize("code", ["", "6", "05", "0600", "060901", "060901_6", "060901_", "060901_33", "٠٦", "06\n"])
def test_other_texts_are_no_codes(code: str) -> None:
    with pytest.raises(MalformedCodeError):
        level_of(code)


@given(code=codes)
def test_parents_lead_to_the_voivodeship(code: str) -> None:
    way = [code]
    while parent := parent_of(way[-1]):
        way.append(parent)
    assert way[-1] == code[:2]
    assert len(way) == list(Level).index(level_of(code)) + 1


@given(code=codes)
def test_kind_is_the_digit_after_the_underscore(code: str) -> None:
    assert code.endswith(f"_{kind_of(code)}" if kind_of(code) else code)


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize(
    ("area", "registration_units"),
    [
        ("060901_3", ("060901_4", "060901_5")),
        ("060902_2", ("060902_2",)),
        ("060901_5", ("060901_5",)),
        ("0609", ("060901_4", "060901_5", "060902_2", "060904_2")),
        ("06", ("060901_4", "060901_5", "060902_2", "060904_2")),
        ("146501_1", ("146502_8", "146503_8")),
        ("1465", ("146502_8", "146503_8")),
        ("306401_1", ("306401_1", "306402_9")),
        ("0602", ()),
    ],
)
def test_area_is_made_of_registration_units(area: str, registration_units: tuple[str, ...]) -> None:
    assert registration_codes(area) == registration_units


@pytest.mark.django_db
@pytest.mark.parametrize(("gmina", "parts"), [("060901_3", ("060901_4", "060901_5")), ("066301_1", ("066301_1",))])
def test_gmina_maps_to_its_parts_before_any_units_are_delivered(gmina: str, parts: tuple[str, ...]) -> None:
    assert registration_codes(gmina) == parts


def test_registers_of_a_closed_gmina_stay_in_the_powiat(deliver_units: DeliverUnits, country: None) -> None:
    deliver_units(terc("060904_2"))
    assert "060904_2" in registration_codes("0609")


@pytest.mark.usefixtures("country")
def test_within_takes_the_unit_and_everything_below() -> None:
    within = Unit.objects.within("060901_3").order_by("code").values_list("code", flat=True)
    assert list(within) == ["060901_3", "060901_4", "060901_5"]
