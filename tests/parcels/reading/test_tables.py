"""Parcels, buildings and addresses from the formats in which offices pass tables around."""

import io
import json
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyogrio.raw
import pytest
import shapely

from parcels.importing.read.records import AddressFacts, BuildingFacts, Kind, LandUse, ParcelFacts, Record
from sip.geo.crs import ETRS89, PL_1992, PL_2000, WGS84, transform
from tests.parcels.reading.conftest import Read, read_all
from tests.parcels.reading.egibfile import FIELD, IDENTIFIER, positions

EAST_NORTH = np.array([(easting, northing) for northing, easting in FIELD])
PLACE = transform(EAST_NORTH, PL_2000[3], PL_1992)
DEGREES = transform(EAST_NORTH, PL_2000[3], WGS84)
Attributes = Mapping[str, object]


def in_place(record: Record) -> bool:
    geometry = shapely.get_parts(record.geometry)[0]
    return bool(shapely.equals_exact(shapely.normalize(geometry), shapely.normalize(shapely.Polygon(PLACE)), 0.01))


def feature(properties: Attributes, ring: object = None, kind: str = "Polygon") -> Attributes:
    coordinates = [[*DEGREES.tolist(), DEGREES[0].tolist()]] if ring is None else ring
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features: object, **members: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", **members, "features": features}, ensure_ascii=False).encode()


def codes(record: Record) -> list[str]:
    return [problem.code for problem in record.problems]


@pytest.mark.parametrize(
    "properties",
    [
        {"idDzialki": IDENTIFIER, "poleEwidencyjne": "0.4012"},
        {"ID_DZIALKI": IDENTIFIER, "POLE_EWIDENCYJNE": "0,4012"},
        {"id_dzialki": f" {IDENTIFIER} ", "POLE_EWIDENYJNE": 0.4012},
        {"Identyfikator": IDENTIFIER, "pow_ewid": "0.4012", "obce": None},
    ],
)
def test_geojson_with_names_in_common_use(read: Read, properties: Attributes) -> None:
    (record,), source, fault = read("parcels", collection(feature(properties)))
    assert (record.kind, record.identifier, record.line, fault) == (Kind.PARCELS, IDENTIFIER, 1, "")
    assert record.facts == ParcelFacts(area_ha=Decimal("0.4012"))
    assert in_place(record)
    assert source.notes == []


def test_geojson_with_a_mapping(read: Read) -> None:
    content = collection(feature({"KOD": IDENTIFIER, "idDzialki": "stary", "HA": "0.4"}))
    (record,), _, _ = read("parcels", content, mapping={"identifier": "kod", "area": "ha"})
    assert record.identifier == IDENTIFIER
    assert record.facts == ParcelFacts(area_ha=Decimal("0.4"))


def test_geojson_versions_and_everything(read: Read) -> None:
    properties = {
        "idDzialki": IDENTIFIER,
        "lokalnyId": "abc",
        "wersjaId": "2022-10-25T14:59:30",
        "przestrzenNazw": "PL.PZGiK.1.EGiB",
        "startObiekt": "2020-01-01T00:00:00",
        "startWersjaObiekt": "2022-10-25T14:59:30",
        "koniecWersjaObiekt": "None",
        "GRUPA_REJESTROWA": "7 - osoby fizyczne",
        "KLASOUZYTKI_EGIB": "RIVa 0,3000, Br-RV, dr; Ls",
        "NAZWA_OBREBU": "?UKOWISKO",
        "wlasciciel": "Niewymowna",
    }
    (record,), _, _ = read("parcels", collection(feature(properties)))
    assert (record.namespace, record.local_id, record.version_id) == (
        "PL.PZGiK.1.EGiB",
        "abc",
        "2022-10-25T14:59:30",
    )
    assert record.facts == ParcelFacts(
        land_use=(
            LandUse("R", "R", "IVa", Decimal("0.3000")),
            LandUse("Br", "R", "V", None),
            LandUse("dr", "", "", None),
            LandUse("Ls", "", "", None),
        ),
        precinct_ref="?UKOWISKO",
    )
    assert record.valid_from is not None
    assert record.valid_to is None
    assert "Niewymowna" not in repr(record)


