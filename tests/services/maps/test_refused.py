"""What WMS does not take: each is answered by an exception report of the version, and none reaches a file or a host."""

from typing import Any

import pytest
from django.test import Client
from lxml import etree

from tests.services.maps.asking import asked, place, report, wms

pytestmark = [pytest.mark.django_db(databases=["default", "public"]), pytest.mark.usefixtures("village")]


def sld(inner: str, layer: str = "dzialki") -> str:
    return (
        '<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc"'
        f' xmlns:xlink="http://www.w3.org/1999/xlink"><NamedLayer><Name>{layer}</Name><UserStyle><FeatureTypeStyle>'
        f"<Rule>{inner}</Rule></FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>"
    )


GRAPHIC = (
    '<PointSymbolizer><Graphic><ExternalGraphic><OnlineResource xlink:href="{}"/><Format>image/png</Format>'
    "</ExternalGraphic></Graphic></PointSymbolizer>"
)
COMPARED = (
    "<ogc:Filter><ogc:PropertyIsEqualTo><ogc:PropertyName>{}</ogc:PropertyName><ogc:Literal>1</ogc:Literal>"
    "</ogc:PropertyIsEqualTo></ogc:Filter><LineSymbolizer/>"
)
# A comment in the declared encoding, elements in any other.
SEVEN_BITS = '<?xml version="1.0" encoding="UTF-7"?>'
HIDDEN = "+ADwAIQAtAC0-{}+AC0ALQA+-"
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><StyledLayerDescriptor>&x;</StyledLayerDescriptor>'


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"LAYERS": "nope"}, "LayerNotDefined"),
        ({"LAYERS": ""}, "MissingParameterValue"),
        ({"LAYERS": ",".join(["dzialki"] * 41)}, "InvalidParameterValue"),
        ({"STYLES": "pretty"}, "StyleNotDefined"),
        ({"CRS": "EPSG:27700"}, "InvalidCRS"),
        ({"CRS": "EPSG:٢١٨٠"}, "InvalidCRS"),
        ({"CRS": "EPSG:0000021800"}, "InvalidCRS"),
        ({"CRS": "EPSG:02180"}, "InvalidCRS"),
        ({"CRS": "AUTO2:42001,1,0,0"}, "InvalidCRS"),
        ({"BBOX": "1,2,3"}, "InvalidParameterValue"),
        ({"BBOX": "nan,0,1,1"}, "InvalidParameterValue"),
        ({"BBOX": "0,0,inf,1"}, "InvalidParameterValue"),
        ({"BBOX": "5,5,1,1"}, "InvalidParameterValue"),
        ({"BBOX": "0,0,1e308,1e308"}, "InvalidParameterValue"),
        ({"WIDTH": "0"}, "InvalidParameterValue"),
        ({"WIDTH": "99999999999999999999999"}, "InvalidParameterValue"),
        ({"HEIGHT": "-5"}, "InvalidParameterValue"),
        ({"HEIGHT": "ten"}, "InvalidParameterValue"),
        ({"FORMAT": "image/tiff"}, "InvalidFormat"),
        ({"FORMAT": "application/x-pdf"}, "InvalidFormat"),
        ({"BGCOLOR": "red"}, "InvalidParameterValue"),
        ({"TIME": "yesterday"}, "InvalidDimensionValue"),
        ({"TIME": "2026-01-01/2026-02-01"}, "InvalidDimensionValue"),
        ({"TIME": "2026-02-30"}, "InvalidDimensionValue"),
        ({"DPI": "1e9"}, "InvalidParameterValue"),
        ({"LAYERS": "dzialki\0"}, "InvalidParameterValue"),
        ({"SLD": "http://127.0.0.1/style.sld"}, "InvalidParameterValue"),
        ({"SLD_BODY": "<not"}, "InvalidParameterValue"),
        ({"SLD_BODY": ENTITY}, "InvalidParameterValue"),
        ({"SLD_BODY": "<a>" * 60 + "</a>" * 60}, "InvalidParameterValue"),
        ({"SLD_BODY": sld("<LineSymbolizer/>" * 4500)}, "InvalidParameterValue"),
        ({"SLD_BODY": sld(GRAPHIC.format("http://127.0.0.1:1/x.png"))}, "InvalidParameterValue"),
        ({"SLD_BODY": sld(GRAPHIC.format("file:///etc/passwd"))}, "InvalidParameterValue"),
        ({"SLD_BODY": SEVEN_BITS + sld(HIDDEN.format(GRAPHIC.format("file:///etc/passwd")))}, "InvalidParameterValue"),
        ({"SLD_BODY": sld(COMPARED.format('ID"; DROP'))}, "InvalidParameterValue"),
        ({"SLD_BODY": sld(COMPARED.format("RODZAJ"))}, "InvalidParameterValue"),
        ({"SLD_BODY": sld(COMPARED.replace("PropertyName", "ValueReference").format("x"))}, "InvalidParameterValue"),
        ({"SLD_BODY": sld("<LineSymbolizer/>", layer="pg_shadow")}, "LayerNotDefined"),
        ({"SERVICE": "WFS"}, "InvalidParameterValue"),
        ({"REQUEST": "DescribeLayer"}, "OperationNotSupported"),
        ({"REQUEST": "GetStyles"}, "OperationNotSupported"),
        ({"REQUEST": ""}, "MissingParameterValue"),
        ({"VERSION": ""}, "MissingParameterValue"),
    ],
)
def test_a_request_that_is_wrong_gets_a_report_with_a_code(client: Client, more: dict[str, Any], code: str) -> None:
    answer = wms(client, **{**asked("1.3.0", "EPSG:2180", place()), **more})

    assert answer.status_code == 200
    assert report(answer)[0] == code
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "more",
    [
        {"MAP": "/etc/passwd"},
        {"map.layer[dzialki].data": "geom FROM pg_shadow"},
        {"map_layer": "x"},
        {"CONTEXT": "http://127.0.0.1:1/"},
        {"OUTPUTFORMAT": "/etc/passwd"},
        {"dzialki.filter": "1=1"},
    ],
)
def test_what_would_change_the_mapfile_is_not_passed_on(client: Client, more: dict[str, Any]) -> None:
    query = asked("1.3.0", "EPSG:2180", place())

    assert wms(client, **query, **more).content == wms(client, **query).content


