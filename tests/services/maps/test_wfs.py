"""WFS: every type with right counts and places in every system and version, filters, pages, and what is refused."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from lxml import etree

from sip.geo.crs import KNOWN, AxisOrder
from sip.public import rows
from sip.services.maps.mapfile import select
from sip.services.registry.drawn import BY_NAME, DRAWN
from tests.parcels.importing.village import PRECINCT
from tests.services.maps.asking import VERSIONS, Box, numbers, parcels, place, report, wfs

pytestmark = [pytest.mark.django_db(databases=["default", "public"]), pytest.mark.usefixtures("village")]

TYPES = [drawn for drawn in DRAWN if not drawn.labels_only]
FES = {
    "1.1.0": ("http://www.opengis.net/ogc", "PropertyName", "http://www.opengis.net/gml"),
    "2.0.0": ("http://www.opengis.net/fes/2.0", "ValueReference", "http://www.opengis.net/gml/3.2"),
}


def compared(version: str, operator: str, name: str, value: str, more: str = "") -> str:
    namespace, reference, _ = FES[version]
    operands = f"<{reference}>{name}</{reference}><Literal>{value}</Literal>"
    return f'<Filter xmlns="{namespace}"><{operator}{more}>{operands}</{operator}></Filter>'


def within(version: str, box: Box, name: str) -> str:
    namespace, reference, gml = FES[version]
    edges = (
        f"<gml:{edge}Corner>{a!r} {b!r}</gml:{edge}Corner>" for edge, a, b in (("lower", *box[:2]), ("upper", *box[2:]))
    )
    shape = f'<gml:Envelope srsName="{name}">{"".join(edges)}</gml:Envelope>'
    operands = f"<{reference}>msGeometry</{reference}>{shape}"
    return f'<Filter xmlns="{namespace}" xmlns:gml="{gml}"><BBOX>{operands}</BBOX></Filter>'


def corners(answer: Any) -> list[tuple[float, float]]:
    texts = re.findall("<gml:posList[^>]*>([^<]*)<", answer.content.decode())
    values = [float(word) for word in " ".join(texts).split()]
    return list(zip(values[::2], values[1::2], strict=True))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("srid", list(KNOWN))
def test_a_parcel_is_written_where_the_database_has_it(client: Client, version: str, srid: int) -> None:
    """Axes as the authority has them, and the name of the system says so."""
    crs, (west, south, east, north) = KNOWN[srid], place("2", srid)
    answer = parcels(
        client,
        version,
        SRSNAME=f"urn:ogc:def:crs:EPSG::{srid}",
        FILTER=compared(version, "PropertyIsEqualTo", "NUMER_DZIALKI", "2"),
    )
    found = corners(answer)
    expected = ((south, west), (north, east)) if crs.axes == AxisOrder.NORTH_EAST else ((west, south), (east, north))

    assert (min(a for a, _ in found), min(b for _, b in found)) == pytest.approx(
        expected[0], abs=2e-3 if abs(west) > 360 else 1e-7
    )
    assert (max(a for a, _ in found), max(b for _, b in found)) == pytest.approx(
        expected[1], abs=2e-3 if abs(west) > 360 else 1e-7
    )
    assert set(re.findall('srsName="([^"]*)"', answer.content.decode())) == {f"urn:ogc:def:crs:EPSG::{srid}"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("srid", list(KNOWN))
def test_boxes_are_read_by_the_order_of_their_systems_name(client: Client, version: str, srid: int) -> None:
    """A long name has its authority's order, a short one easting (longitude) first."""
    west, south, east, north = place("2", srid)
    middle_x, middle_y, step = (west + east) / 2, (south + north) / 2, (east - west) / 10
    xy = (middle_x - step, middle_y - step, middle_x + step, middle_y + step)
    yx = (xy[1], xy[0], xy[3], xy[2])
    long = yx if KNOWN[srid].axes == AxisOrder.NORTH_EAST else xy
    for box, name in ((long, f"urn:ogc:def:crs:EPSG::{srid}"), (xy, f"EPSG:{srid}")):
        texts = ",".join(map(repr, box))
        condition = within(version, box, name)
        assert numbers(parcels(client, version, BBOX=f"{texts},{name}")) == ["2"], name
        assert numbers(parcels(client, version, FILTER=condition)) == ["2"], name


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("drawn", TYPES, ids=lambda drawn: drawn.name)
def test_every_type_has_as_many_features_as_the_database(client: Client, version: str, drawn: Any) -> None:
    name = "TYPENAMES" if version == "2.0.0" else "TYPENAME"
    statement = select(drawn, on_day=False).replace("%day%", "2026-11-22").replace("%", "%%")
    expected = rows(f"SELECT count(*) FROM ({statement}) AS one", {})[0][0]
    answer = wfs(client, version, **{name: f"ms:{drawn.name}"})
    hits = wfs(client, version, **{name: drawn.name}, RESULTTYPE="hits").content.decode()

    assert answer.content.decode().count(f"<ms:{drawn.name} ") == expected
    assert f'="{expected}"' in hits


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("drawn", TYPES, ids=lambda drawn: drawn.name)
def test_every_type_describes_the_attributes_it_has(client: Client, version: str, drawn: Any) -> None:
    answer = wfs(client, version, REQUEST="DescribeFeatureType", TYPENAMES=drawn.name, TYPENAME=drawn.name)
    names = [element.get("name") for element in etree.fromstring(answer.content).iter("{*}element")]

    assert names == [drawn.name, "msGeometry", *drawn.columns]


