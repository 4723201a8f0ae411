"""GML's many ways to write one polygon, and what is none."""

import math

import pytest
import shapely
from lxml import etree

from sip.geo.gml import BadGeometry, Outline, read_geometry
from sip.geo.shapes import Shape, build

GML = "http://www.opengis.net/gml/3.2"
SQUARE = "0 0 10 0 10 10 0 10 0 0"
HOLE = "2 2 2 4 4 4 4 2 2 2"


def element(text: str) -> etree._Element:
    return etree.fromstring(
        f'<geometria xmlns:gml="{GML}" xmlns:xlink="http://www.w3.org/1999/xlink">{text}</geometria>'
    )


def outline(text: str) -> Outline | None:
    return read_geometry(element(text))


def shape(text: str) -> Shape:
    return build([outline(text)])[0]


def geometry(text: str) -> shapely.Geometry:
    built = shape(text)
    assert built.geometry is not None, built.fault
    return built.geometry


def linear(pos_list: str, attributes: str = "") -> str:
    return f"<gml:LinearRing><gml:posList{attributes}>{pos_list}</gml:posList></gml:LinearRing>"


def polygon(exterior: str, interior: str = "", attributes: str = "") -> str:
    hole = f"<gml:interior>{interior}</gml:interior>" if interior else ""
    return f"<gml:Polygon{attributes}><gml:exterior>{exterior}</gml:exterior>{hole}</gml:Polygon>"


def surface(*patches: str) -> str:
    parts = "".join(patch.replace("gml:Polygon", "gml:PolygonPatch") for patch in patches)
    return f"<gml:Surface><gml:patches>{parts}</gml:patches></gml:Surface>"


def ring_of(*segments: str) -> str:
    return (
        "<gml:Ring><gml:curveMember><gml:Curve><gml:segments>"
        f"{''.join(segments)}</gml:segments></gml:Curve></gml:curveMember></gml:Ring>"
    )


def line(pos_list: str) -> str:
    return f"<gml:LineStringSegment><gml:posList>{pos_list}</gml:posList></gml:LineStringSegment>"


def arc(pos_list: str) -> str:
    return f"<gml:Arc><gml:posList>{pos_list}</gml:posList></gml:Arc>"


PLAIN = polygon(linear(SQUARE))
SAME_SQUARE = {
    "polygon": PLAIN,
    "line breaks": polygon(linear("0 0 10 0\n\t10 10   0 10\n 0 0")),
    "exponents": polygon(linear("0 0 1e1 0 1.0E1 +10 0 10.00 0 0")),
    "pos": polygon(
        "<gml:LinearRing>"
        + "".join(f"<gml:pos>{p}</gml:pos>" for p in ("0 0", "10 0", "10 10", "0 10", "0 0"))
        + "</gml:LinearRing>"
    ),
    "point properties": polygon(
        "<gml:LinearRing>"
        + "".join(
            f"<gml:pointProperty><gml:Point><gml:pos>{p}</gml:pos></gml:Point></gml:pointProperty>"
            for p in ("0 0", "10 0", "10 10", "0 10", "0 0")
        )
        + "</gml:LinearRing>"
    ),
    "coordinates": polygon(
        "<gml:LinearRing><gml:coordinates>0,0 10,0 10,10 0,10 0,0</gml:coordinates></gml:LinearRing>"
    ),
    "coordinates with spaces after the commas": polygon(
        "<gml:LinearRing><gml:coordinates>0, 0 10, 0\n10, 10 0 ,10 0, 0</gml:coordinates></gml:LinearRing>"
    ),
    "coord": polygon(
        "<gml:LinearRing>"
        + "".join(
            f"<gml:coord><gml:X>{x}</gml:X><gml:Y>{y}</gml:Y></gml:coord>"
            for x, y in ((0, 0), (10, 0), (10, 10), (0, 10), (0, 0))
        )
        + "</gml:LinearRing>"
    ),
    "coordinates with signs of their own": polygon(
        '<gml:LinearRing><gml:coordinates decimal="," cs=" " ts=";">0,0 0;10,0 0;10 10;0 10;0 0</gml:coordinates>'
        "</gml:LinearRing>"
    ),
    "GML 2 boundaries": PLAIN.replace("exterior", "outerBoundaryIs"),
    "three dimensions declared": polygon(linear("0 0 7 10 0 7 10 10 8 0 10 8 0 0 7", ' srsDimension="3"')),
    "three dimensions on the polygon": polygon(
        linear("0 0 7 10 0 7 10 10 8 0 10 8 0 0 7"), attributes=' srsDimension="3"'
    ),
    "three dimensions evident": polygon(linear("0 0 7 10 0 7 10 10 8 0 10 8 0 0 7")),
    "surface": surface(PLAIN),
    "multi-surface": f"<gml:MultiSurface><gml:surfaceMember>{PLAIN}</gml:surfaceMember></gml:MultiSurface>",
    "multi-surface of surfaces": (
        f"<gml:MultiSurface><gml:surfaceMembers>{surface(PLAIN)}</gml:surfaceMembers></gml:MultiSurface>"
    ),
    "multi-polygon": f"<gml:MultiPolygon><gml:polygonMember>{PLAIN}</gml:polygonMember></gml:MultiPolygon>",
    "oriented": f"<gml:OrientableSurface><gml:baseSurface>{PLAIN}</gml:baseSurface></gml:OrientableSurface>",
    "patches of one surface": surface(
        polygon(linear("0 0 5 0 5 10 0 10 0 0")), polygon(linear("5 0 10 0 10 10 5 10 5 0"))
    ),
    "composite": (
        f"<gml:CompositeSurface><gml:surfaceMember>{surface(polygon(linear('0 0 5 0 5 10 0 10 0 0')))}"
        f"</gml:surfaceMember><gml:surfaceMember>{polygon(linear('5 0 10 0 10 10 5 10 5 0'))}</gml:surfaceMember>"
        "</gml:CompositeSurface>"
    ),
    "ring of lines": polygon(ring_of(line("0 0 10 0 10 10"), line("10 10 0 10 0 0"))),
    "ring of line strings": polygon(
        "<gml:Ring><gml:curveMember><gml:LineString><gml:posList>0 0 10 0 10 10 0 10 0 0</gml:posList>"
        "</gml:LineString></gml:curveMember></gml:Ring>"
    ),
}