@pytest.mark.parametrize(
    ("name", "ring"),
    [
        ("urn:ogc:def:crs:EPSG::2180", PLACE),
        ("urn:ogc:def:crs:EPSG::2180", PLACE[:, ::-1]),
        ("EPSG:2179", EAST_NORTH),
        ("urn:ogc:def:crs:EPSG::2177", EAST_NORTH),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", DEGREES),
        ("EPSG:31467", PLACE),
    ],
)
def test_geojson_with_a_crs_is_proved_all_the_same(
    read: Read, name: str, ring: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> None:
    closed = [[*ring.tolist(), ring[0].tolist()]]
    crs = {"type": "name", "properties": {"name": name}}
    (record,), _, _ = read("parcels", collection(feature({"idDzialki": IDENTIFIER}, closed), crs=crs))
    assert in_place(record)


def test_geojson_areas_in_square_metres(read: Read) -> None:
    features = [feature({"idDzialki": f"060110_2.0011.{number}", "pole": "4012"}) for number in range(1, 4)]
    records, source, _ = read("parcels", collection(*features, feature({"idDzialki": "060110_2.0011.4"})))
    areas = [record.facts.area_ha for record in records if isinstance(record.facts, ParcelFacts)]
    assert areas == [Decimal("0.4012")] * 3 + [None]
    assert [note.code for note in source.notes] == ["area-in-square-metres"]


@pytest.mark.parametrize(
    ("geometry", "problem"),
    [
        (None, "missing-geometry"),
        ({"type": "Polygon", "coordinates": []}, "missing-geometry"),
        ({"type": "Polygon", "coordinates": [[[22.7, 52.0], [22.8, 52.0], [22.8, 52.1]]]}, "bad-geometry"),
        ({"type": "Polygon", "coordinates": [[[22.7], [22.8, 52.0]]]}, "bad-geometry"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "bad-geometry"),
        ({"type": "Polygon", "coordinates": 5}, "bad-geometry"),
        ({"type": "Polygon"}, "bad-geometry"),
        ({"type": "LineString", "coordinates": [[22.7, 52.0], [22.8, 52.0]]}, "bad-geometry"),
        ({"type": "Point", "coordinates": [22.7, 52.0]}, "bad-geometry"),
        ({"type": "Polygon", "coordinates": [[[float("nan"), 52.0]] * 4]}, "bad-geometry"),
        ({"type": "Polygon", "coordinates": [[[10**400, 52]] * 4]}, "bad-geometry"),
        ("circle", "bad-geometry"),
    ],
)
def test_geojson_geometries_that_are_none(read: Read, geometry: object, problem: str) -> None:
    sound = feature({"idDzialki": IDENTIFIER})
    spoilt = {"type": "Feature", "properties": {"idDzialki": IDENTIFIER}, "geometry": geometry}
    (first, second), _, fault = read("parcels", collection(sound, spoilt))
    assert (codes(first), codes(second), fault) == ([], [problem], "")


@pytest.mark.parametrize("content", [b"5", b"null", b'"text"', b"[1, 2]", b'{"properties": 7}', b"{}"])
def test_geojson_features_that_are_none(read: Read, content: bytes) -> None:
    (record,), _, _ = read("parcels", b'{"features": [' + content + b"]}")
    assert codes(record) == ["missing-identifier", "missing-geometry"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"type": "FeatureCollection"}', "wrong-root"),
        (b'{"geometryType": "esriGeometryPolygon", "features": [{"attributes": {}, "geometry": {}}]}', "wrong-root"),
        (b'{"type": "FeatureColl', "truncated"),
        (collection(feature({}))[:-30], "truncated"),
        (b'{"features": [{"a": nonsense}]}', "unknown-format"),
        (b'{"features": [{"a": "\xb3"}]}', "wrong-encoding"),
        (b'{"features": [' + b'{"a":' * 100_000, "too-deep"),
        (b'{"features": [' + b"[" * 200_000, "too-deep"),
        (b'{"features": [{"a": "' + b"x" * (20 << 20), "too-large-text"),
        (b'{"a": "' + b"x" * (2 << 20), "truncated"),
        (b'{"features": [{"a": ' + b"9" * 5000 + b"}]}", "unknown-format"),
    ],
)
def test_geojson_faults(read: Read, content: bytes, code: str) -> None:
    assert read("parcels", content)[2] == code


def test_geojson_records_before_a_cut_are_kept(read: Read) -> None:
    content = collection(*[feature({"idDzialki": IDENTIFIER})] * 3)
    records, _, fault = read("parcels", content[:-60])
    assert (len(records), fault) == (2, "truncated")


