"""WMS: pictures, where things are in every system and version, capabilities, and what is kept."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from lxml import etree

from sip.geo.crs import KNOWN, AxisOrder
from sip.services.registry.drawn import DRAWN
from tests.parcels.importing.village import PRECINCT
from tests.services.maps.asking import SIDE, asked, inked, picture, place, report, wms

pytestmark = [
    pytest.mark.django_db(databases=["default", "public"]),
    pytest.mark.usefixtures("village"),
]


@pytest.mark.parametrize(
    ("version", "srid"),
    [*((version, f"EPSG:{srid}") for version in ("1.1.1", "1.3.0") for srid in KNOWN), ("1.3.0", "CRS:84")],
)
def test_a_parcel_is_where_the_database_has_it(client: Client, version: str, srid: str) -> None:
    """Requirement of WMS 1.3.0, 6.7.2 and 6.7.3: axes as the authority has them; 1.1.1: east before north."""
    code = 4326 if srid == "CRS:84" else int(srid.partition(":")[2])
    box = place(srid=code)
    answer = wms(
        client,
        **asked(
            version,
            srid,
            box,
            QUERY_LAYERS="dzialki",
            REQUEST="GetFeatureInfo",
            INFO_FORMAT="text/plain",
            **({"I": 100, "J": 100} if version == "1.3.0" else {"X": 100, "Y": 100}),
        ),
    )

    assert f"ID_DZIALKI = '{PRECINCT}.2'" in answer.content.decode()
    # Its outline runs along the edges of a picture of its box: in two systems of the village they are straight.
    assert inked(picture(wms(client, **asked(version, srid, box)))) > SIDE


def test_the_wrong_order_of_axes_shows_nothing(client: Client) -> None:
    west, south, east, north = place()
    answer = wms(client, **asked("1.3.0", "EPSG:2180", (south, west, north, east)))

    assert inked(picture(answer)) == 0


@pytest.mark.parametrize(
    ("layer", "metres"),
    [
        ("dzialki", 150),
        ("budynki", 150),
        ("numery_dzialek", 150),
        ("adresy", 100),
        ("obreby", 150),
        ("nazwy_obrebow", 1200),
        ("gminy", 150),
        ("strefy_planistyczne", 150),
        ("akty_planowania", 1200),
        ("ograniczenia_obszary", 150),
        ("ewidencja", 150),
        ("planowanie", 150),
        ("ograniczenia", 150),
        ("sip", 150),
    ],
)
def test_every_layer_and_group_is_drawn(client: Client, layer: str, metres: float) -> None:
    west, south, *_ = place("1")
    box = (west - metres / 3, south - metres / 3, west + metres, south + metres)
    answer = wms(client, **asked("1.1.1", "EPSG:2180", box, LAYERS=layer, WIDTH=400, HEIGHT=400))

    assert inked(picture(answer)) > 0


@pytest.mark.parametrize("form", ["image/png", "image/png; mode=8bit", "image/jpeg", "image/webp"])
def test_pictures_have_the_size_and_type_asked_for(client: Client, form: str) -> None:
    answer = wms(client, **asked("1.3.0", "EPSG:2180", place(), FORMAT=form, WIDTH=123, HEIGHT=77))

    assert answer.headers["Content-Type"] == form
    assert picture(answer).size == (123, 77)


def test_a_picture_that_the_client_has_is_not_sent_again(client: Client) -> None:
    query = asked("1.3.0", "EPSG:2180", place())
    first = wms(client, **query)
    again = client.get("/wms", query, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert wms(client, **query).content == first.content


@pytest.mark.parametrize(
    ("version", "root"),
    [
        ("1.1.1", "WMT_MS_Capabilities"),
        ("1.3.0", "WMS_Capabilities"),
        ("1.0.0", "WMT_MS_Capabilities"),
        ("1.4.0", "WMS_Capabilities"),
    ],
)
def test_the_version_is_negotiated(client: Client, version: str, root: str) -> None:
    """Requirement of WMS 1.3.0, 6.2.4: the highest version below what is asked for, or the lowest there is."""
    found = etree.fromstring(wms(client, SERVICE="WMS", REQUEST="GetCapabilities", VERSION=version).content)

    assert etree.QName(found).localname == root


def test_capabilities_name_every_layer_its_systems_and_the_public_address(client: Client) -> None:
    root = etree.fromstring(wms(client, SERVICE="WMS", REQUEST="GetCapabilities").content)
    names = [name.text for name in root.iter("{*}Name")]

    assert {drawn.name for drawn in DRAWN} <= set(names)
    assert {f"EPSG:{srid}" for srid in KNOWN} <= {crs.text for crs in root.iter("{*}CRS")}
    addresses = {element.get("{http://www.w3.org/1999/xlink}href") for element in root.iter("{*}OnlineResource")}
    assert all(address and address.startswith("http://testserver/wms?") for address in addresses - {None})
    assert b"MapServer" not in etree.tostring(root).replace(b"mapserver", b"")


def test_capabilities_speak_polish_and_english(client: Client) -> None:
    """INSPIRE: the languages there are, and the one of this document."""
    texts = {
        language: wms(client, SERVICE="WMS", REQUEST="GetCapabilities", LANGUAGE=language).content.decode()
        for language in ("pol", "eng", "ger")
    }

    assert "Działki ewidencyjne" in texts["pol"]
    assert "Cadastral parcels" in texts["eng"]
    assert texts["ger"] == texts["pol"]
    assert "<inspire_common:Language>eng</inspire_common:Language>" in texts["eng"]


def test_capabilities_tell_inspire_where_the_service_is_and_what_it_is(client: Client) -> None:
    root = etree.fromstring(wms(client, SERVICE="WMS", REQUEST="GetCapabilities").content)
    common = "{http://inspire.ec.europa.eu/schemas/common/1.0}"
    locator = root.find(f".//{common}ResourceLocator/{common}URL")

    assert locator is not None and (locator.text or "").startswith("http://testserver/wms?")
    assert root.findtext(f".//{common}MandatoryKeyword/{common}KeywordValue") == "infoMapAccessService"
    assert [one.text for one in root.iter(f"{common}SpatialDataServiceType")] == ["view"]


def test_boxes_of_capabilities_hold_the_parcels(client: Client) -> None:
    root = etree.fromstring(wms(client, SERVICE="WMS", REQUEST="GetCapabilities").content)
    boxes = {
        box.get("CRS"): [float(box.get(edge) or 0) for edge in ("minx", "miny", "maxx", "maxy")]
        for box in root.iter("{*}BoundingBox")
    }
    for srid, crs in KNOWN.items():
        west, south, _, _ = place("1", srid)
        first, second = (south, west) if crs.axes == AxisOrder.NORTH_EAST else (west, south)
        assert boxes[f"EPSG:{srid}"][0] - 1 <= first and boxes[f"EPSG:{srid}"][1] - 1 <= second


def test_a_day_of_the_past_shows_what_was_then(client: Client) -> None:
    """TIME: zones bind from their act's first day on."""
    west, south, east, north = place("1")
    query = asked("1.3.0", "EPSG:2180", (west, south, east + 20, north), LAYERS="strefy_planistyczne")
    now, long_ago = picture(wms(client, **query)), picture(wms(client, **query, TIME="1990-01-01"))

    assert inked(now) > 0
    assert inked(long_ago) == 0