def test_a_parameter_given_twice_is_refused(client: Client) -> None:
    answer = client.get("/wms?SERVICE=WMS&REQUEST=GetCapabilities&request=GetMap")

    assert "more than once" in report(answer)[1]


def test_reports_are_of_the_version_asked_in(client: Client) -> None:
    """Requirement of WMS 1.3.0, 6.11: exceptions in the form of the version."""
    newer = wms(client, **asked("1.3.0", "EPSG:2180", place(), LAYERS="nope"))
    older = wms(client, **asked("1.1.1", "EPSG:2180", place(), LAYERS="nope"))

    assert etree.fromstring(newer.content).tag == "{http://www.opengis.net/ogc}ServiceExceptionReport"
    assert older.headers["Content-Type"] == "application/vnd.ogc.se_xml"
    assert etree.fromstring(older.content).get("version") == "1.1.1"


@pytest.mark.parametrize("more", [{"I": 200}, {"I": -1}, {"J": "x"}, {"I": ""}])
def test_a_pixel_outside_of_the_picture_is_refused(client: Client, more: dict[str, Any]) -> None:
    """Requirement of WMS 1.3.0, 7.4.3.7: InvalidPoint."""
    query = asked("1.3.0", "EPSG:2180", place(), REQUEST="GetFeatureInfo", QUERY_LAYERS="dzialki", I=1, J=1)

    assert report(wms(client, **{**query, **more}))[0] == "InvalidPoint"


def test_a_layer_that_is_not_on_the_picture_cannot_be_asked(client: Client) -> None:
    query = asked("1.3.0", "EPSG:2180", place(), REQUEST="GetFeatureInfo", QUERY_LAYERS="budynki", I=1, J=1)

    assert report(wms(client, **query))[0] == "LayerNotDefined"


def test_other_methods_are_refused(client: Client) -> None:
    answer = client.post("/wms", "<x/>", content_type="text/xml")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_reports_and_pictures_may_be_read_by_pages_of_others(client: Client) -> None:
    assert wms(client, REQUEST="Nothing").headers["Access-Control-Allow-Origin"] == "*"
