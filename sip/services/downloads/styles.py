"""Looks of layers as QGIS keeps them (QML), near to those of the map."""

from dataclasses import dataclass, replace
from typing import Final
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext

from plans.codes import ZONES
from plans.symbols import LOOKS as LOOKS_OF_ZONES
from sip.services.downloads.sources import Shape, Source


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as red,green,blue,alpha; `line` in millimetres; `label`: the column shown from the scale 1:`nearest`."""

    fill: str
    stroke: str
    line: float = 0.3
    label: str = ""
    nearest: int = 5_000


USUAL: Final = Look("120,144,156,60", "69,90,100,255")
LOOKS: Final = {
    "parcels": Look("255,255,255,0", "33,33,33,255", 0.2, "number", 3_000),
    "buildings": Look("188,170,164,200", "93,64,55,255", 0.25),
    "precincts": Look("255,255,255,0", "106,27,154,255", 0.7, "name", 100_000),
    "addresses": Look("198,40,40,255", "255,255,255,255", 0.2, "number", 2_000),
    "land-use": Look("200,230,201,70", "85,139,47,255", 0.2, "ofu", 5_000),
    "planning-acts": Look("255,255,255,0", "198,40,40,255", 0.8, "title", 50_000),
    "planning-zones": Look("255,213,79,90", "230,81,0,255", 0.3, "designation", 10_000),
    "planning-regulations": Look("255,255,255,0", "0,105,92,255", 0.5, "designation", 10_000),
    "restrictions": Look("0,131,143,50", "0,96,100,255", 0.4, "name", 10_000),
}


def style(source: Source) -> str:
    look = LOOKS.get(source.name, USUAL)
    if source.name == "planning-zones":
        renderer = _zones(look)
    else:
        symbol = _symbol(source.shape, look, "0")
        renderer = (
            '<renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0">'
            f"<symbols>{symbol}</symbols></renderer-v2>"
        )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        f'<qgis version="3.22" styleCategories="Symbology|Labeling" labelsEnabled="{int(bool(look.label))}">'
        f"{renderer}{_labels(look) if look.label else ''}</qgis>"
    )


def _zones(look: Look) -> str:
    """Zones of a plan ogólny in their own colours, other terrains in the layer's."""
    named = [(symbol, str(zone.name), _rgba(zone.colour)) for symbol, zone in LOOKS_OF_ZONES.items() if symbol in ZONES]
    named.append(("", str(gettext("inne tereny")), look.fill))
    categories = "".join(
        f'<category render="true" symbol="{number}" type="string" value={quoteattr(value)} label={quoteattr(label)}/>'
        for number, (value, label, _) in enumerate(named)
    )
    symbols = "".join(
        _symbol(Shape.AREA, replace(look, fill=fill), str(number)) for number, (_, _, fill) in enumerate(named)
    )
    return (
        '<renderer-v2 type="categorizedSymbol" attr="symbol" symbollevels="0" enableorderby="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>"
    )


def _rgba(colour: str) -> str:
    """#rrggbb as QGIS writes it, half transparent."""
    return ",".join((*(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)), "140"))


def _symbol(shape: Shape, look: Look, name: str) -> str:
    kind, layer, options = _drawn(shape, look)
    return (
        f'<symbol type="{kind}" name="{name}" alpha="1"><layer class="{layer}" enabled="1">'
        f'<Option type="Map">{_options(options)}</Option></layer></symbol>'
    )


def _drawn(shape: Shape, look: Look) -> tuple[str, str, dict[str, str]]:
    """The kind of symbol, the class of its only layer, what that has."""
    if shape in (Shape.POINT, Shape.POINTS):
        of_points = {"color": look.fill, "outline_color": look.stroke, "name": "circle", "size": "1.6"}
        return "marker", "SimpleMarker", {**of_points, "size_unit": "MM"}
    if shape is Shape.LINE:
        of_lines = {"line_color": look.stroke, "line_width": f"{look.line}", "line_width_unit": "MM"}
        return "line", "SimpleLine", {**of_lines, "line_style": "solid"}
    of_areas = {
        "color": look.fill,
        "outline_color": look.stroke,
        "outline_width": f"{look.line}",
        "outline_width_unit": "MM",
        "outline_style": "solid",
        "joinstyle": "bevel",
        "style": "no" if look.fill.endswith(",0") else "solid",
    }
    return "fill", "SimpleFill", of_areas


def _options(values: dict[str, str]) -> str:
    return "".join(f'<Option type="QString" name="{name}" value={quoteattr(value)}/>' for name, value in values.items())


def _labels(look: Look) -> str:
    return (
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style fieldName="{look.label}" isExpression="0" fontFamily="DejaVu Sans" fontSize="8"'
        ' fontSizeUnit="Point" fontWeight="50" multilineHeight="1" textColor="33,33,33,255" textOpacity="1">'
        '<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255"'
        ' bufferOpacity="0.8"/></text-style>'
        '<placement placement="1" polygonPlacementFlags="2" quadOffset="4" priority="5" centroidInside="1"/>'
        f'<rendering scaleVisibility="1" scaleMin="1" scaleMax="{look.nearest}" drawLabels="1" maxNumLabels="2000"/>'
        "</settings></labeling>"
    )
