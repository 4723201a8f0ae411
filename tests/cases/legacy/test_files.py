"""Files of former registers: every encoding, delimiter, header, spreadsheet and shape that offices have."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pyogrio
import pytest

from cases.clock.terms import day_of
from cases.models import Case
from tests.cases.legacy.conftest import HEAD, Move, moved_case, row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "iso8859-2", "utf-16"])
def test_every_encoding_of_offices_is_read(move: Move, encoding: str) -> None:
    lines = (HEAD, row().replace("Anna Dawna", "Świętosława Żółć").replace("budowa domu", "źdźbło ąĄŚŹ"))
    moved = move(content="\r\n".join(lines).encode(encoding))

    assert moved.results == ["moved"]
    assert moved_case().parties.get().name == "Świętosława Żółć"
    assert moved_case().answers == {"przedmiot": "źdźbło ąĄŚŹ"}


@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_every_delimiter_is_read(move: Move, delimiter: str) -> None:
    assert move(content=f"{HEAD}\n{row()}".replace(";", delimiter).encode()).results == ["moved"]


def test_cells_of_several_lines_and_numbers_of_rows_are_right(move: Move) -> None:
    moved = move(row(1).replace("budowa domu", '"budowa\ndomu; ""małego"""'), "", ";;;;;;;", "PP.6730.2.2023;źle;;;;;;")

    assert [outcome.row.number for outcome in moved.outcomes] == [2, 6]
    assert moved_case().answers == {"przedmiot": 'budowa\ndomu; "małego"'}


@pytest.mark.parametrize(
    "above", ["Rejestr decyzji;;;;;;;\n;;;;;;;\n", "Rejestr, wg stanu na 2024 r.\n\n", "sep=;\nRejestr\n"]
)
def test_titles_above_the_header_are_passed_over(move: Move, above: str) -> None:
    moved = move(row(1), row(2).replace("2023-05-04", "źle"), head=above + HEAD)

    assert moved.results == ["moved", "refused"]
    assert [outcome.row.number for outcome in moved.outcomes] == [4, 5]


def test_a_header_over_several_lines_is_read(move: Move) -> None:
    assert move(row(1), head=HEAD.replace("data wpływu", '"data\nwpływu"')).results == ["moved"]


@pytest.mark.parametrize("column", ["Lp.", "L.p.", "Nr wiersza"])
def test_a_column_that_counts_rows_changes_no_row(move: Move, column: str) -> None:
    moved = move(f"1;{row(1)}", f"2;{row(1)}", head=f"{column};{HEAD}")
    again = move(f"7;{row(1)}", head=f"{column};{HEAD}")

    assert moved.codes[1][-1:] == ["duplicate-row"]
    assert again.results == ["unchanged"]


def test_a_title_above_the_header_of_a_sheet_is_passed_over(move: Move, tmp_path: Path) -> None:
    path = tmp_path / "tabela.xlsx"
    cells = {"Rejestr decyzji 2023": ["", "Znak sprawy", "PP.6730.1.2023"], "b": ["", "Data wpływu", "2023-05-04"]}
    data = [np.array(values, dtype=object) for values in cells.values()]
    pyogrio.raw.write(str(path), None, data, list(cells), driver="XLSX", geometry_type=None, crs=None)

    moved = move(content=path.read_bytes(), suffix=".xlsx")

    assert moved.results == ["moved"]
    assert moved.outcomes[0].row.number == 4


@pytest.mark.parametrize("driver", ["XLSX", "ODS"])
def test_spreadsheets_are_read(move: Move, tmp_path: Path, driver: str) -> None:
    path = tmp_path / f"tabela.{driver.lower()}"
    columns = {"Znak sprawy": "PP.6730.1.2023", "Data wpływu": np.datetime64("2023-05-04"), "Opis": "źdźbło"}
    data = [np.array([value], dtype=None if name == "Data wpływu" else object) for name, value in columns.items()]
    pyogrio.raw.write(str(path), None, data, list(columns), driver=driver, geometry_type=None, crs=None)

    assert move(content=path.read_bytes(), suffix=path.suffix).results == ["moved"]
    case = moved_case()
    assert case.filed_at
    assert (day_of(case.filed_at), case.answers) == (date(2023, 5, 4), {"przedmiot": "źdźbło"})


@pytest.mark.parametrize("place", [b"PK\x01\x02", b"PK\x05\x06"])
def test_a_damaged_spreadsheet_is_unreadable(move: Move, place: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    content = bytearray(target.getvalue())
    at = content.rindex(place)
    content[at + 6 : at + 10] = b"\xff" * 4

    assert move(content=bytes(content), suffix=".xlsx").run.state == "failed"


def test_geojson_brings_its_shape_in_any_system(move: Move) -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [22.28, 51.17]},
        "properties": {"znak": "PP.6730.1.2023", "data": "2023-05-04", "stan": "w toku"},
    }
    metric = {
        "type": "Feature",
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[740000, 360000], [740050, 360000], [740050, 360050], [740000, 360000]]],
        },
        "properties": {"znak": "PP.6730.2.2023", "data": "2023-05-04", "stan": "w toku"},
    }
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2180"}}
    move(content=json.dumps({"type": "FeatureCollection", "features": [feature]}).encode())
    move(content=json.dumps({"type": "FeatureCollection", "crs": crs, "features": [metric]}).encode())
    point, area = (case.shape for case in Case.objects.order_by("number"))

    assert point is not None
    assert area is not None
    assert (point.geom_type, area.geom_type) == ("Point", "Polygon")
    assert 700_000 < point.centroid.x < 800_000
    assert (area.extent[0], area.extent[1]) == (740_000, 360_000)


def test_a_shape_in_a_column_and_a_bad_one_are_seen(move: Move) -> None:
    lines = ("znak;data;wkt", "PP.6730.1.2023;2023-05-04;POINT (740000 360000)", "PP.6730.2.2023;2023-05-04;POINT (x)")
    moved = move(content="\n".join(lines).encode())

    assert moved.results == ["moved", "moved"]
    assert "bad-geometry" in moved.codes[1]
    assert Case.objects.get(number=1).shape is not None


def test_columns_of_other_names_are_said(move: Move) -> None:
    content = b"A;B\nPP.6730.1.2023;2023-05-04\n"
    lost = move(content=content)
    found = move(content=content, mapping={"sign": "A", "filed": "B"})

    assert lost.run.error
    assert found.results == ["moved"]
