"""ULDK: what each verb finds and how it is written."""

from pathlib import Path

import pytest
import shapely
from django.db import connection
from django.db.models import Func
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from parcels.models import Parcel, Precinct
from sip.geo.crs import KNOWN, PL_1992, transform
from sip.offices.models import Unit
from sip.services.search import names
from sip.services.uldk import verbs
from sip.services.uldk.protocol import extent, with_fractions
from sip.services.uldk.verbs import VERBS
from tests.conftest import Deliver
from tests.parcels.importing.village import document, precinct
from tests.services.uldkvillage import AWKWARD, PRECINCT, TOWN, ask, build, column, text
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

ONE = f"{PRECINCT}.1"


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    build(deliver)


def shape(identifier: str = ONE) -> shapely.Geometry:
    return shapely.from_wkb(bytes(Parcel.objects.current().get(identifier=identifier).geom.wkb))


def inside(identifier: str = ONE) -> str:
    point = shapely.point_on_surface(shape(identifier))
    return f"{point.x},{point.y}"


def test_a_parcel_is_hex_ewkb_unless_something_else_is_asked_for(client: Client) -> None:
    status, ((wkb,),) = ask(client, "GetParcelById", id=ONE)
    found = shapely.from_wkb(wkb)

    assert (status, int(shapely.get_srid(found))) == ("0", PL_1992.srid)
    assert found.equals_exact(shape())


def test_all_words_of_the_result_in_the_order_asked_for(client: Client) -> None:
    tokens = "voivodeship,county,commune,region,parcel,teryt,id,datasource"
    _, (fields,) = ask(client, "GetParcelById", id=ONE, result=tokens)

    assert fields[:-1] == ["Lubelskie", "Lubelski", "Bełżyce", "Wola Zmyślona", "1", ONE, ONE]
    assert fields[-1].startswith("EGiB")


def test_wkt_names_its_system_and_begins_without_a_space(client: Client) -> None:
    (wkt,) = column(client, "GetParcelById", "geom_wkt", id=ONE)
    prefix, _, body = wkt.partition(";")

    assert prefix == f"SRID={PL_1992.srid}"
    assert body.startswith("POLYGON((")
    assert shapely.hausdorff_distance(shapely.from_wkt(body), shape()) < 1e-5


def test_a_shape_of_one_part_is_a_polygon_however_it_was_delivered(client: Client) -> None:
    Parcel.objects.current().filter(identifier=ONE).update(geom=Func("geom", function="ST_Multi"))

    (wkt,) = column(client, "GetParcelById", "geom_wkt", id=ONE)
    assert wkt.startswith(f"SRID={PL_1992.srid};POLYGON((")


def test_words_that_are_not_known_leave_their_field_empty(client: Client) -> None:
    assert text(client, request="GetParcelById", id=ONE, result="nonsense") == "0\n\n"
    assert ask(client, "GetParcelById", id=ONE, result="x,parcel") == ("0", [["", "1"]])


def test_a_number_on_sheets_is_found_without_them_and_all_are_listed(client: Client) -> None:
    every = [f"{TOWN}.AR_1.12", f"{TOWN}.AR_2.12"]

    assert column(client, "GetParcelById", id=f"{TOWN}.12") == every
    assert ask(client, "GetParcelByIdOrNr", id=f"{TOWN}.12", result="teryt") == ("2", [[each] for each in every])


@pytest.mark.parametrize("sheet", ["AR_2", "AR_02", "ar_2"])
def test_a_sheet_in_any_spelling_is_that_sheet(client: Client, sheet: str) -> None:
    assert column(client, "GetParcelById", id=f"{TOWN}.{sheet}.12") == [f"{TOWN}.AR_2.12"]


@pytest.mark.parametrize("named", ["Wola Zmyślona 253/77", "wola zmyslona 253/77", f"{PRECINCT}.253/77"])
def test_a_parcel_by_its_precincts_name_and_number(client: Client, named: str) -> None:
    assert ask(client, "GetParcelByIdOrNr", id=named, result="teryt") == ("1", [[f"{PRECINCT}.253/77"]])


def test_a_name_finds_the_number_on_each_sheet_or_the_one_named(client: Client) -> None:
    status, found = ask(client, "GetParcelByIdOrNr", id="Śródmieście 12", result="teryt,parcel")

    assert (status, found) == ("2", [[f"{TOWN}.AR_1.12", "12"], [f"{TOWN}.AR_2.12", "12"]])
    assert column(client, "GetParcelByIdOrNr", id="Śródmieście AR_2 12") == [f"{TOWN}.AR_2.12"]


