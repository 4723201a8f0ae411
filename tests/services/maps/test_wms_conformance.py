"""Requirements of WMS 1.3.0 (OGC 06-042), each test named for the clause whose words it holds us to."""

from typing import Any

import pytest
from django.test import Client
from lxml import etree

from sip.public import rows
from sip.services.maps.mapfile import FORMATS, LARGEST_SIDE
from sip.services.registry.drawn import DRAWN
from tests.services.maps.asking import asked, inked, picture, place, report, wms

pytestmark = [pytest.mark.django_db(databases=["default", "public"]), pytest.mark.usefixtures("village")]

WMS = "{http://www.opengis.net/wms}"
HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture
def capabilities(client: Client) -> etree._Element:
    return etree.fromstring(wms(client, SERVICE="WMS", REQUEST="GetCapabilities").content)


def test_6_3_2_reserved_characters_may_be_encoded(client: Client) -> None:
    plain = client.get(
        "/wms?SERVICE=WMS&REQUEST=GetMap&VERSION=1.3.0&LAYERS=dzialki&STYLES=&CRS=EPSG:2180&BBOX=0,0,9,9&WIDTH=9&HEIGHT=9&FORMAT=image/png"
    )
    encoded = client.get(
        "/wms?SERVICE=WMS&REQUEST=GetMap&VERSION=1.3.0&LAYERS=dzialki&STYLES=&CRS=EPSG%3A2180&BBOX=0%2C0%2C9%2C9&WIDTH=9&HEIGHT=9&FORMAT=image%2Fpng"
    )

    assert plain.content == encoded.content and plain.headers["Content-Type"] == "image/png"


def test_6_6_the_address_takes_parameters_as_it_is_written(capabilities: etree._Element) -> None:
    """A URL prefix ends with a question mark or an ampersand."""
    addresses = [element.get(HREF) or "" for element in capabilities.iter(f"{WMS}OnlineResource")]
    prefixes = [address for address in addresses if "request=" not in address.lower()]

    assert prefixes and all(address.endswith(("?", "&")) for address in prefixes)


def test_6_8_1_names_of_parameters_have_no_case_and_no_order(client: Client) -> None:
    query = asked("1.3.0", "EPSG:2180", place())
    turned = {name.lower(): value for name, value in reversed(query.items())}

    assert wms(client, **turned).content == wms(client, **query).content


def test_6_8_1_unknown_parameters_are_ignored(client: Client) -> None:
    query = asked("1.3.0", "EPSG:2180", place())

    assert wms(client, **query, WHATEVER="1").content == wms(client, **query).content


def test_6_8_2_lists_have_commas_and_may_have_empty_parts(client: Client) -> None:
    answer = wms(client, **asked("1.3.0", "EPSG:2180", place(), LAYERS="dzialki,budynki", STYLES=","))

    assert answer.headers["Content-Type"] == "image/png"


def test_6_9_1_a_request_names_its_version(client: Client) -> None:
    query = {name: value for name, value in asked("1.3.0", "EPSG:2180", place()).items() if name != "VERSION"}

    assert report(wms(client, **query))[0] == "MissingParameterValue"


def test_6_11_exceptions_are_xml_of_the_standards_namespace(client: Client) -> None:
    answer = wms(client, SERVICE="WMS", REQUEST="GetNothing")

    assert answer.headers["Content-Type"].startswith("text/xml")
    assert report(answer)[0] == "OperationNotSupported"


def test_7_2_3_1_an_unknown_update_sequence_is_no_error(client: Client) -> None:
    assert wms(client, SERVICE="WMS", REQUEST="GetCapabilities", UPDATESEQUENCE="x").status_code == 200


def test_7_2_4_1_the_document_is_xml_of_version_1_3_0(client: Client, capabilities: etree._Element) -> None:
    assert capabilities.tag == f"{WMS}WMS_Capabilities"
    assert capabilities.get("version") == "1.3.0"


def test_7_2_4_3_the_service_has_the_name_wms_a_title_and_limits(capabilities: etree._Element) -> None:
    service = capabilities.find(f"{WMS}Service")
    assert service is not None
    assert service.findtext(f"{WMS}Name") == "WMS"
    assert service.findtext(f"{WMS}Title")
    assert service.findtext(f"{WMS}MaxWidth") == str(LARGEST_SIDE)


def test_7_2_4_4_the_formats_listed_are_answered(client: Client, capabilities: etree._Element) -> None:
    listed = [element.text for element in capabilities.findall(f".//{WMS}GetMap/{WMS}Format")]

    assert listed == list(FORMATS)
    for form in listed:
        assert wms(client, **asked("1.3.0", "EPSG:2180", place(), FORMAT=form)).headers["Content-Type"] == form


def test_7_2_4_5_every_layer_has_a_title_a_place_and_a_style(capabilities: etree._Element) -> None:
    named = {layer.findtext(f"{WMS}Name"): layer for layer in capabilities.iter(f"{WMS}Layer")}
    for drawn in DRAWN:
        layer = named[drawn.name]
        assert layer.findtext(f"{WMS}Title")
        assert layer.find(f"{WMS}EX_GeographicBoundingBox") is not None
        assert layer.findtext(f"{WMS}Style/{WMS}Name") == "default"
        assert layer.get("queryable") == "1"


