"""Styles of the vector tiles in Mapbox's form (version 8), as MapLibre, OpenLayers and QGIS read it; OGC API Styles.

One for each grid, by day and by night; colours are those of our own map. Programs that know Web Mercator only take
that grid's; the other's metadata name the system and the tile matrix set.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.codes import PlanTheme
from plans.symbols import GROUPS, LOOKS, REGULATION_LOOKS
from sip.geo.grid import GRIDS, PL_1992_GRID, WEB_MERCATOR_QUAD, Grid
from sip.palette import PALETTE
from sip.public import rows
from sip.services.errors import NotFound
from sip.services.layers import of_version
from sip.services.ogc.formats import HTML, JSON, STYLE
from sip.services.ogc.links import Link, address, link
from sip.services.ogc.sprites import BLANK, regulation_image, theme_image, zone_image
from sip.services.registry import TILED
from sip.services.tiles.describe import tilejson_bounds

Document = dict[str, Any]

REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/styles"
_SOURCE: Final = "sip"
_PLAIN, _BOLD = ["DejaVu Sans"], ["DejaVu Sans Bold"]
_FIRST: Final = {grid: {each.name: each.zooms[grid][0] for each in TILED} for grid in GRIDS}
_LAST: Final = {grid: {each.name: each.zooms[grid][1] for each in TILED} for grid in GRIDS}
# The longest beginning of a local plan's symbol that is looked for.
_LONGEST: Final = max(map(len, GROUPS))
_THEMES: Final = "SELECT code FROM theme_public ORDER BY position, code"


class Style(NamedTuple):
    title: str | Promise
    grid: Grid
    is_dark: bool


STYLES: Final = {
    "sip": Style(_("Mapa rejestrów, układ Web Mercator"), WEB_MERCATOR_QUAD, is_dark=False),
    "sip-dark": Style(_("Mapa rejestrów nocą, układ Web Mercator"), WEB_MERCATOR_QUAD, is_dark=True),
    "sip-pl1992": Style(_("Mapa rejestrów, układ PL-1992"), PL_1992_GRID, is_dark=False),
    "sip-pl1992-dark": Style(_("Mapa rejestrów nocą, układ PL-1992"), PL_1992_GRID, is_dark=True),
}
DEFAULT: Final = "sip"


def style_of(name: str) -> Style:
    if name not in STYLES:
        raise NotFound(f"There is no style {name[:60]!r}. Styles: {', '.join(STYLES)}.")
    return STYLES[name]


def styles(request: HttpRequest) -> Document:
    return {
        "default": DEFAULT,
        "links": [],
        "styles": [
            {"id": name, "title": str(each.title), "links": _links(request, name)} for name, each in STYLES.items()
        ],
    }


def metadata(request: HttpRequest, name: str) -> Document:
    style = style_of(name)
    return {
        "id": name,
        "title": str(style.title),
        "scope": "style",
        "stylesheets": [
            {
                "title": "Mapbox Style 8",
                "version": "8",
                "specification": "https://maplibre.org/maplibre-style-spec/",
                "native": True,
                "link": _links(request, name)[0],
            }
        ],
        "layers": [
            {"id": each["id"], "type": _KINDS[each["type"]], "sampleData": link("data", *_data(request))}
            for each in stylesheet(request, name)["layers"]
            if each["type"] in _KINDS
        ],
        "links": _links(request, name),
    }


_KINDS: Final = {"fill": "polygon", "line": "line", "symbol": "point"}


def _data(request: HttpRequest) -> tuple[str, str]:
    return address(request, "tiles"), JSON.type


def _links(request: HttpRequest, name: str) -> list[Link]:
    here = address(request, "styles", name)
    return [
        link("stylesheet", f"{here}?f={STYLE.name}", STYLE.type),
        link("describedby", f"{here}/metadata?f={JSON.name}", JSON.type),
        link("describedby", f"{here}/metadata?f={HTML.name}", HTML.type),
    ]


def stylesheet(request: HttpRequest, name: str) -> Document:
    style = style_of(name)
    grid = style.grid
    root = request.build_absolute_uri(f"/tiles/{grid.name}")
    west, south, east, north = tilejson_bounds()
    glyphs = request.build_absolute_uri(static("glyphs/").split("?")[0])
    return {
        "version": 8,
        "name": str(style.title),
        "metadata": {"crs": f"EPSG:{grid.crs.srid}", "tileMatrixSet": address(request, "tileMatrixSets", grid.name)},
        "center": [(west + east) / 2, (south + north) / 2],
        "zoom": _FIRST[grid.name]["parcels"] - 3,
        "sources": {
            _SOURCE: {
                "type": "vector",
                "tiles": [f"{root}/{{z}}/{{x}}/{{y}}.mvt"],
                "minzoom": min(_FIRST[grid.name].values()),
                "maxzoom": max(_LAST[grid.name].values()),
                "bounds": [west, south, east, north],
            }
        },
        "sprite": address(request, "sprites", "sip-dark" if style.is_dark else "sip"),
        "glyphs": f"{glyphs}{{fontstack}}/{{range}}.pbf",
        "layers": _layers(grid, PALETTE.dark if style.is_dark else PALETTE.light),
    }


def _layers(grid: Grid, colours: Any) -> list[Document]:
    return [
        {"id": "background", "type": "background", "paint": {"background-color": colours["outside"]}},
        _fill("gminas", "gminas", grid, colours["land"]),
        _fill("precincts", "precincts", grid, colours["land"]),
        _fill("land_use", "land_use", grid, _tints(colours)),
        *_planning(grid, colours),
        _line("parcels", "parcels", grid, colours["parcel-line"], 0.8),
        _fill("buildings", "buildings", grid, _houses(colours), outline=colours["building-line"]),
        _line("precincts_border", "precincts", grid, colours["precinct-line"], 1.2),
        _line("gminas_border", "gminas", grid, colours["gmina-line"], 1.8),
        *_restrictions(grid),
        *_names(grid, colours),
    ]


def _planning(grid: Grid, colours: Any) -> list[Document]:
    strength = float(colours["plan-strength"]) * 0.6
    zones = _fill("planning_zones", "planning_zones", grid, _by_zone(lambda key: LOOKS[key].colour))
    zones["paint"]["fill-opacity"] = strength
    marks = _pattern("planning_zones_pattern", "planning_zones", grid, _by_zone(zone_image))
    marks["paint"]["fill-opacity"] = strength
    kinds = [part for kind in REGULATION_LOOKS for part in (kind, regulation_image(kind))]
    hatching = ["match", ["get", "kind"], *kinds, BLANK]
    return [
        zones,
        marks,
        _line("planning_zones_border", "planning_zones", grid, colours["zone-line"], 0.8),
        _pattern("planning_regulations_pattern", "planning_regulations", grid, hatching),
        _line("planning_regulations", "planning_regulations", grid, colours["zone-line"], 1.4, dashes=[4, 2]),
        _line("planning_acts", "planning_acts", grid, colours["act-line"], 1.6),
    ]


def _restrictions(grid: Grid) -> list[Document]:
    colour = _by_theme(lambda place: PALETTE.themes[place % len(PALETTE.themes)][0])
    areas = _pattern("restrictions", "restrictions", grid, _by_theme(theme_image))
    areas["filter"] = ["==", ["geometry-type"], "Polygon"]
    return [areas, _line("restrictions_border", "restrictions", grid, colour, 1.2, dashes=[2, 2])]


def _by_theme(look: Callable[[int], str]) -> Any:
    """LOOK is of a place in the list of themes of restrictions, which is the office's own."""
    themes: list[str] = of_version("style-themes", lambda: [code for (code,) in rows(_THEMES)])
    pairs = [part for place, code in enumerate(themes) for part in (code, look(place))]
    return ["match", ["get", "theme"], *pairs, look(0)] if pairs else look(0)


