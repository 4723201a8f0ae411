"""Files of units that are right, odd or broken, and what reading them says."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip.intake.unit_files import Reading, UnreadableError, read_units
from sip.offices.teryt import Level
from tests.offices.terc import HEADER, ROWS, name_list, terc


def read(tmp_path: Path, content: str | bytes) -> Reading:
    file = tmp_path / "units.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_units([file])


def codes_of_findings(reading: Reading) -> list[str]:
    return [found.code for found in reading.findings]


def refusal(tmp_path: Path, content: str | bytes) -> str:
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path, content)
    return refused.value.found.code


def test_terc_gives_every_unit_with_its_code_in_egib_form(tmp_path: Path) -> None:
    assert set(read(tmp_path, terc()).rows) == set(ROWS)


def test_voivodeships_are_named_as_people_write_them(tmp_path: Path) -> None:
    assert read(tmp_path, terc()).rows["06"].name == "lubelskie"


def test_state_date_is_the_latest_stated(tmp_path: Path) -> None:
    assert read(tmp_path, terc()).valid_on == date(2020, 1, 1)


def test_byte_order_mark_quotes_and_lower_case_headers_are_read(tmp_path: Path) -> None:
    text = "\ufeff" + '"woj";"pow";"gmi";"rodz";"nazwa";"nazwa_dod";"stan_na"\n"06";"";"";"";"LUBELSKIE";"";""\n'
    assert read(tmp_path, text).rows["06"].name == "lubelskie"


def test_name_list_yields_the_parts_of_an_urban_rural_gmina(tmp_path: Path) -> None:
    reading = read(tmp_path, name_list({"060901_3": "Bełżyce", "060902_2": "Borzechów"}))
    assert sorted(reading.rows) == ["060901_3", "060901_4", "060901_5", "060902_2"]


def test_name_list_loses_the_word_powiat(tmp_path: Path) -> None:
    assert read(tmp_path, name_list({"0609": "powiat lubelski"})).rows["0609"].name == "lubelski"


def test_gmina_codes_without_underscore_are_read(tmp_path: Path) -> None:
    text = json.dumps({"features": [{"properties": {"JPT_KOD_JE": "0609013", "JPT_NAZWA_": "Bełżyce"}}]})
    assert read(tmp_path, text).rows["060901_3"].level is Level.GMINA


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty-file"),
        (" \n \n", "empty-file"),
        ("Lp;Nazwa;Kod\n1;Bełżyce;060901\n", "wrong-columns"),
        (terc().replace(";", ","), "wrong-columns"),
        (terc().encode("cp1250"), "wrong-encoding"),
        (b"PK\x03\x04\x00\x00\x08", "binary-file"),
        (b"\x7fELF\x02\x01\x01\x00", "binary-file"),
        ('{"type": "FeatureCollection", "features": [{"proper', "wrong-json"),
        ('{"a":' * 200_000, "wrong-json"),
        ('{"type": "Feature", "properties": {}}', "wrong-structure"),
        (f"{HEADER}\n06;;;;{'A' * 200_000};;\n", "wrong-csv"),
    ],
)
def test_unreadable_file_is_refused_by_name(tmp_path: Path, content: str | bytes, code: str) -> None:
    assert refusal(tmp_path, content) == code


def test_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="To nie jest plik"):
        read_units([tmp_path])


def test_file_far_too_large_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as sparse:
        sparse.truncate(3_000_000_000)
    with pytest.raises(UnreadableError, match="za duży"):
        read_units([file])


@pytest.mark.parametrize("code", ["7;09;;", "06;9;;", "06;09;01;7", "06;09;;3", "05;;;", "0;6;09;", "06;;09;", ";;;"])
def test_malformed_code_is_quarantined(tmp_path: Path, code: str) -> None:
    reading = read(tmp_path, terc(and_rows=(f"{code};Gdzieś;;2020-01-01",)))
    assert (codes_of_findings(reading), reading.unrecognised) == (["malformed-code"], 1)


@pytest.mark.parametrize("name", ["", "Be??yce", "Be\ufffd\ufffdyce", "Beł\x07życe", "B" * 101])
def test_damaged_name_is_quarantined(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, terc(and_rows=(f"06;09;05;2;{name};;2020-01-01",)))
    assert codes_of_findings(reading) == ["malformed-name"]
    assert reading.quarantined == ["060905_2"]


def test_same_unit_twice_is_one_unit_and_a_warning(tmp_path: Path) -> None:
    reading = read(tmp_path, terc(and_rows=(ROWS["060902_2"],)))
    assert (codes_of_findings(reading), reading.quarantined) == (["duplicate"], [])


def test_same_code_with_another_name_is_quarantined(tmp_path: Path) -> None:
    reading = read(tmp_path, terc(and_rows=("06;09;02;2;Wólka;;2020-01-01",)))
    assert (reading.rows["060902_2"].name, reading.quarantined) == ("Borzechów", ["060902_2"])


def test_malformed_state_date_keeps_the_unit(tmp_path: Path) -> None:
    reading = read(tmp_path, terc(and_rows=("06;09;05;2;Głusk;;wczoraj",)))
    assert (codes_of_findings(reading), reading.rows["060905_2"].valid_on) == (["malformed-date"], None)


@pytest.mark.parametrize("feature", ["7", "null", '{"properties": null}', '{"properties": {"TERYT": 6}}'])
def test_feature_without_name_and_code_is_quarantined(tmp_path: Path, feature: str) -> None:
    reading = read(tmp_path, f'{{"features": [{feature}]}}')
    assert codes_of_findings(reading) == ["malformed-code"]


@given(content=st.binary(min_size=1, max_size=300) | st.text(min_size=1, max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any"
    file.write_bytes(content)
    try:
        assert not read_units([file]).rows
    except UnreadableError as refused:
        assert refused.found.message