def test_nul_never_gets_through(read: Read) -> None:
    (record,), _, _ = read("parcels", collection(feature({"idDzialki": "0601\x0010"})))
    assert "\0" not in record.identifier


WKT = f"POLYGON(({', '.join(f'{x} {y}' for x, y in (*PLACE.tolist(), PLACE[0].tolist()))}))"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "iso-8859-2"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_csv(read: Read, delimiter: str, encoding: str) -> None:
    lines = [["idDzialki", "pole", "nazwa_obrębu", "WKT"], [IDENTIFIER, "0.4", "ŁUKOWIŚKO", f'"{WKT}"']]
    text = "\r\n".join(map(delimiter.join, lines))
    (record,), source, fault = read("parcels", text.encode(encoding), "dzialki.csv")
    assert (record.identifier, record.line, fault) == (IDENTIFIER, 2, "")
    assert record.facts == ParcelFacts(area_ha=Decimal("0.4"), precinct_ref="ŁUKOWIŚKO")
    assert in_place(record)
    assert [note.code for note in source.notes] == ["crs-assumed"]


def test_csv_of_the_national_locator(read: Read) -> None:
    (record,), source, _ = read("parcels", f"id_dzialki|geom_wkt\n{IDENTIFIER}|SRID=2180;{WKT}\n".encode())
    assert in_place(record)
    assert source.notes == []


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", "missing-geometry"),
        ("POLYGON EMPTY", "missing-geometry"),
        ("POLYGON((1 2, 3", "bad-geometry"),
        ("POLYGON((1 2, 3 4, 5 6, 7 8))", "bad-geometry"),
        ("POLYGON((NaN 2, 3 4, 5 6, NaN 2))", "bad-geometry"),
        ("LINESTRING(1 2, 3 4)", "bad-geometry"),
        ("pole", "bad-geometry"),
    ],
)
def test_csv_geometries_that_are_none(read: Read, cell: str, problem: str) -> None:
    text = f"id_dzialki;wkt\n{IDENTIFIER};{WKT}\n{IDENTIFIER};{cell}\n"
    (first, second), _, fault = read("parcels", text.encode())
    assert (codes(first), codes(second), fault) == ([], [problem], "")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"nazwa\na\n", "unknown-format"),
        (b"nazwa;kolor\na;b\n", "unknown-columns"),
        (b"id_dzialki;wkt\n" + "ż".encode() + b"\xff\xb3;\n", "wrong-encoding"),
        (b'id_dzialki;wkt\n"' + b"x" * (20 << 20), "too-large-text"),
        (b"id_dzialki;wkt\n" + b"x" * (20 << 20), "too-large-text"),
        (b'id_dzialki;wkt\n"' + b"x\n" * (10 << 20), "too-large-text"),
    ],
)
def test_csv_faults(read: Read, content: bytes, code: str) -> None:
    assert read("parcels", content)[2] == code