def _names(grid: Grid, colours: Any) -> list[Document]:
    return [
        _text("parcel_labels", "number", grid, colours["parcel-text"], colours, 11),
        _text("addresses", "number", grid, colours["address-text"], colours, 11, font=_BOLD),
        _text("planning_zone_labels", "designation", grid, colours["zone-text"], colours, 12, font=_BOLD),
        _text("precinct_labels", "name", grid, colours["precinct-text"], colours, 13),
        _text("gmina_labels", "name", grid, colours["gmina-text"], colours, 16, font=_BOLD),
    ]


def _fill(name: str, layer: str, grid: Grid, colour: Any, outline: str = "") -> Document:
    paint = {"fill-color": colour, **({"fill-outline-color": outline} if outline else {})}
    return {"id": name, "type": "fill", **_of(layer, grid), "paint": paint}


def _pattern(name: str, layer: str, grid: Grid, image: Any) -> Document:
    return {"id": name, "type": "fill", **_of(layer, grid), "paint": {"fill-pattern": image}}


def _line(name: str, layer: str, grid: Grid, colour: Any, width: float, dashes: list[float] | None = None) -> Document:
    paint: Document = {"line-color": colour, "line-width": width, **({"line-dasharray": dashes} if dashes else {})}
    return {"id": name, "type": "line", **_of(layer, grid), "layout": {"line-join": "round"}, "paint": paint}


def _text(
    layer: str, field: str, grid: Grid, colour: str, colours: Any, size: int, font: list[str] = _PLAIN
) -> Document:
    return {
        "id": f"{layer}_text" if layer == "addresses" else layer,
        "type": "symbol",
        **_of(layer, grid),
        "layout": {"text-field": ["to-string", ["get", field]], "text-font": font, "text-size": size},
        "paint": {"text-color": colour, "text-halo-color": colours["halo"], "text-halo-width": 1.2},
    }


def _of(layer: str, grid: Grid) -> Document:
    """Where it comes from and from which zoom on; the deepest tiles serve all zooms below."""
    first, last = _FIRST[grid.name][layer], _LAST[grid.name][layer]
    limit = {"maxzoom": last + 1} if last < grid.deepest else {}
    return {"source": _SOURCE, "source-layer": layer, "minzoom": first, **limit}


def _tints(colours: Any) -> list[Any]:
    pairs = [part for name, codes in PALETTE.tints.items() for part in (list(codes), colours[name])]
    return ["match", ["get", "ofu"], *pairs, "rgba(0,0,0,0)"]


def _houses(colours: Any) -> list[Any]:
    pairs = [part for kind, name in PALETTE.houses.items() for part in (kind, colours[name])]
    return ["match", ["get", "kind"], *pairs, colours["building"]]


def _by_zone(look: Callable[[str], str]) -> list[Any]:
    """LOOK of a key of LOOKS, by the symbol of a plan ogólny's zone; of other plans by the longest known beginning."""
    other = look("other")
    zones = [part for key in LOOKS for part in (key, look(key))]
    found: Any = other
    for length in range(1, _LONGEST + 1):
        pairs = [part for start, key in GROUPS.items() if len(start) == length for part in (start, look(key))]
        found = (
            ["match", ["slice", ["upcase", ["to-string", ["get", "symbol"]]], 0, length], *pairs, found]
            if pairs
            else found
        )
    general = ["match", ["get", "symbol"], *zones, other]
    return ["case", ["==", ["get", "kind"], PlanTheme.GENERAL.value], general, found]