@pytest.mark.parametrize("version", VERSIONS)
def test_filters_choose(client: Client, version: str) -> None:
    like = compared(
        version, "PropertyIsLike", "ID_DZIALKI", f"{PRECINCT}.7*", ' wildCard="*" singleChar="." escapeChar="!"'
    )

    assert numbers(parcels(client, version, FILTER=like)) == ["7/2"]
    assert numbers(
        parcels(client, version, FILTER=compared(version, "PropertyIsEqualTo", "ms:NUMER_DZIALKI", "7/2"))
    ) == ["7/2"]
    assert (
        numbers(parcels(client, version, FILTER=compared(version, "PropertyIsEqualTo", "NUMER_DZIALKI", "' OR 1=1 --")))
        == []
    )


def test_pages_together_hold_every_feature_once(client: Client) -> None:
    everything = numbers(parcels(client))
    paged = [number for start in range(4) for number in numbers(parcels(client, COUNT=1, STARTINDEX=start))]

    assert paged == everything and len(set(paged)) == len(paged) == 4


def test_features_are_sorted_and_have_the_attributes_asked_for(client: Client) -> None:
    answer = parcels(client, SORTBY="NUMER_DZIALKI DESC", PROPERTYNAME="NUMER_DZIALKI")

    assert numbers(answer) == ["7/2", "3", "2", "1"]
    assert b"ID_DZIALKI" not in answer.content.partition(b"<wfs:member>")[2]


def test_pages_in_an_order_hold_every_feature_once(client: Client) -> None:
    """All parcels are of one gmina: which of equal ones comes first is settled, and links say what they go on with."""
    query = {"SORTBY": "NAZWA_GMINY DESC", "COUNT": "1"}
    first = parcels(client, **query)
    link = etree.fromstring(first.content).get("next") or ""
    found = [
        number
        for start in range(len(numbers(parcels(client))))
        for number in numbers(parcels(client, **query, STARTINDEX=start))
    ]

    assert sorted(found) == sorted(set(found))
    assert "SORTBY=NAZWA_GMINY" in link
    assert numbers(client.get(link)) == found[1:2]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_number_is_found_by_its_decimals(client: Client, version: str) -> None:
    area = re.findall(r"POLE_EWIDENCYJNE>([^<]*)<", parcels(client, version).content.decode())[0]
    found = parcels(client, version, FILTER=compared(version, "PropertyIsEqualTo", "POLE_EWIDENCYJNE", area))

    assert numbers(found)


def test_a_parcels_number_is_looked_up_in_its_index() -> None:
    text = select(BY_NAME["dzialki"], on_day=False, joined=True)
    with connection.cursor() as cursor:
        # A village is read whole otherwise, whether an index serves or not.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(f"""EXPLAIN SELECT * FROM ({text}) AS drawn WHERE ("NUMER_DZIALKI" = '7/2')""")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "parcel_known_number" in plan, plan


