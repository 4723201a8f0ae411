"""ULDK: how six known clients read answers, by their observable behaviour; ours have to pass through each."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.test import Client

from parcels.models import Parcel
from sip.geo.crs import PL_1992
from tests.conftest import Deliver
from tests.services.uldkvillage import AWKWARD, PRECINCT, TOWN, build, text
from tests.standing import standing

pytestmark = pytest.mark.django_db

ONE = f"{PRECINCT}.1"
OLDER = "/uldk/service.php"


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    build(deliver)


def plugin_of_envirosolutions(body: str, identifier: str) -> str | None:
    """uldk_gugik: passes over short lines and complaints, takes what stands after the first ';'."""
    for line in body.split("\n"):
        if len(line) < 3 or line == "-1 brak wyników" or "XML" in line or "błęd" in line:
            continue
        wkt, *fields = line.split(";")[1].split("|")
        if fields[0].startswith(identifier):
            return wkt
    return None


def plugin_of_gis_support(body: str) -> list[list[str]]:
    """Wyszukiwarka and its successor: the status is 0, what follows the last newline is dropped, seven fields."""
    lines = body.split("\n")
    if lines[0] != "0":
        return []
    found = [line.split("|") for line in lines[1:-1]]
    assert all(len(fields) == 7 for fields in found)
    return found


def php_uldk_extent(text: str) -> list[float]:
    """Takes whole numbers for a mistake; an empty extent is allowed."""
    values = [float(value) for value in text.split(",")] if text else []
    assert not any(int(value) == value for value in values)
    return values


def rgugik(body: str) -> shapely.Geometry:
    lines = body.split("\n")
    assert lines[0] == "0"
    return shapely.from_wkb(bytes.fromhex(lines[1]))


def arcgis_of_nita(line: str) -> tuple[str, str, str]:
    """System, WKT, and the number as the last part of an identifier's parts."""
    geometry, *attributes = line.split("|")
    system, wkt = geometry.split(";")
    # The only rings that it draws.
    assert re.search(r"\(([0-9]+\.[0-9]+ [0-9]+\.[0-9]+,?)+\)", wkt)
    return system.removeprefix("SRID="), wkt, attributes[4].split(".")[2]


def units_of_gis_support(body: str) -> list[tuple[str, str]]:
    """Its list of boundaries: each line has a shape after the first ';', a name and a code."""
    assert body[0] == "0"
    found = [(line.split(";")[1].split("|")[0], *line.split("|")[1:3]) for line in body[1:].split("\n") if line]
    assert all(shapely.from_wkt(wkt).is_valid for wkt, _name, _code in found)
    return [(name, code) for _wkt, name, code in found]


def plot_finder(body: str) -> list[dict[str, str]]:
    """Reads by the order it asked in."""
    status, *found = body.strip().split("\n")
    assert not status.startswith("-1")
    return [dict(zip(("geom_wkt", "teryt", "parcel"), line.split("|"), strict=True)) for line in found]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("identifier", [ONE, f"{TOWN}.AR_2.12", f"{AWKWARD}.7"])
def test_uldk_gugik_takes_the_shape(client: Client, identifier: str) -> None:
    result = "geom_wkt,teryt,parcel,region,commune,county,voivodeship"
    body = text(client, request="GetParcelById", result=result, id=identifier, srid=PL_1992.srid)

    wkt = plugin_of_envirosolutions(body, identifier)
    assert wkt is not None
    assert shapely.from_wkt(wkt).is_valid


def test_uldk_gugik_takes_no_complaint_for_a_parcel(client: Client) -> None:
    for given in ({"id": "999999_9.9999.9"}, {"id": ONE, "srid": "1"}):
        body = text(client, request="GetParcelById", result="geom_wkt,teryt", **given)

        assert plugin_of_envirosolutions(body, "") is None


@pytest.mark.usefixtures("village")
def test_the_plugin_of_gis_support_keeps_every_row(client: Client) -> None:
    asked = {"obiekt": "dzialka", "wynik": "geom_wkt,wojewodztwo,powiat,gmina,obreb,numer,teryt"}
    body = text(client, OLDER, request="GetParcelById", id=f"{TOWN}.12", **asked)
    found = plugin_of_gis_support(body)

    assert [fields[1:] for fields in found] == [
        ["Lubelskie", "Lubelski", "Bełżyce", "Śródmieście", "12", f"{TOWN}.AR_{sheet}.12"] for sheet in (1, 2)
    ]
    assert [fields[6].split(".")[2] for fields in found] == ["AR_1", "AR_2"]