@pytest.mark.parametrize("text", SAME_SQUARE.values(), ids=SAME_SQUARE.keys())
def test_one_square_in_many_words(text: str) -> None:
    assert shapely.equals(geometry(text), shapely.box(0, 0, 10, 10))


@pytest.mark.parametrize(
    ("text", "wkt"),
    [
        ("<gml:LineString><gml:posList>0 0 9 0 9 9</gml:posList></gml:LineString>", "LINESTRING (0 0, 9 0, 9 9)"),
        (f"<gml:Curve><gml:segments>{line('0 0 9 0')}</gml:segments></gml:Curve>", "LINESTRING (0 0, 9 0)"),
        (
            "<gml:MultiCurve><gml:curveMember><gml:LineString><gml:posList>0 0 9 0</gml:posList></gml:LineString>"
            "</gml:curveMember><gml:curveMember><gml:LineString><gml:posList>1 1 2 2</gml:posList></gml:LineString>"
            "</gml:curveMember></gml:MultiCurve>",
            "MULTILINESTRING ((0 0, 9 0), (1 1, 2 2))",
        ),
        (
            "<gml:MultiPoint><gml:pointMember><gml:Point><gml:pos>1 2</gml:pos></gml:Point></gml:pointMember>"
            "<gml:pointMember><gml:Point><gml:pos>3 4</gml:pos></gml:Point></gml:pointMember></gml:MultiPoint>",
            "MULTIPOINT ((1 2), (3 4))",
        ),
    ],
)
def test_lines_and_several_points(text: str, wkt: str) -> None:
    assert geometry(text) == shapely.from_wkt(wkt)


def test_holes_belong_to_their_polygon() -> None:
    whole = polygon(linear(SQUARE), linear(HOLE))
    other = polygon(linear("20 0 30 0 30 10 20 0"))
    members = "".join(f"<gml:surfaceMember>{part}</gml:surfaceMember>" for part in (whole, other, PLAIN))
    found = geometry(f"<gml:MultiSurface>{members}</gml:MultiSurface>")
    assert [len(part.interiors) for part in shapely.get_parts(found)] == [1, 0, 0]
    assert shapely.area(found) == 96 + 50 + 100


def test_point() -> None:
    assert geometry("<gml:Point><gml:pos>3 4</gml:pos></gml:Point>") == shapely.Point(3, 4)


@pytest.mark.parametrize(
    "text",
    [
        '<gml:Polygon srsName="a"><gml:exterior>' + linear(SQUARE) + "</gml:exterior></gml:Polygon>",
        '<gml:MultiSurface srsName="a"><gml:surfaceMember>' + PLAIN + "</gml:surfaceMember></gml:MultiSurface>",
        polygon(linear(SQUARE, ' srsName="a"')),
        polygon(ring_of(line(SQUARE)).replace("gml:Curve>", 'gml:Curve srsName="a">', 1)),
        '<gml:Point><gml:pos srsName="a">1 2</gml:pos></gml:Point>',
    ],
)
def test_srs_name_is_found_on_any_level(text: str) -> None:
    found = outline(text)
    assert found is not None
    assert found.srs == "a"