def test_former_numbers_are_not_found_but_tell_what_became_of_them(client: Client) -> None:
    assert text(client, request="GetParcelById", id=f"{PRECINCT}.4").startswith("-1 brak wyników\n")
    status, found = ask(client, "GetParcelSuccessors", id=f"{PRECINCT}.4", result="teryt")
    assert (status, found) == ("2", [[f"{PRECINCT}.4/1"], [f"{PRECINCT}.4/2"]])


def test_a_parcel_in_force_is_its_own_successor(client: Client) -> None:
    assert column(client, "GetParcelSuccessors", id=ONE) == [ONE]


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("GetParcelByXY", ONE),
        ("GetRegionByXY", PRECINCT),
        ("GetCommuneByXY", "060902_3"),
        ("GetCountyByXY", "0609"),
        ("GetVoivodeshipByXY", "06"),
    ],
)
def test_what_is_at_a_point(client: Client, verb: str, expected: str) -> None:
    status, found = ask(client, verb, xy=inside(), result="teryt")

    assert (status, found) == ("0", [[expected]])


def test_a_building_by_its_identifier_and_at_a_point(client: Client) -> None:
    status, ((wkb, *said),) = ask(client, "GetBuildingById", id=f"{ONE}.1_BUD", result="geom_wkb,id,parcel,region")
    point = shapely.from_wkb(wkb).centroid

    assert (status, said) == ("0", [f"{ONE}.1_BUD", "1", "Wola Zmyślona"])
    assert column(client, "GetBuildingByXY", xy=f"{point.x},{point.y}") == [f"{ONE}.1_BUD"]


@pytest.mark.parametrize(
    ("verb", "code", "fields"),
    [
        ("GetRegionById", PRECINCT, ["Lubelskie", "Lubelski", "Bełżyce", "Wola Zmyślona", PRECINCT]),
        ("GetCommuneById", "060902_5", ["Lubelskie", "Lubelski", "Bełżyce", "", "060902_5"]),
        ("GetCommuneById", "0609025", ["Lubelskie", "Lubelski", "Bełżyce", "", "060902_5"]),
        ("GetCommuneById", "060902_3", ["Lubelskie", "Lubelski", "Bełżyce", "", "060902_3"]),
        ("GetCountyById", "0609", ["Lubelskie", "Lubelski", "", "", "0609"]),
        ("GetVoivodeshipById", "06", ["Lubelskie", "", "", "", "06"]),
    ],
)
def test_units_and_precincts_by_their_codes(client: Client, verb: str, code: str, fields: list[str]) -> None:
    tokens = "voivodeship,county,commune,region,teryt"

    assert ask(client, verb, id=code, result=tokens) == ("0", [fields])


@pytest.mark.parametrize(
    ("verb", "code", "found"),
    [
        ("GetVoivodeshipById", "", ["06"]),
        ("GetCountyById", "06", ["0609"]),
        ("GetCommuneById", "0609", ["060902_3"]),
        ("GetCommuneById", "060902", ["060902_3"]),
        ("GetRegionById", "060902_5", [PRECINCT, AWKWARD]),
        ("GetRegionById", "060902_3", [TOWN, PRECINCT, AWKWARD]),
        ("GetRegionById", "0609025", [PRECINCT, AWKWARD]),
        ("GetRegionById", "0609", [TOWN, PRECINCT, AWKWARD]),
        ("GetRegionById", "śródmieście", [TOWN]),
    ],
)
@pytest.mark.parametrize("shape", ["", ",geom_extent"])
def test_the_beginning_of_a_code_lists_all_that_it_begins(
    client: Client, verb: str, code: str, found: list[str], shape: str
) -> None:
    status, listed = ask(client, verb, id=code, result=f"teryt{shape}")

    assert (status, [fields[0] for fields in listed]) == ("0", found)


def test_more_precincts_than_can_be_drawn_are_refused_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "MOST_DRAWN", 2)

    assert "więcej niż 2 obrębów" in text(client, request="GetRegionById", id="0609", result="geom_wkt")
    assert ask(client, "GetRegionById", id="0609", result="teryt")[0] == "0"


def test_a_precinct_named_by_a_number_is_found_by_it(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 160, 120), identifier=f"{PRECINCT[:-4]}0007", name="12")))

    for verb, status in (("GetRegionById", "0"), ("GetRegionByNameOrId", "1")):
        assert ask(client, verb, id="12", result="region") == (status, [["12"]])


def test_units_are_listed_without_any_identifier(client: Client) -> None:
    """Clients that load the whole country leave it out."""
    assert ask(client, "GetVoivodeshipById", result="voivodeship,teryt") == ("0", [["Lubelskie", "06"]])


