"""The grammar of identifiers."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcels.identifiers import PARCEL_PATTERN, BuildingId, ParcelId


@pytest.mark.parametrize(
    ("text", "unit", "precinct", "sheet", "number", "main", "denominator"),
    [
        ("060110_2.0011.154/15", "060110_2", "060110_2.0011", "", "154/15", 154, 15),
        ("306401_1.0021.AR_10.161", "306401_1", "306401_1.0021", "AR_10", "161", 161, None),
        ("146501_8.0001.1", "146501_8", "146501_8.0001", "", "1", 1, None),
    ],
)
def test_parcel(
    text: str, unit: str, precinct: str, sheet: str, number: str, main: int, denominator: int | None
) -> None:
    parsed = ParcelId.parse(text)
    assert parsed is not None
    assert (parsed.unit, parsed.precinct, parsed.sheet, parsed.number) == (unit, precinct, sheet, number)
    assert (parsed.main, parsed.denominator, str(parsed)) == (main, denominator, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "060110_2.0011",
        "060110_2.0011.",
        "060110_2.11.154",
        "060110_6.0011.154",
        "60110_2.0011.154",
        "060110_2.0011.154/",
        "060110_2.0011./15",
        "060110_2.0011.154/15/2",
        "060110_2.0011.0",
        "060110_2.0011.007",
        "060110_2.0011.154\n",
        " 060110_2.0011.154",
        "060110_2.0011.AR10.154",
        "060110_2.0011.ar_10.154",
        "060110_2.0011.154a",
        "060110_2.0011.١٥",
        "060110_2.0011.154.1_BUD",
    ],
)
def test_what_is_no_parcel(text: str) -> None:
    assert ParcelId.parse(text) is None


@pytest.mark.parametrize(
    ("text", "parcel", "number"),
    [
        ("142104_2.0013.628/16.1_BUD", "142104_2.0013.628/16", "1"),
        ("306401_1.0021.AR_10.162.12_BUD", "306401_1.0021.AR_10.162", "12"),
        ("306401_1.0021.345_BUD", None, "345"),
    ],
)
def test_building(text: str, parcel: str | None, number: str) -> None:
    parsed = BuildingId.parse(text)
    assert parsed is not None
    assert (parsed.number, str(parsed)) == (number, text)
    assert (str(parsed.parcel) if parsed.parcel else None) == parcel
    assert text.startswith(parsed.precinct)


@pytest.mark.parametrize("text", ["142104_2.0013.628/16", "142104_2.0013.1.2.3_BUD", "142104_2.1_BUD", "_BUD"])
def test_what_is_no_building(text: str) -> None:
    assert BuildingId.parse(text) is None


@given(st.from_regex(PARCEL_PATTERN, fullmatch=True))
def test_there_and_back(text: str) -> None:
    assert str(ParcelId.parse(text)) == text


@given(st.text())
def test_any_text_is_an_identifier_or_none(text: str) -> None:
    parsed = ParcelId.parse(text)
    assert parsed is None or str(parsed) == text


def test_pattern_serves_in_a_path() -> None:
    found = re.fullmatch(rf"/dzialka/(?P<id>{PARCEL_PATTERN})/", "/dzialka/060110_2.0011.154/15/")
    assert found is not None
    assert found["id"] == "060110_2.0011.154/15"


def test_real_identifiers(shared: Path) -> None:
    features = json.loads((shared / "parcels/miedzyrzec.geojson").read_text())["features"]
    texts = [feature["properties"]["idDzialki"] for feature in features]
    assert [text for text in texts if ParcelId.parse(text) is None] == []