@pytest.mark.parametrize(
    "text", ["", "<gml:MultiSurface/>", "<gml:MultiSurface><gml:surfaceMember/></gml:MultiSurface>"]
)
def test_nothing_is_no_geometry(text: str) -> None:
    assert outline(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<gml:Solid/>", "Solid"),
        ("<gml:Polygon/>", "exterior"),
        (polygon("<gml:Circle/>"), "Circle"),
        (
            polygon(
                "<gml:Ring><gml:curveMember><gml:LineString><gml:posList>0 0 9 0</gml:posList></gml:LineString>"
                "</gml:curveMember><gml:curveMember><gml:LineString><gml:posList>9 1 9 9 0 0</gml:posList>"
                "</gml:LineString></gml:curveMember></gml:Ring>"
            ),
            "gap between curves",
        ),
        (polygon(ring_of(line("0 0 10 0"), line("10 1 10 10 0 0"))), "curve"),
        (polygon(ring_of("<gml:Bezier><gml:posList>0 0</gml:posList></gml:Bezier>")), "curve"),
        (polygon(linear("0 0 10 0 10 10 0")), "ordinates"),
        (polygon(linear("0 0 10 zero 10 10 0 0")), "number"),
        (polygon(linear("0 0 1_0 0 10 10 0 0")), "number"),
        (polygon(linear("0 0 0 10 10 10 0 0", ' srsDimension="3"')), "ordinates"),
        (polygon("<gml:LinearRing><gml:pos>1</gml:pos></gml:LinearRing>"), "ordinates"),
        (polygon('<gml:LinearRing><gml:pointProperty xlink:href="#p"/></gml:LinearRing>'), "pointProperty"),
        ("<gml:Point/>", "Point"),
        ("<gml:Point><gml:posList>1 2 3 4</gml:posList></gml:Point>", "Point"),
        (
            f"<gml:MultiGeometry><gml:geometryMember>{PLAIN}</gml:geometryMember><gml:geometryMember>"
            "<gml:Point><gml:pos>1 2</gml:pos></gml:Point></gml:geometryMember></gml:MultiGeometry>",
            "points among surfaces",
        ),
    ],
)
def test_what_cannot_be_read_says_why(text: str, reason: str) -> None:
    with pytest.raises(BadGeometry, match=reason):
        outline(text)


@pytest.mark.parametrize(
    "ring",
    [
        ring_of("<gml:Circle><gml:posList>0 10 10 0 0 -10</gml:posList></gml:Circle>"),
        ring_of(arc("0 10 10 0 0 -10"), arc("0 -10 -10 0 0 10")),
        ring_of("<gml:ArcString><gml:posList>0 10 10 0 0 -10 -10 0 0 10</gml:posList></gml:ArcString>"),
        ring_of(
            '<gml:CircleByCenterPoint numArc="1"><gml:pos>0 0</gml:pos><gml:radius uom="m">10</gml:radius>'
            "</gml:CircleByCenterPoint>"
        ),
        "<gml:Ring><gml:curveMember><gml:CompositeCurve><gml:curveMember><gml:Curve><gml:segments>"
        f"{arc('0 10 10 0 0 -10')}</gml:segments></gml:Curve></gml:curveMember><gml:curveMember>"
        '<gml:OrientableCurve orientation="-"><gml:baseCurve><gml:Curve><gml:segments>'
        f"{arc('0 10 -10 0 0 -10')}</gml:segments></gml:Curve></gml:baseCurve></gml:OrientableCurve>"
        "</gml:curveMember></gml:CompositeCurve></gml:curveMember></gml:Ring>",
    ],
    ids=["circle", "arcs", "arc string", "circle by centre", "composite curve"],
)
def test_curves_become_lines(ring: str) -> None:
    found = geometry(polygon(ring))
    assert shapely.area(found) == pytest.approx(math.pi * 100, rel=0.002)
    assert shapely.is_valid(found)


def test_axes_of_curves_stay_as_written() -> None:
    found = geometry(polygon(ring_of(arc("100 0 110 10 100 20"), line("100 20 100 0"))))
    assert shapely.bounds(found).tolist() == pytest.approx([100, 0, 110, 20], abs=0.01)


def test_srs_name_does_not_swap_the_axes_of_curves() -> None:
    ring = ring_of(arc("100 0 110 10 100 20"), line("100 20 100 0"))
    declared = ring.replace("<gml:Curve>", '<gml:Curve srsName="urn:ogc:def:crs:EPSG::2179">')
    named = polygon(declared, attributes=' srsName="urn:ogc:def:crs:EPSG::2179"')
    assert shapely.bounds(geometry(named)).tolist() == pytest.approx([100, 0, 110, 20], abs=0.01)


def test_neighbours_share_their_arc() -> None:
    left = geometry(polygon(ring_of(arc("0 0 3 5 0 10"), line("0 10 -9 10 -9 0 0 0"))))
    right = geometry(polygon(ring_of(arc("0 10 3 5 0 0"), line("0 0 9 0 9 10 0 10"))))
    assert shapely.area(shapely.intersection(left, right)) == pytest.approx(0, abs=1e-9)
    assert shapely.area(shapely.union(left, right)) == pytest.approx(180, abs=1e-9)