def test_a_number_of_a_precincts_code_counts_all_of_the_unit(client: Client) -> None:
    assert ask(client, "GetRegionByNameOrId", id="060902_5", result="teryt") == ("2", [[PRECINCT], [AWKWARD]])


def test_a_units_outline_is_that_of_its_precincts(client: Client) -> None:
    sizes = {each.identifier: each.geom.area for each in Precinct.objects.current() if each.geom}
    rural = sum(size for identifier, size in sizes.items() if "_5." in identifier)

    (whole,) = column(client, "GetCountyById", "geom_wkb", id="0609")
    (part,) = column(client, "GetCommuneById", "geom_wkb", id="060902_5")
    assert shapely.area(shapely.from_wkb(whole)) == pytest.approx(sum(sizes.values()))
    assert shapely.area(shapely.from_wkb(part)) == pytest.approx(rural)


@pytest.mark.parametrize("named", ["Śródmieście", "srodmiescie", TOWN])
def test_a_precinct_by_name_or_code(client: Client, named: str) -> None:
    assert ask(client, "GetRegionByNameOrId", id=named, result="id,region") == ("1", [[TOWN, "Śródmieście"]])


def test_parcels_are_joined_into_one_shape(client: Client) -> None:
    status, ((wkb,),) = ask(client, "GetAggregateArea", id=f"{PRECINCT}.1,{PRECINCT}.2")
    joined = shapely.from_wkb(wkb)

    assert (status, joined.geom_type) == ("0", "Polygon")
    assert shapely.area(joined) == pytest.approx(sum(shapely.area([shape(), shape(f"{PRECINCT}.2")])))


def test_less_than_all_parcels_are_not_joined(client: Client) -> None:
    assert text(client, request="GetAggregateArea", id=f"{ONE},{PRECINCT}.999").startswith("-1 brak wyników\n")


def test_a_point_snaps_to_the_nearest_boundary_point(client: Client) -> None:
    corner = shapely.Point(shapely.get_coordinates(shape())[0])
    status, found, distance = text(client, request="SnapToPoint", xy=f"{corner.x + 1},{corner.y}", radius=3).split()

    assert status == "0"
    assert shapely.from_wkb(found).distance(corner) < 1e-9
    assert float(distance) == pytest.approx(1, abs=1e-5)


def test_nothing_within_the_radius_is_nothing(client: Client) -> None:
    assert text(client, request="SnapToPoint", xy=inside(), radius="0.5").startswith("-1 brak wyników\n")


@settings(max_examples=40)
@given(srid=st.sampled_from(sorted(KNOWN)), east=st.floats(0.05, 0.95), north=st.floats(0.05, 0.95))
def test_a_point_within_a_parcel_finds_it_in_every_system(client: Client, srid: int, east: float, north: float) -> None:
    a, b, _, d = (shapely.get_coordinates(shape())[n] for n in range(4))
    place = a + east * (b - a) + north * (d - a)
    ((x, y),) = transform(place.reshape(1, 2), PL_1992, KNOWN[srid])

    status, ((found, wkb),) = ask(
        client, "GetParcelByXY", xy=f"{float(x)},{float(y)},{srid}", srid=srid, result="teryt,geom_wkb"
    )
    answer = shapely.from_wkb(wkb)
    assert (status, found, int(shapely.get_srid(answer))) == ("0", ONE, srid)
    assert shapely.contains_xy(answer, x, y)


@given(edge=st.integers(100_000, 900_000), digits=st.sampled_from((2, 8)))
def test_no_edge_of_an_extent_is_a_whole_number(edge: int, digits: int) -> None:
    west, south, east, north = map(float, extent((edge, edge, edge + 5, edge + 1e-9), digits).split(","))

    assert not any(value.is_integer() for value in (west, south, east, north))
    assert west < edge and south < edge and east > edge + 5 and north > edge


def test_words_and_names_are_taken_in_any_case(client: Client) -> None:
    said = [text(client, REQUEST=verb.upper(), ID="x", Xy="1,1") for verb in VERBS]

    assert {body.split("\n")[0] for body in said} == {"-1 brak wyników"}
    assert text(client, Request="getparcelbyid", ID=ONE, RESULT="TERYT") == f"0\n{ONE}\n"


def test_one_statement_finds_a_parcel(client: Client) -> None:
    place = inside()
    column(client, "GetParcelById", id=ONE)
    with CaptureQueriesContext(connection) as asked:
        column(client, "GetParcelById", "geom_wkt,teryt,region,datasource", id=ONE)
        column(client, "GetParcelByXY", "geom_wkt,teryt,region", xy=place)

    assert len([query for query in asked if "EXECUTE" in query["sql"]]) == 2