def test_7_2_4_6_9_a_layer_is_not_drawn_beyond_its_scale(client: Client, capabilities: etree._Element) -> None:
    named = {layer.findtext(f"{WMS}Name"): layer for layer in capabilities.iter(f"{WMS}Layer")}
    most = float(named["dzialki"].findtext(f"{WMS}MaxScaleDenominator") or 0)
    west, south, _, _ = place("1")
    for factor, is_drawn in ((0.98, True), (1.02, False)):
        side = most * factor * 0.000_28 * 200
        answer = wms(
            client,
            **asked("1.3.0", "EPSG:2180", (west - side / 2, south - side / 2, west + side / 2, south + side / 2)),
        )
        assert (inked(picture(answer)) > 0) is is_drawn


def test_7_2_4_6_10_legends_are_where_the_document_says(client: Client, capabilities: etree._Element) -> None:
    for element in capabilities.iter(f"{WMS}LegendURL"):
        link = element.find(f"{WMS}OnlineResource")
        assert link is not None
        image = picture(client.get((link.get(HREF) or "").removeprefix("http://testserver")))
        assert image.size == (int(element.get("width") or 0), int(element.get("height") or 0))


def test_7_3_3_3_the_first_layer_lies_lowest(client: Client) -> None:
    box = tuple(rows("SELECT ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom) FROM building_public")[0])
    lower, upper = (
        picture(wms(client, **asked("1.3.0", "EPSG:2180", box, LAYERS=names)))
        for names in ("strefy_planistyczne,budynki", "budynki,strefy_planistyczne")
    )

    # Beside the middle, where names are.
    assert lower.getpixel((50, 50)) != upper.getpixel((50, 50))


def test_7_3_3_4_a_style_that_is_not_there_is_refused(client: Client) -> None:
    assert report(wms(client, **asked("1.3.0", "EPSG:2180", place(), STYLES="pretty")))[0] == "StyleNotDefined"


def test_7_3_3_5_a_system_that_is_not_there_is_refused(client: Client) -> None:
    assert report(wms(client, **{**asked("1.3.0", "EPSG:2180", place()), "CRS": "EPSG:9999"}))[0] == "InvalidCRS"


def test_7_3_3_6_a_box_may_lie_anywhere_and_be_of_any_shape(client: Client) -> None:
    far = asked("1.3.0", "EPSG:2180", (100_000.0, 200_000.0, 100_500.0, 200_050.0), WIDTH=50, HEIGHT=200)

    assert picture(wms(client, **far)).size == (50, 200)


@pytest.mark.parametrize("axis", ["CRS:84", "EPSG:4326"])
def test_7_3_3_6_a_box_of_the_whole_world_is_answered(client: Client, axis: str) -> None:
    answer = wms(client, **asked("1.3.0", axis, (-180.0, -90.0, 180.0, 90.0), LAYERS="gminy"))

    assert answer.headers["Content-Type"] == "image/png"


def test_7_3_3_7_a_format_that_is_not_there_is_refused(client: Client) -> None:
    assert report(wms(client, **asked("1.3.0", "EPSG:2180", place(), FORMAT="image/tiff")))[0] == "InvalidFormat"


def test_7_3_3_9_ground_is_opaque_unless_transparency_is_asked_for(client: Client) -> None:
    west, south, *_ = place("1")
    nowhere = (west - 900, south - 900, west - 800, south - 800)
    opaque, clear = (
        picture(wms(client, **asked("1.3.0", "EPSG:2180", nowhere, TRANSPARENT=value))) for value in ("FALSE", "TRUE")
    )

    assert opaque.getpixel((9, 9)) == (255, 255, 255, 255)
    assert clear.getpixel((9, 9))[3] == 0  # type: ignore[index]


def test_7_3_3_10_the_ground_has_the_colour_asked_for(client: Client) -> None:
    west, south, *_ = place("1")
    nowhere = (west - 900, south - 900, west - 800, south - 800)
    answer = wms(client, **asked("1.3.0", "EPSG:2180", nowhere, TRANSPARENT="FALSE", BGCOLOR="0x102030"))

    assert picture(answer).getpixel((9, 9)) == (16, 32, 48, 255)


def test_7_3_3_12_a_time_that_is_none_is_refused(client: Client, capabilities: etree._Element) -> None:
    dimensions = list(capabilities.iter(f"{WMS}Dimension"))

    assert dimensions and all(one.get("units") == "ISO8601" and one.get("default") == "current" for one in dimensions)
    assert report(wms(client, **asked("1.3.0", "EPSG:2180", place(), TIME="soon")))[0] == "InvalidDimensionValue"


def test_7_4_3_5_as_many_features_as_were_asked_for_are_told(client: Client) -> None:
    query: dict[str, Any] = asked(
        "1.3.0",
        "EPSG:2180",
        place(),
        REQUEST="GetFeatureInfo",
        LAYERS="strefy_planistyczne,dzialki",
        QUERY_LAYERS="strefy_planistyczne,dzialki",
        I=100,
        J=100,
        INFO_FORMAT="application/json",
    )
    found = wms(client, **query).json()["features"]

    assert {feature["id"].partition(".")[0] for feature in found} == {"strefy_planistyczne", "dzialki"}


def test_7_4_3_4_a_form_that_is_not_there_is_refused(client: Client) -> None:
    query = asked("1.3.0", "EPSG:2180", place(), REQUEST="GetFeatureInfo", QUERY_LAYERS="dzialki", I=1, J=1)

    assert report(wms(client, **query, INFO_FORMAT="text/klingon"))[0] == "InvalidFormat"