def test_a_style_of_the_client_is_drawn(client: Client) -> None:
    style = (
        '<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld"><NamedLayer><Name>dzialki</Name>'
        "<UserStyle><FeatureTypeStyle><Rule><PolygonSymbolizer><Fill><CssParameter name='fill'>#00ff00</CssParameter>"
        "</Fill></PolygonSymbolizer></Rule></FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>"
    )
    answer = wms(client, **asked("1.1.1", "EPSG:2180", place(), SLD_BODY=style))

    assert picture(answer).getpixel((100, 100)) == (0, 255, 0, 255)


def test_a_style_of_the_client_may_have_nothing_but_labels(client: Client) -> None:
    style = (
        '<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld"><NamedLayer><Name>dzialki</Name>'
        "<UserStyle><FeatureTypeStyle><Rule><TextSymbolizer><Label><PropertyName>NUMER_DZIALKI</PropertyName></Label>"
        "<Fill><CssParameter name='fill'>#000000</CssParameter></Fill></TextSymbolizer></Rule></FeatureTypeStyle>"
        "</UserStyle></NamedLayer></StyledLayerDescriptor>"
    )

    assert inked(picture(wms(client, **asked("1.1.1", "EPSG:2180", place(), SLD_BODY=style)))) > 0


def test_a_plus_that_was_not_encoded_is_a_plus(client: Client) -> None:
    query = urlencode(asked("1.1.1", "EPSG:2180", place())).replace("image%2Fpng", "image/svg+xml")

    assert client.get(f"/wms?{query}").headers["Content-Type"] == "image/svg+xml"