def written(
    path: Path, geometries: Sequence[shapely.Geometry | None], columns: dict[str, list[object]], **more: str
) -> None:
    pyogrio.raw.write(
        str(path),
        shapely.to_wkb(np.array(geometries, dtype=object)),
        field_data=[np.array(values, dtype=object) for values in columns.values()],
        fields=list(columns),
        geometry_type="Polygon",
        **{"crs": "EPSG:2179", **more},
    )


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".fgb"])
def test_gdal_formats(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"dzialki{suffix}"
    square = shapely.Polygon(EAST_NORTH)
    more = {"SPATIAL_INDEX": "NO"} if suffix == ".fgb" else {}
    written(
        path, [square, None], {"id_dzialki": [IDENTIFIER, "x"], "pow_ewid": ["0.4", None], "uwagi": ["ł", ""]}, **more
    )
    (record, other), source, fault = read_all("parcels", path)
    assert (record.identifier, record.facts, record.line, fault) == (
        IDENTIFIER,
        ParcelFacts(area_ha=Decimal("0.4")),
        1,
        "",
    )
    assert in_place(record)
    assert (codes(other), source.notes) == (["missing-geometry"], [])
    assert source.progress()[0] == source.progress()[1]


@pytest.mark.parametrize("crs", ["EPSG:2180", "EPSG:2177"])
def test_gdal_formats_are_proved_all_the_same(tmp_path: Path, crs: str) -> None:
    path = tmp_path / "dzialki.gpkg"
    written(path, [shapely.Polygon(EAST_NORTH)], {"id_dzialki": [IDENTIFIER]}, crs=crs)
    (record,), source, _ = read_all("parcels", path)
    assert in_place(record)
    assert [note.code for note in source.notes] == ["zone-corrected"]


def zip_of(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.iterdir():
            archive.write(path, f"dane/{path.name}")
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["CP1250", "ISO-8859-2", "UTF-8"])
@pytest.mark.parametrize("declared", [True, False])
def test_zipped_shapefile_in_either_encoding(tmp_path: Path, encoding: str, declared: bool) -> None:
    folder = tmp_path / "shp"
    folder.mkdir()
    columns: dict[str, list[object]] = {"id_dzialki": [IDENTIFIER], "obreb": ["ŁUKOWISKO żółć, śląsk"]}
    written(folder / "dzialki.shp", [shapely.Polygon(EAST_NORTH)], columns, encoding=encoding)
    if not declared:
        (folder / "dzialki.cpg").unlink()
    (tmp_path / "dzialki.zip").write_bytes(zip_of(folder))
    for path in (tmp_path / "dzialki.zip", folder / "dzialki.shp"):
        (record,), _, fault = read_all("parcels", path)
        assert fault == ""
        assert isinstance(record.facts, ParcelFacts)
        assert record.facts.precinct_ref == "ŁUKOWISKO żółć, śląsk"
        assert in_place(record)


def test_shapefile_of_dos(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {"id_dzialki": [IDENTIFIER], "obreb": ["ŁUKOWISKO żółć"]}
    written(tmp_path / "dzialki.shp", [shapely.Polygon(EAST_NORTH)], columns, encoding="CP852")
    (tmp_path / "dzialki.cpg").unlink()
    table = bytearray((tmp_path / "dzialki.dbf").read_bytes())
    table[29] = 100
    (tmp_path / "dzialki.dbf").write_bytes(table)

    (record,), _, _ = read_all("parcels", tmp_path / "dzialki.shp")

    assert isinstance(record.facts, ParcelFacts)
    assert record.facts.precinct_ref == "ŁUKOWISKO żółć"


@pytest.mark.parametrize("encoding", ["CP1250", "UTF-8"])
@pytest.mark.parametrize("said", ["UTF-8", "1250", "nobody knows", "\0"])
def test_shapefile_that_names_another_encoding_than_it_is_in(tmp_path: Path, encoding: str, said: str) -> None:
    columns: dict[str, list[object]] = {"id_dzialki": [IDENTIFIER], "obreb": ["ŁUKOWISKO żółć"]}
    written(tmp_path / "dzialki.shp", [shapely.Polygon(EAST_NORTH)], columns, encoding=encoding)
    (tmp_path / "dzialki.cpg").write_text(said)

    (record,), _, fault = read_all("parcels", tmp_path / "dzialki.shp")

    assert fault == ""
    assert isinstance(record.facts, ParcelFacts) and record.facts.precinct_ref == "ŁUKOWISKO żółć"


def test_shapefile_without_its_table_is_unreadable(tmp_path: Path) -> None:
    written(tmp_path / "dzialki.shp", [shapely.Polygon(EAST_NORTH)], {"id_dzialki": [IDENTIFIER]})
    shutil.move(tmp_path / "dzialki.shp", tmp_path / "alone.shp")
    assert read_all("parcels", tmp_path / "alone.shp")[2] == "unknown-format"


def test_many_features_come_in_batches(tmp_path: Path) -> None:
    path = tmp_path / "dzialki.gpkg"
    count = 12_345
    names: list[object] = [f"060110_2.0011.{number}" for number in range(count)]
    written(path, [shapely.Polygon(EAST_NORTH)] * count, {"id_dzialki": names})
    records, _, _ = read_all("parcels", path)
    assert [record.identifier for record in records] == names


def wfs(class_name: str, attributes: str, srs: str = "urn:ogc:def:crs:EPSG::2179") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0"'
        ' xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:ms="http://mapserver.gis.umn.edu/mapserver"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" timeStamp="2026-09-03T12:15:24Z"'
        ' xsi:schemaLocation="http://mapserver.gis.umn.edu/mapserver http://127.0.0.1:1/schema.xsd">'
        f'<wfs:boundedBy/><wfs:member><ms:{class_name} gml:id="x"><gml:boundedBy><gml:Envelope srsName="{srs}">'
        "<gml:lowerCorner>1 1</gml:lowerCorner></gml:Envelope></gml:boundedBy><ms:msGeometry>"
        f'<gml:Polygon srsName="{srs}"><gml:exterior><gml:LinearRing><gml:posList>{positions(FIELD)}</gml:posList>'
        f"</gml:LinearRing></gml:exterior></gml:Polygon></ms:msGeometry>{attributes}</ms:{class_name}></wfs:member>"
        "</wfs:FeatureCollection>"
    ).encode()


@pytest.mark.parametrize(
    "srs", ["urn:ogc:def:crs:EPSG::2179", "EPSG:2179", "http://www.opengis.net/gml/srs/epsg.xml#2179"]
)
def test_wfs_answer_with_parcels(read: Read, srs: str) -> None:
    attributes = (
        f"<ms:ID_DZIALKI>{IDENTIFIER}</ms:ID_DZIALKI><ms:POLE_EWIDENCYJNE>None</ms:POLE_EWIDENCYJNE>"
        "<ms:GRUPA_REJESTROWA>15</ms:GRUPA_REJESTROWA><ms:KW>LU1X/1/1</ms:KW><ms:NUMER_OBREBU>11</ms:NUMER_OBREBU>"
    )
    (record,), source, fault = read("parcels", wfs("dzialki", attributes, srs))
    assert (record.identifier, record.line, fault) == (IDENTIFIER, 1, "")
    assert record.facts == ParcelFacts(precinct_ref="11")
    assert in_place(record)
    assert str(source.data_date) == "2026-09-03"


@pytest.mark.parametrize(("kind", "letter"), [("m", "m"), ("budynki mieszkalne", "m"), ("inne niemieszkalne", "i"),
                                              ("g - gospodarcze", "g"), ("?", ""), ("", "")])  # fmt: skip
def test_wfs_answer_with_buildings(read: Read, kind: str, letter: str) -> None:
    attributes = (
        f"<ms:ID_BUDYNKU>{IDENTIFIER}.1_BUD</ms:ID_BUDYNKU><ms:RODZAJ>{kind}</ms:RODZAJ>"
        "<ms:KONDYGNACJE_NADZIEMNE>2</ms:KONDYGNACJE_NADZIEMNE><ms:KONDYGNACJE_PODZIEMNE/>"
    )
    (record,), _, _ = read("buildings", wfs("budynki", attributes))
    assert (record.kind, record.identifier) == (Kind.BUILDINGS, f"{IDENTIFIER}.1_BUD")
    assert record.facts == BuildingFacts(letter, floors_above=2)
    assert in_place(record)


@pytest.mark.parametrize("columns", ["x;y", "lon;lat", "Easting;Northing"])
@pytest.mark.parametrize("points", [PLACE, EAST_NORTH, EAST_NORTH[:, ::-1], transform(PLACE, PL_1992, ETRS89)])
def test_csv_with_addresses(
    read: Read, columns: str, points: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> None:
    header = f"miejscowosc;ulica;numer;kod;SIMC;ULIC;{columns}"
    rows = [f"Lublin;Polna;{number};20-001;0954700;12345;{x!r};{y!r}".replace(".", ",")
            for number, (x, y) in enumerate(points.tolist())]  # fmt: skip
    records, _, fault = read("addresses", "\n".join([header, *rows]).encode())
    assert fault == ""
    assert records[3].facts == AddressFacts("Lublin", "Polna", "3", "20-001", "0954700", "12345")
    assert shapely.get_coordinates([record.geometry for record in records]) == pytest.approx(PLACE, abs=0.02)


def test_csv_address_without_a_place(read: Read) -> None:
    (first, second), _, _ = read("addresses", b"miejscowosc;numer;x;y\nLublin;1;;\nLublin;2;a;b\n")
    assert (codes(first), codes(second)) == (["missing-geometry"], ["bad-geometry"])


PRG_2012 = """<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:prg-ad="urn:gugik:specyfikacje:gmlas:panstwowyRejestrGranicAdresy:1.0"
 xmlns:bt="urn:gugik:specyfikacje:gmlas:modelPodstawowy:1.0"><gml:featureMember><prg-ad:PRG_PunktAdresowy gml:id="a">
<prg-ad:idIIP><bt:BT_Identyfikator><bt:lokalnyId>abc</bt:lokalnyId><bt:przestrzenNazw>PL.ZIPIN</bt:przestrzenNazw>
<bt:wersjaId>2020-01-02T00:00:00</bt:wersjaId></bt:BT_Identyfikator></prg-ad:idIIP><prg-ad:cyklZycia>
<bt:BT_CyklZyciaInfo><bt:poczatekWersjiObiektu>2020-01-02T00:00:00</bt:poczatekWersjiObiektu></bt:BT_CyklZyciaInfo>
</prg-ad:cyklZycia><prg-ad:jednostkaAdmnistracyjna>Polska</prg-ad:jednostkaAdmnistracyjna>
<prg-ad:miejscowosc>Łukowisko</prg-ad:miejscowosc><prg-ad:ulica/><prg-ad:numerPorzadkowy>7A</prg-ad:numerPorzadkowy>
<prg-ad:kodPocztowy>21-560</prg-ad:kodPocztowy><prg-ad:pozycja><gml:Point srsName="urn:ogc:def:crs:EPSG::2180">
<gml:pos>{north} {east}</gml:pos></gml:Point></prg-ad:pozycja><prg-ad:komponent xlink:href="#m1"/>
</prg-ad:PRG_PunktAdresowy></gml:featureMember><gml:featureMember><prg-ad:PRG_MiejscowoscNazwa gml:id="m1">
<prg-ad:nazwa>Łukowisko</prg-ad:nazwa><prg-ad:idTERYT>0011223</prg-ad:idTERYT></prg-ad:PRG_MiejscowoscNazwa>
</gml:featureMember></gml:FeatureCollection>"""
PRG_2021 = """<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:prgad="https://geoportal.gov.pl/schemas/prgad/1.0"><gml:featureMember><prgad:AD_PunktAdresowy gml:id="a">
<prgad:idIIP><prgad:AD_IdentyfikatorIIP><prgad:lokalnyId>abc</prgad:lokalnyId>
<prgad:przestrzenNazw>PL.ZIPIN</prgad:przestrzenNazw><prgad:wersjaId>2020-01-02T00:00:00</prgad:wersjaId>
</prgad:AD_IdentyfikatorIIP></prgad:idIIP><prgad:poczatekWersjiObiektu>2020-01-02T00:00:00</prgad:poczatekWersjiObiektu>
<prgad:numerPorzadkowy>7A</prgad:numerPorzadkowy><prgad:georeferencja><gml:Point srsName="urn:ogc:def:crs:EPSG::2180">
<gml:pos>{north} {east}</gml:pos></gml:Point></prgad:georeferencja><prgad:kodPocztowy>21-560</prgad:kodPocztowy>
<prgad:miejscowosc xlink:href="#m1"/><prgad:ulica xlink:href="#u1"/></prgad:AD_PunktAdresowy></gml:featureMember>
<gml:featureMember><prgad:AD_Miejscowosc gml:id="m1"><prgad:nazwa>Łukowisko</prgad:nazwa>
<prgad:identyfikatorSIMC>0011223</prgad:identyfikatorSIMC></prgad:AD_Miejscowosc></gml:featureMember>
<gml:featureMember><prgad:AD_UlicaPlac gml:id="u1"><prgad:nazwaPelna>ulica Polna</prgad:nazwaPelna>
<prgad:identyfikatorULIC>12345</prgad:identyfikatorULIC></prgad:AD_UlicaPlac></gml:featureMember>
</gml:FeatureCollection>"""


@pytest.mark.parametrize(
    ("text", "street"), [(PRG_2012, ("", "")), (PRG_2021, ("ulica Polna", "12345"))], ids=["2012", "2021"]
)
def test_prg_addresses(read: Read, text: str, street: tuple[str, str]) -> None:
    east, north = PLACE[0]
    (record,), source, fault = read("addresses", text.format(north=north, east=east).encode())
    assert (record.kind, record.local_id, record.namespace, fault) == (Kind.ADDRESSES, "abc", "PL.ZIPIN", "")
    assert record.facts == AddressFacts("Łukowisko", street[0], "7A", "21-560", "0011223", street[1])
    assert record.valid_from is not None
    assert shapely.get_coordinates(record.geometry) == pytest.approx(PLACE[:1])
    assert {note.code for note in source.notes} <= {"place-unproved"}
    assert source.progress()[0] == source.progress()[1]


def test_prg_cut_short(read: Read) -> None:
    assert read("addresses", PRG_2021[:900].encode())[2] == "truncated"