def test_a_box_in_degrees_is_no_larger_than_it_is(client: Client) -> None:
    """As a box in metres it would reach beyond its own corners."""
    west, south, east, north = place("1", 4326)
    degrees = parcels(
        client, BBOX=f"{south},{west - 0.2},{north + 0.2},{east},urn:ogc:def:crs:EPSG::4326", RESULTTYPE="hits"
    )
    statement = (
        "SELECT count(*) FROM parcel_public WHERE ST_Intersects("
        "geom, ST_Transform(ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326), 2180))"
    )
    box = {"west": west - 0.2, "south": south, "east": east, "north": north + 0.2}

    assert f'numberMatched="{rows(statement, box)[0][0]}"' in degrees.content.decode()


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_beyond_a_distance_is_what_is_not_within_it(client: Client, version: str) -> None:
    namespace, reference, gml = FES[version]
    west, south, east, north = place("1")
    at = f"<gml:pos>{(south + north) / 2} {(west + east) / 2}</gml:pos>"
    shape = f'<gml:Point srsName="urn:ogc:def:crs:EPSG::2180">{at}</gml:Point>'
    operands = f'<{reference}>msGeometry</{reference}>{shape}<Distance units="m" uom="m">20</Distance>'
    near, far = (
        numbers(
            parcels(
                client,
                version,
                FILTER=f'<Filter xmlns="{namespace}" xmlns:gml="{gml}"><{operator}>{operands}</{operator}></Filter>',
            )
        )
        for operator in ("DWithin", "Beyond")
    )

    assert near
    assert sorted(near + far) == sorted(numbers(parcels(client, version)))


def test_xml_under_the_type_of_a_form_is_read(client: Client) -> None:
    """As curl sends it."""
    body = '<GetFeature xmlns="http://www.opengis.net/wfs/2.0" count="1"><Query typeNames="ms:dzialki"/></GetFeature>'
    answer = client.post("/wfs", body, content_type="application/x-www-form-urlencoded")

    assert len(numbers(answer)) == 1


def test_a_plus_that_was_not_encoded_is_a_plus(client: Client) -> None:
    answer = client.get(
        "/wfs?SERVICE=WFS&REQUEST=GetFeature&TYPENAMES=dzialki&OUTPUTFORMAT=application/gml+xml;version=3.2"
    )

    assert numbers(answer)


def test_hits_of_values_are_a_collection_of_values(client: Client) -> None:
    answer = parcels(client, REQUEST="GetPropertyValue", VALUEREFERENCE="ID_DZIALKI", RESULTTYPE="hits")

    assert etree.fromstring(answer.content).tag == "{http://www.opengis.net/wfs/2.0}ValueCollection"


def test_a_feature_that_is_not_there_is_not_found(client: Client) -> None:
    answer = wfs(client, STOREDQUERY_ID="urn:ogc:def:query:OGC-WFS::GetFeatureById", ID="dzialki.999999999")

    assert answer.status_code == 404
    assert report(answer) == ("NotFound", "There is no such feature.")


def test_an_identifier_of_another_service_is_not_found_either(client: Client) -> None:
    """ets-wfs20, StoredQueryTests.invokeGetFeatureByIdWithUnknownID"""
    answer = wfs(client, STOREDQUERY_ID="urn:ogc:def:query:OGC-WFS::GetFeatureById", ID="uuid-77f1")

    assert (answer.status_code, report(answer)[0]) == (404, "NotFound")


def test_identifiers_are_values_too(client: Client) -> None:
    """ets-wfs20, GetPropertyValueTests.getProperty_gmlId"""
    answer = parcels(client, REQUEST="GetPropertyValue", VALUEREFERENCE="@gml:id", COUNT=2)
    members = etree.fromstring(answer.content).findall("{*}member")

    assert [re.fullmatch("dzialki[.][0-9]+", member.text or "") is not None for member in members] == [True, True]


def resources(*identifiers: str) -> str:
    asked = "".join(f'<ResourceId rid="{identifier}"/>' for identifier in identifiers)
    return f'<Filter xmlns="http://www.opengis.net/fes/2.0">{asked}</Filter>'


def test_a_filter_by_identifiers_that_nobody_has_finds_nothing(client: Client) -> None:
    """ets-wfs20, ResourceIdFilterTests.unknownFeatureIdentifier"""
    one = re.findall('gml:id="(dzialki[.][0-9]+)"', parcels(client, COUNT=1).content.decode())[0]

    assert numbers(parcels(client, FILTER=resources("test-0b1f4c"))) == []
    assert len(numbers(parcels(client, FILTER=resources("test-0b1f4c", one)))) == 1


def test_a_filter_by_an_identifier_of_another_type_is_refused(client: Client) -> None:
    """ets-wfs20, ResourceIdFilterTests.inconsistentFeatureIdentifierAndType"""
    answer = parcels(client, FILTER=resources("budynki.1"))

    assert answer.status_code == 400
    assert report(answer) == ("InvalidParameterValue", "budynki.1 is not of the type dzialki.")


def test_queries_side_by_side_are_refused_and_none_left_out(client: Client) -> None:
    answer = wfs(client, TYPENAMES="(ms:dzialki)(ms:budynki)")

    assert report(answer) == ("OperationProcessingFailed", "One type is answered at a time.")