def test_information_of_a_group_tells_of_each_object_once(client: Client) -> None:
    """Numbers of parcels are the parcels; a layer may be asked about of the group that is drawn."""
    query = {**asked("1.3.0", "EPSG:2180", place()), "REQUEST": "GetFeatureInfo", "I": 100, "J": 100}
    query |= {"INFO_FORMAT": "TEXT/XML", "FEATURE_COUNT": 5000, "LAYERS": "ewidencja"}
    group, one = (wms(client, **query, QUERY_LAYERS=name).content.decode() for name in ("ewidencja", "dzialki"))

    assert (group.count("<DZIALKI>"), group.count("<NUMERY_DZIALEK>")) == (1, 0)
    assert one.count("<DZIALKI>") == 1


@pytest.mark.parametrize("version", ["1.1.1", "1.3.0"])
def test_the_address_of_the_office_has_all_its_parts(client: Client, version: str) -> None:
    """The schemas want all of them in this order, also of an office whose settings name no street."""
    answer = wms(client, SERVICE="WMS", REQUEST="GetCapabilities", VERSION=version)
    place = next(etree.fromstring(answer.content).iter("{*}ContactAddress"))

    assert [etree.QName(part).localname for part in place] == [
        "AddressType",
        "Address",
        "City",
        "StateOrProvince",
        "PostCode",
        "Country",
    ]


def test_more_dots_to_the_inch_draw_wider_lines(client: Client) -> None:
    usual, fine = (picture(wms(client, **asked("1.3.0", "EPSG:2180", place(), DPI=dpi))) for dpi in (90, 270))

    assert inked(fine) > inked(usual)


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("text/plain", "GetFeatureInfo results"),
        ("text/html", "<!doctype html>"),
        ("application/json", '{"type":"FeatureCollection"'),
        ("text/xml", "<?xml"),
    ],
)
def test_what_lies_at_a_pixel_is_told_in_every_form(client: Client, form: str, start: str) -> None:
    answer = wms(
        client,
        **asked(
            "1.3.0",
            "EPSG:2180",
            place(),
            REQUEST="GetFeatureInfo",
            QUERY_LAYERS="dzialki",
            I=100,
            J=100,
            INFO_FORMAT=form,
        ),
    )

    assert answer.content.decode().startswith(start)
    assert f"{PRECINCT}.2" in answer.content.decode()


def test_the_national_form_leaves_empty_what_is_not_known(client: Client) -> None:
    answer = wms(
        client,
        **asked(
            "1.3.0",
            "EPSG:2180",
            place(),
            REQUEST="GetFeatureInfo",
            QUERY_LAYERS="dzialki",
            I=100,
            J=100,
            INFO_FORMAT="text/xml",
        ),
    )
    root = etree.fromstring(answer.content)
    parcel = {element.tag: element.text for element in root[0]}

    assert (root.tag, root[0].tag) == ("GETFEATUREINFO", "DZIALKI")
    assert parcel["NUMER_DZIALKI"] == "2" and parcel["NUMER_ARKUSZA"] is None
    assert "None" not in answer.content.decode() and "KW" not in parcel


@pytest.mark.parametrize("layer", [drawn.name for drawn in DRAWN])
def test_every_layer_has_a_legend(client: Client, layer: str) -> None:
    answer = wms(
        client,
        SERVICE="WMS",
        VERSION="1.3.0",
        REQUEST="GetLegendGraphic",
        LAYER=layer,
        FORMAT="image/png",
        SLD_VERSION="1.1.0",
    )

    assert inked(picture(answer)) > 0


def test_an_error_comes_as_a_picture_where_that_was_asked_for(client: Client) -> None:
    """Requirement of WMS 1.3.0, 7.3.3.11: EXCEPTIONS=INIMAGE and BLANK."""
    wrong = asked("1.3.0", "EPSG:2180", place(), LAYERS="nothing")
    told, blank = (picture(wms(client, **wrong, EXCEPTIONS=kind)) for kind in ("INIMAGE", "BLANK"))

    assert inked(told) > 0 and inked(blank) == 0
    assert report(wms(client, **wrong))[0] == "LayerNotDefined"


def test_no_error_is_drawn_large(client: Client) -> None:
    wrong = asked("1.3.0", "EPSG:2180", place(), LAYERS="nothing", WIDTH=4000, HEIGHT=4000)

    assert report(wms(client, **wrong, EXCEPTIONS="INIMAGE"))[0] == "LayerNotDefined"