@pytest.mark.usefixtures("village")
def test_the_plugin_of_gis_support_finds_by_a_point(client: Client) -> None:
    point = shapely.point_on_surface(rgugik(text(client, request="GetParcelById", id=ONE)))
    body = text(
        client,
        OLDER,
        request="GetParcelByXY",
        xy=f"{point.x},{point.y},{PL_1992.srid}",
        wynik="geom_wkt,wojewodztwo,powiat,gmina,obreb,numer,teryt",
    )

    assert [fields[6] for fields in plugin_of_gis_support(body)] == [ONE]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    ("asked", "units"),
    [
        ({"request": "GetVoivodeshipById", "result": "geom_wkt,voivodeship,teryt"}, [("Lubelskie", "06")]),
        ({"request": "GetCountyById", "id": "06", "result": "geom_wkt,county,teryt"}, [("Lubelski", "0609")]),
        ({"request": "GetCommuneById", "id": "0609", "result": "geom_wkt,commune,teryt"}, [("Bełżyce", "060902_3")]),
    ],
)
def test_the_plugin_of_gis_support_lists_units(
    client: Client, asked: dict[str, str], units: list[tuple[str, str]]
) -> None:
    assert units_of_gis_support(text(client, "/uldk", **asked)) == units


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    "asked",
    [
        {"request": "GetParcelById", "id": ONE},
        {"request": "GetRegionById", "id": PRECINCT},
        {"request": "GetCommuneById", "id": "060902_5"},
        {"request": "GetCountyById", "id": "0609"},
        {"request": "GetVoivodeshipById", "id": "06"},
        {"request": "GetAggregateArea", "id": f"{ONE},{PRECINCT}.2"},
    ],
)
def test_php_uldk_takes_the_extent_of_everything(client: Client, asked: dict[str, Any]) -> None:
    for srid in (PL_1992.srid, 4326):
        line = text(client, result="geom_extent", srid=srid, **asked).split("\n")[1]
        west, south, east, north = php_uldk_extent(line)

        assert west < east and south < north


@pytest.mark.usefixtures("village")
def test_rgugik_reads_the_shape_by_identifier_and_by_point(client: Client) -> None:
    shape = rgugik(text(client, request="GetParcelById", id=ONE, result="geom_wkb"))
    point = shapely.point_on_surface(shape)

    again = text(client, request="GetParcelByXY", xy=f"{point.x},{point.y}", result="geom_wkb")
    assert shapely.equals(rgugik(again), shape)


@pytest.mark.usefixtures("village")
def test_the_tool_for_arcgis_reads_system_shape_and_number(client: Client) -> None:
    result = "geom_wkt,voivodeship,county,commune,region,id,teryt"
    line = text(client, request="GetParcelById", id=f"{PRECINCT}.253/77", result=result).split("\n")[1]
    system, wkt, number = arcgis_of_nita(line)

    assert (system, number) == (str(PL_1992.srid), "253/77")
    assert shapely.from_wkt(wkt).geom_type == "Polygon"


@pytest.mark.usefixtures("village")
def test_plot_finder_reads_what_is_found_by_name(client: Client) -> None:
    body = text(client, request="GetParcelByIdOrNr", id="Śródmieście 12", result="geom_wkt,teryt,parcel")

    assert [(found["teryt"], found["parcel"]) for found in plot_finder(body)] == [
        (f"{TOWN}.AR_1.12", "12"),
        (f"{TOWN}.AR_2.12", "12"),
    ]


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("GetParcelById_wkt_from_php-uldk_test.txt", r"0\n([^|\n]*\|){7}SRID=\d+;POLYGON\(\(.*\)\)\n"),
        ("GetParcelByIdOrNr_two_hits_from_php-uldk_test.txt", r"2\n(([^|\n]*\|){3}SRID=\d+;POLYGON\(\(.*\)\)\n){2}"),
    ],
)
@pytest.mark.usefixtures("village")
def test_our_answers_have_the_shape_of_those_recorded(
    client: Client, shared_data: Path, name: str, pattern: str
) -> None:
    """The same request of our own parcels: the pattern fits the national answer and ours."""
    ours: dict[str, Callable[[], str]] = {
        "0": lambda: text(
            client,
            request="GetParcelById",
            id=ONE,
            result="voivodeship,geom_extent,county,commune,teryt,parcel,region,geom_wkt",
        ),
        "2": lambda: text(
            client, request="GetParcelByIdOrNr", id="Śródmieście 12", result="teryt,parcel,county,geom_wkt"
        ),
    }
    recorded = (shared_data / "uldk" / name).read_text(encoding="utf-8")

    assert re.fullmatch(pattern, recorded)
    assert re.fullmatch(pattern, ours[recorded[0]]())


def test_every_real_parcel_is_found_by_its_identifier_and_at_a_point_within(
    client: Client, deliver: Deliver, shared_data: Path
) -> None:
    deliver("parcels", shared_data / "parcels/miedzyrzec.geojson")
    identifiers = list(Parcel.objects.current().values_list("identifier", flat=True))

    for identifier in identifiers:
        line = text(client, request="GetParcelById", id=identifier, srid=4326, result="geom_wkt,teryt").split("\n")[1]
        wkt, found = line.partition(";")[2].split("|")
        point = shapely.point_on_surface(shapely.from_wkt(wkt))
        there = text(client, request="GetParcelByXY", xy=f"{point.x},{point.y},4326", result="teryt").split("\n")

        assert found == identifier
        assert there[0] == "0" and identifier in there
    assert len(identifiers) > 500