def test_a_report_of_the_older_version_has_its_language_as_that_wants(client: Client) -> None:
    """The schema of OWS 1.0.0 has no xml:lang. The version stands in the body."""
    body = '<GetFeature xmlns="http://www.opengis.net/wfs" version="1.1.0"><Query typeName="nope"/></GetFeature>'
    root = etree.fromstring(client.post("/wfs", body, content_type="text/xml").content)

    assert (root.get("version"), root.get("language"), len(root.attrib)) == ("1.1.0", "en", 3)


def test_geojson_is_in_degrees_unless_asked_otherwise(client: Client) -> None:
    west, _, _, north = place("2", 4326)
    condition = compared("2.0.0", "PropertyIsEqualTo", "NUMER_DZIALKI", "2")
    answer = parcels(client, OUTPUTFORMAT="application/json", FILTER=condition).json()
    metric = parcels(client, OUTPUTFORMAT="geojson", FILTER=condition, SRSNAME="EPSG:2180").json()
    ring, metric_ring = (one["features"][0]["geometry"]["coordinates"][0] for one in (answer, metric))

    assert (min(x for x, _ in ring), max(y for _, y in ring)) == pytest.approx((west, north), abs=1e-7)
    assert metric["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::2180"
    assert min(x for x, _ in metric_ring) == pytest.approx(place("2")[0], abs=1e-3)


def test_a_feature_is_found_by_its_identifier(client: Client) -> None:
    """The stored query that every WFS 2.0 has."""
    identity = re.findall('gml:id="(dzialki[.][0-9]+)"', parcels(client, COUNT=1).content.decode())[0]
    by_query = wfs(client, STOREDQUERY_ID="urn:ogc:def:query:OGC-WFS::GetFeatureById", ID=identity)
    by_identifier = wfs(client, RESOURCEID=identity)

    assert etree.fromstring(by_query.content).get("{http://www.opengis.net/gml/3.2}id") == identity
    assert numbers(by_identifier) == numbers(by_query)
    assert b"GetFeatureById" in wfs(client, REQUEST="ListStoredQueries").content


@pytest.mark.parametrize("version", VERSIONS)
def test_a_request_may_be_sent_as_xml(client: Client, version: str) -> None:
    condition = compared(version, "PropertyIsEqualTo", "NUMER_DZIALKI", "3")
    names = "typeNames" if version == "2.0.0" else "typeName"
    namespace = "http://www.opengis.net/wfs/2.0" if version == "2.0.0" else "http://www.opengis.net/wfs"
    asked = f'<Query {names}="ms:dzialki">{condition}</Query>'
    body = f'<GetFeature xmlns="{namespace}" service="WFS" version="{version}">{asked}</GetFeature>'

    assert numbers(client.post("/wfs", body, content_type="text/xml")) == ["3"]


def test_features_that_the_client_has_are_not_sent_again(client: Client) -> None:
    first = parcels(client)
    query = {"SERVICE": "WFS", "VERSION": "2.0.0", "REQUEST": "GetFeature", "TYPENAMES": "ms:dzialki"}

    assert client.get("/wfs", query, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_nothing_is_told_of_owners_and_nothing_by_the_word_none(client: Client) -> None:
    for drawn in TYPES:
        text = wfs(client, TYPENAMES=drawn.name).content.decode()
        assert ">None<" not in text and "KW" not in text


HOSTILE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><GetFeature service="WFS">&x;</GetFeature>'
EQUAL = compared("2.0.0", "PropertyIsEqualTo", "ID_DZIALKI", "1")
LIKE_QUOTE = compared("2.0.0", "PropertyIsLike", "ID_DZIALKI", "1", ' wildCard="\'" singleChar="." escapeChar="!"')
QUERY = '<GetFeature xmlns="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0">{}</GetFeature>'


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"TYPENAMES": "ms:pg_shadow"}, "InvalidParameterValue"),
        ({"TYPENAMES": "dzialki,budynki"}, "OperationProcessingFailed"),
        ({"TYPENAMES": ""}, "MissingParameterValue"),
        ({"SRSNAME": "EPSG:27700"}, "InvalidParameterValue"),
        ({"BBOX": "1,2,3"}, "InvalidParameterValue"),
        ({"BBOX": "nan,0,1,1"}, "InvalidParameterValue"),
        ({"BBOX": "0,0,1,1,file:///etc/passwd"}, "InvalidParameterValue"),
        ({"COUNT": "-1"}, "InvalidParameterValue"),
        ({"COUNT": "many"}, "InvalidParameterValue"),
        ({"STARTINDEX": "1e99"}, "InvalidParameterValue"),
        ({"SORTBY": "ID_DZIALKI; DROP TABLE x"}, "InvalidParameterValue"),
        ({"PROPERTYNAME": 'ID_DZIALKI" FROM x'}, "InvalidParameterValue"),
        ({"OUTPUTFORMAT": "/etc/passwd"}, "InvalidParameterValue"),
        ({"OUTPUTFORMAT": "SHAPEZIP"}, "InvalidParameterValue"),
        ({"RESULTTYPE": "all"}, "InvalidParameterValue"),
        ({"RESOURCEID": "dzialki.1 OR 1=1"}, "InvalidParameterValue"),
        ({"RESOURCEID": "budynki.1"}, "InvalidParameterValue"),
        ({"STOREDQUERY_ID": "urn:mine", "ID": "dzialki.1"}, "InvalidParameterValue"),
        ({"VERSION": "1.0.0"}, "InvalidParameterValue"),
        ({"REQUEST": "Transaction"}, "OperationNotSupported"),
        ({"REQUEST": "CreateStoredQuery"}, "OperationNotSupported"),
        ({"SERVICE": "WMS"}, "InvalidParameterValue"),
        ({"FILTER": "<Filter"}, "OperationParsingFailed"),
        ({"FILTER": HOSTILE}, "OperationParsingFailed"),
        ({"FILTER": "<Filter><Function name='x'/></Filter>"}, "OperationParsingFailed"),
        ({"FILTER": "<Filter>" + "<Not>" * 50 + "</Not>" * 50 + "</Filter>"}, "OperationParsingFailed"),
        ({"FILTER": compared("2.0.0", "PropertyIsEqualTo", 'ID_DZIALKI" = 1) OR (1', "1")}, "InvalidParameterValue"),
        ({"FILTER": LIKE_QUOTE}, "OperationParsingFailed"),
        ({"FILTER": EQUAL, "BBOX": "0,0,1,1"}, "InvalidParameterValue"),
        ({"FILTER": "<Filter/>"}, "InvalidParameterValue"),
        ({"FILTER": "<Filter><And/></Filter>"}, "InvalidParameterValue"),
        ({"FILTER": compared("2.0.0", "PropertyIsEqualTo", "ID_DZIALKI", "\\")}, "InvalidParameterValue"),
        ({"FILTER": compared("2.0.0", "PropertyIsLessThan", "POLE_EWIDENCYJNE", "5,5")}, "InvalidParameterValue"),
        ({"CQL_FILTER": "NUMER_DZIALKI='1'"}, "InvalidParameterValue"),
        ({"SORTBY": "msGeometry"}, "InvalidParameterValue"),
        ({"REQUEST": "GetPropertyValue", "VERSION": "1.1.0", "VALUEREFERENCE": "DATA"}, "OperationNotSupported"),
        ({"REQUEST": "DescribeStoredQueries", "STOREDQUERY_ID": "urn:mine"}, "InvalidParameterValue"),
    ],
)  # fmt: skip
def test_a_request_that_is_wrong_gets_a_report_with_a_code(client: Client, more: dict[str, Any], code: str) -> None:
    answer = wfs(client, **{"TYPENAMES": "ms:dzialki", **more})

    assert (answer.status_code, report(answer)[0]) == (400, code)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<",
        "\0",
        HOSTILE,
        QUERY.format('<Query typeNames="ms:pg_shadow"/>'),
        QUERY.format('<Query typeNames="ms:dzialki"/>' * 2),
        '<Transaction xmlns="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0"/>',
        "<a>" * 100 + "</a>" * 100,
        "<a>" + "x" * 300_000 + "</a>",
    ],
)
def test_a_body_that_is_wrong_gets_a_report(client: Client, body: str) -> None:
    answer = client.post("/wfs", body, content_type="text/xml")

    assert answer.status_code == 400
    assert report(answer)[1]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ({}, "2.0.0"),
        ({"ACCEPTVERSIONS": "1.1.0,2.0.0"}, "1.1.0"),
        ({"VERSION": "1.0.0"}, "1.1.0"),
        ({"VERSION": "2.0.2"}, "2.0.0"),
    ],
)
def test_the_version_is_negotiated(client: Client, asked: dict[str, str], answered: str) -> None:
    answer = client.get("/wfs", {"SERVICE": "WFS", "REQUEST": "GetCapabilities", **asked})

    assert etree.fromstring(answer.content).get("version") == answered
