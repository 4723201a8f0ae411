"""EGiB features become records: values, versions, references, and nothing of persons."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import shapely

from parcels.importing.read.records import (
    AddressFacts,
    BuildingFacts,
    ContourFacts,
    Kind,
    LandUse,
    NamedFacts,
    ParcelFacts,
)
from tests.parcels.reading.conftest import DEFECTS, Read, read_all
from tests.parcels.reading.egibfile import (
    FIELD,
    IDENTIFIER,
    LAND_REGISTER,
    PERSON,
    SECRETS,
    ZONE_8,
    document,
    feature,
    parcel,
    polygon,
)

LAND_USE = (
    "<egb:klasouzytek><egb:EGB_Klasouzytek><egb:OFU>Br</egb:OFU><egb:OZU>R</egb:OZU><egb:OZK>IIIa</egb:OZK>"
    '<egb:powierzchnia uom="ha">0.1500</egb:powierzchnia></egb:EGB_Klasouzytek></egb:klasouzytek>'
    "<egb:klasouzytek><egb:EGB_Klasouzytek><egb:OFU>dr</egb:OFU>"
    '<egb:powierzchnia uom="m2">2500</egb:powierzchnia></egb:EGB_Klasouzytek></egb:klasouzytek>'
)
OLD_LAND_USE = (
    "<egb:klasouzytekWGranicachDzialki><egb:EGB_Klasouzytek><egb:oznaczenieKlasouzytku>"
    "<egb:EGB_OznaczenieKlasouzytku><egb:OFU>R</egb:OFU><egb:OZU>R</egb:OZU><egb:OZK>V</egb:OZK>"
    "</egb:EGB_OznaczenieKlasouzytku></egb:oznaczenieKlasouzytku>"
    '<egb:powierzchniaEwidencyjnaKlasouzytku uom="ha">0.4</egb:powierzchniaEwidencyjnaKlasouzytku>'
    "</egb:EGB_Klasouzytek></egb:klasouzytekWGranicachDzialki>"
)
REFERENCE = "PL.PZGiK.9999.EGiB_aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb_2022-04-29T12-51-50"


def test_parcel(read: Read) -> None:
    more = f'{LAND_USE}<egb:lokalizacjaDzialki xlink:href="#{REFERENCE}"/>'
    (record,), source, _ = read("egib", document(parcel(more=more)))
    assert record.kind is Kind.PARCELS
    assert (record.namespace, record.local_id) == ("PL.PZGiK.9999.EGiB", "11111111-2222-3333-4444-555555555555")
    assert record.identifier == IDENTIFIER
    assert record.facts == ParcelFacts(
        area_ha=Decimal("0.4000"),
        area_precision=1,
        land_use=(
            LandUse("Br", "R", "IIIa", Decimal("0.1500")),
            LandUse("dr", "", "", Decimal("0.25")),
        ),
        precinct_ref="aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb",
    )
    assert record.line == 3
    assert source.progress()[0] == source.progress()[1]


def test_times_without_a_zone_are_polish(read: Read) -> None:
    (record,), _, _ = read("egib", document(parcel()))
    assert record.version_id == "2024-01-02T03:04:05"
    assert record.valid_from == datetime(2024, 1, 2, 2, 4, 5, tzinfo=UTC)
    assert record.object_from == datetime(2020, 6, 1, 10, 0, tzinfo=UTC)
    assert (record.valid_to, record.object_to) == (None, None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-07-01T12:00:00Z", datetime(2024, 7, 1, 12, tzinfo=UTC)),
        ("2024-07-01T12:00:00.5+02:00", datetime(2024, 7, 1, 10, 0, 0, 500_000, tzinfo=UTC)),
        ("2024-07-01", datetime(2024, 6, 30, 22, tzinfo=UTC)),
        ("2024-07-01T12-30-15", datetime(2024, 7, 1, 10, 30, 15, tzinfo=UTC)),
        ("1.07.2024 r.", datetime(2024, 6, 30, 22, tzinfo=UTC)),
        ("01-07-2024", datetime(2024, 6, 30, 22, tzinfo=UTC)),
    ],
)
def test_spellings_of_time(read: Read, written: str, expected: datetime) -> None:
    text = parcel().replace("<egb:startWersjaObiekt>2024-01-02T03:04:05", f"<egb:startWersjaObiekt>{written}")
    (record,), _, _ = read("egib", document(text))
    assert record.valid_from == expected


@pytest.mark.parametrize(
    "written", ["0001-01-01T00:00:00", "9999-12-31T00:00:00", "2024-02-30", "07/01/2024", "31.02.2024", "teraz"]
)
def test_impossible_times_are_problems(read: Read, written: str) -> None:
    text = parcel().replace("<egb:startWersjaObiekt>2024-01-02T03:04:05", f"<egb:startWersjaObiekt>{written}")
    (record,), _, _ = read("egib", document(text))
    assert record.valid_from is None
    assert [problem.code for problem in record.problems] == ["bad-date"]


def test_closed_version(read: Read) -> None:
    ends = (
        "<egb:koniecWersjaObiekt>2024-05-01T00:00:00</egb:koniecWersjaObiekt>"
        "<egb:koniecObiekt>2024-06-01T00:00:00</egb:koniecObiekt>"
    )
    (record,), _, _ = read("egib", document(parcel(more=ends)))
    assert record.valid_to == datetime(2024, 4, 30, 22, tzinfo=UTC)
    assert record.object_to == datetime(2024, 5, 31, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ('<egb:poleEwidencyjne uom="ha">1,25</egb:poleEwidencyjne>', Decimal("1.25")),
        ('<egb:poleEwidencyjne uom="m2">12500</egb:poleEwidencyjne>', Decimal("1.25")),
        ("<egb:poleEwidencyjne>1.25</egb:poleEwidencyjne>", Decimal("1.25")),
        ('<egb:powierzchniaEwidencyjna uom="ha">1.25</egb:powierzchniaEwidencyjna>', Decimal("1.25")),
        ('<egb:poleEwidencyjne xsi:nil="true" nilReason="unknown"/>', None),
        ("<egb:poleEwidencyjne>None</egb:poleEwidencyjne>", None),
        ("", None),
    ],
)
def test_areas(read: Read, area: str, expected: Decimal | None) -> None:
    (record,), _, _ = read("egib", document(parcel(area=area)))
    assert isinstance(record.facts, ParcelFacts)
    assert (record.facts.area_ha, record.problems) == (expected, ())


@pytest.mark.parametrize("area", ["1e3", "NaN", "1 234", "123456789", "--", "٣"])
def test_what_is_no_area(read: Read, area: str) -> None:
    (record,), _, _ = read("egib", document(parcel(area=f"<egb:poleEwidencyjne>{area}</egb:poleEwidencyjne>")))
    assert [problem.code for problem in record.problems] == ["bad-number"]


def test_land_use_before_2021_inside_the_parcel(read: Read) -> None:
    (record,), _, _ = read("egib", document(parcel(more=OLD_LAND_USE)))
    assert isinstance(record.facts, ParcelFacts)
    assert record.facts.land_use == (LandUse("R", "R", "V", Decimal("0.4")),)


def test_building(read: Read) -> None:
    body = (
        "<egb:idBudynku>060110_2.0011.154/15.1_BUD</egb:idBudynku>"
        f'<egb:geometria><gml:MultiSurface srsName="{ZONE_8}"><gml:surfaceMember>{polygon(FIELD, srs=None)}'
        "</gml:surfaceMember></gml:MultiSurface></egb:geometria><egb:rodzajWgKST>m</egb:rodzajWgKST>"
        "<egb:liczbaKondygnacjiNadziemnych>2</egb:liczbaKondygnacjiNadziemnych>"
        "<egb:liczbaKondygnacjiPodziemnych>0</egb:liczbaKondygnacjiPodziemnych>"
        f'<egb:powZabudowy uom="m2">120.5</egb:powZabudowy><egb:dzialkaZabudowana xlink:href="{REFERENCE}"/>'
        '<egb:dzialkaZabudowana xlink:href="urn:pzgik:id:PL.PZGiK.9999.EGiB:cc:2020"/><egb:dzialkaZabudowana/>'
    )
    (record,), _, _ = read("egib", document(feature("EGB_Budynek", body)))
    assert record.kind is Kind.BUILDINGS
    assert record.facts == BuildingFacts("m", 2, 0, Decimal("120.5"), ("aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb", "cc"))
    assert isinstance(record.geometry, shapely.MultiPolygon)


def test_precincts_and_units_need_no_outline(read: Read) -> None:
    precinct = "<egb:idObrebu>060110_2.0011</egb:idObrebu><egb:nazwaWlasna>ŁUKOWISKO</egb:nazwaWlasna>"
    unit = "<egb:idJednostkiEwid>060110_2</egb:idJednostkiEwid><egb:nazwaWlasna>Gmina</egb:nazwaWlasna>"
    features = feature("EGB_ObrebEwidencyjny", precinct), feature("EGB_JednostkaEwidencyjna", unit)
    records, source, _ = read("egib", document(*features))
    assert [record.kind for record in records] == [Kind.PRECINCTS, Kind.UNITS]
    assert [record.facts for record in records] == [NamedFacts("ŁUKOWISKO"), NamedFacts("Gmina")]
    assert not any(record.problems for record in records)
    assert source.complete_precincts == {"060110_2.0011"}


def test_contours_and_addresses(read: Read) -> None:
    area = f"<egb:geometria>{polygon(FIELD)}</egb:geometria>"
    use = f"{area}<egb:idUzytku>060110_2.0011.UG.1</egb:idUzytku><egb:OFU>Ł</egb:OFU>"
    soil = f"{area}<egb:idKonturu>060110_2.0011.K.1</egb:idKonturu><egb:OZU>Ps</egb:OZU><egb:OZK>VIz</egb:OZK>"
    address = (
        "<egb:nazwaMiejscowosci>Wieś</egb:nazwaMiejscowosci><egb:idMiejscowosci>0012345</egb:idMiejscowosci>"
        "<egb:nazwaUlicy>Polna</egb:nazwaUlicy><egb:idNazwyUlicy>12345</egb:idNazwyUlicy>"
        "<egb:numerPorzadkowy>7A</egb:numerPorzadkowy><egb:geometria>"
        f'<gml:Point srsName="{ZONE_8}"><gml:pos>5772000 8413000</gml:pos></gml:Point></egb:geometria>'
    )
    features = (
        feature("EGB_KonturUzytkuGruntowego", use),
        feature("EGB_KonturKlasyfikacyjny", soil),
        feature("EGB_AdresNieruchomosci", address),
    )
    records, _, _ = read("egib", document(*features))
    assert [record.kind for record in records] == [Kind.LAND_USE, Kind.SOIL, Kind.ADDRESSES]
    assert [record.facts for record in records] == [
        ContourFacts(ofu="Ł"),
        ContourFacts(ozu="Ps", ozk="VIz"),
        AddressFacts("Wieś", "Polna", "7A", "", "0012345", "12345"),
    ]
    assert isinstance(records[2].geometry, shapely.Point)


def test_a_point_is_no_parcel(read: Read) -> None:
    point = f'<gml:Point srsName="{ZONE_8}"><gml:pos>5772000 8413000</gml:pos></gml:Point>'
    (record,), _, _ = read("egib", document(parcel(geometry=point)))
    assert [problem.code for problem in record.problems] == ["bad-geometry"]


def test_empty_elements_and_nils(read: Read) -> None:
    bare = (
        '<egb:EGB_DzialkaEwidencyjna gml:id="p"><egb:idIIP/><egb:startObiekt/><egb:startWersjaObiekt xsi:nil="true"/>'
        "<egb:idDzialki/><egb:geometria/><egb:poleEwidencyjne/><egb:klasouzytek/><egb:lokalizacjaDzialki/>"
        "</egb:EGB_DzialkaEwidencyjna>"
    )
    (record,), _, _ = read("egib", document(bare))
    assert [problem.code for problem in record.problems] == ["missing-identifier", "missing-geometry"]
    assert (record.namespace, record.local_id, record.version_id) == ("", "", "")
    assert record.facts == ParcelFacts()


@pytest.mark.parametrize("wrapper", ["gml:featureMember", "gml:member", "wfs:member", "ogr:featureMember"])
def test_wrappers(read: Read, wrapper: str) -> None:
    prefix = wrapper.partition(":")[0]
    text = document(parcel(), wrapper=wrapper).decode()
    if prefix != "gml":
        text = text.replace("<gml:FeatureCollection ", f'<gml:FeatureCollection xmlns:{prefix}="urn:w" ')
    records, _, fault = read("egib", text.encode())
    assert (len(records), fault) == (1, "")


def test_any_prefix_will_do(read: Read) -> None:
    text = document(parcel()).decode().replace("egb:", "").replace("xmlns:egb", "xmlns").replace(":egb=", "=")
    (record,), _, _ = read("egib", text.encode())
    assert record.identifier == IDENTIFIER


def test_a_parcel_of_another_schema_is_passed_over(read: Read) -> None:
    text = document(parcel()).decode().replace('"ewidencjaGruntowIBudynkow:1.0"', '"urn:inna"')
    records, source, _ = read("egib", text.encode())
    assert records == []
    assert [note.detail for note in source.notes] == ["EGB_DzialkaEwidencyjna: 1"]


def test_export_date_of_a_comment(read: Read) -> None:
    comment = "<!--Utworzono w: Program\nCzas eksportu: 2025-03-15T15:13:36\n-->\n"
    _, source, _ = read("egib", document(parcel(), prolog=comment))
    assert source.data_date == date(2025, 3, 15)
    assert read("egib", document(parcel(), prolog="<!--Czas eksportu: 2025-13-15-->"))[1].data_date is None


def test_persons_are_counted_and_nothing_more() -> None:
    records, source, _ = read_all("egib", DEFECTS / "persons.gml")
    assert [record.kind for record in records] == [Kind.PARCELS, Kind.BUILDINGS]
    assert [note.detail for note in source.notes if note.code == "dropped-persons"] == ["2"]
    told = repr((records, source.notes))
    assert not [secret for secret in SECRETS if secret in told]


@pytest.mark.parametrize(
    "broken", [f"{PERSON[:-10]}", f"{PERSON}&Niewymowna;", PERSON.replace("</egb:pesel>", "</egb:Niewymowna>")]
)
def test_faults_do_not_quote_the_source(read: Read, broken: str, caplog: pytest.LogCaptureFixture) -> None:
    content = document(parcel(more=LAND_REGISTER), broken)
    source_records, source, fault = read("egib", content)
    assert fault
    told = repr((source_records, source.notes, fault)) + caplog.text
    assert not [secret for secret in SECRETS if secret in told]