def test_an_unchanged_answer_is_not_sent_again(client: Client) -> None:
    address = f"/uldk/?request=GetParcelById&id={ONE}"
    first = client.get(address)

    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert first["Access-Control-Allow-Origin"] == "*"


def test_fields_hold_nothing_that_clients_split_at_or_skip(client: Client) -> None:
    (line,) = column(client, "GetParcelById", "region", id=f"{AWKWARD}.7")

    assert not any(text in line for text in (";", "|", "XML", "błęd"))
    assert line.startswith("Zabłe")


def test_the_older_address_lists_units_for_its_pick_lists(client: Client) -> None:
    def listed(what: str, above: str) -> str:
        return text(client, "/uldk/service.php", obiekt=what, wynik="nazwa,teryt", teryt=above)

    assert listed("wojewodztwo", "") == "0\nLubelskie|06\n"
    assert listed("powiat", "06") == "0\nLubelski|0609\n"
    assert listed("gmina", "0609") == "0\nBełżyce - miasto|060902_4\nBełżyce - obszar wiejski|060902_5\n"
    assert listed("obreb", "060902_4") == f"0\nŚródmieście|{TOWN}\n"


def test_pick_lists_name_what_is_above_as_their_own_lists_do(client: Client) -> None:
    def listed(what: str, words: str) -> list[list[str]]:
        lines = text(client, "/uldk/service.php", obiekt=what, wynik=words).split("\n")
        return [line.split("|") for line in lines[1:-1]]

    assert listed("wojewodztwo", "wojewodztwo,teryt") == [["Lubelskie", "06"]]
    assert listed("powiat", "powiat,teryt,wojewodztwo") == [["Lubelski", "0609", "Lubelskie"]]
    assert listed("gmina", "gmina,powiat,teryt,wojewodztwo") == [
        ["Bełżyce - miasto", "Lubelski", "060902_4", "Lubelskie"],
        ["Bełżyce - obszar wiejski", "Lubelski", "060902_5", "Lubelskie"],
    ]
    assert listed("obreb", "gmina,powiat,teryt,wojewodztwo,obreb")[0] == [
        "Bełżyce - miasto",
        "Lubelski",
        TOWN,
        "Lubelskie",
        "Śródmieście",
    ]


def test_the_address_is_taken_without_its_slash(client: Client) -> None:
    assert (
        client.get("/uldk", {"request": "GetParcelById", "id": ONE, "result": "id"}).content == f"0\n{ONE}\n".encode()
    )


@pytest.mark.parametrize(
    ("wkt", "written"),
    [
        ("SRID=2180;POLYGON((1 2.5,10 20,1 2.5))", "SRID=2180;POLYGON((1.0 2.5,10.0 20.0,1.0 2.5))"),
        ("SRID=4326;POINT(-22 51)", "SRID=4326;POINT(-22.0 51.0)"),
        ("SRID=2180;POLYGON((0.5 100.25,3.75 4.125))", "SRID=2180;POLYGON((0.5 100.25,3.75 4.125))"),
    ],
)
def test_no_coordinate_of_wkt_is_a_whole_number(wkt: str, written: str) -> None:
    assert with_fractions(wkt) == written


def test_errors_are_word_for_word_those_recorded(client: Client, shared_data: Path) -> None:
    said = {
        "brak_wynikow.txt": text(client, request="GetParcelById", id="999999_9.9999.9"),
        "niepoprawny_parametr.txt": text(client, request="NieistniejacaMetoda"),
    }

    assert said == {name: (shared_data / "uldk" / name).read_text(encoding="utf-8") for name in said}


def test_people_who_open_the_address_see_what_it_is(client: Client) -> None:
    answer = client.get("/uldk/")

    assert answer["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "GetParcelSuccessors" in answer.content.decode()


def test_a_register_without_units_and_outlines_still_answers(client: Client) -> None:
    Unit.objects.update(valid_to="2024-01-01")
    Precinct.objects.all().update(geom=None)
    names.forget()
    tokens = "voivodeship,county,commune,region,teryt"

    assert ask(client, "GetParcelById", id=ONE, result=tokens)[1] == [["", "", "060902_5", "Wola Zmyślona", ONE]]
    assert column(client, "GetRegionByXY", xy=inside()) == [PRECINCT]
    assert text(client, request="GetRegionById", id=PRECINCT, result="geom_wkb,geom_extent,id") == f"0\n||{PRECINCT}\n"
    assert text(client, request="GetCountyById", id="0609").startswith("-1 brak wyników\n")
