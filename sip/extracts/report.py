"""A parcel and its neighbours as a map of folium's, for a file that is opened without a network.

Only folium's element and script are taken: its page would fetch libraries from other hosts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import folium
import shapely
from django.contrib.staticfiles import finders
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from folium.features import GeoJsonPopup
from folium.utilities import JsCode

from sip.extracts.parcel import ParcelRecord
from sip.geo.crs import PL_1992, WGS84, Coordinates, transform
from sip.public import rows

# What folium draws easily; a report of more would be slow to open.
MOST_OBJECTS = 200
AROUND_M = 40.0
NEARBY = """
SELECT 'parcel', number, identifier, registered_area, ST_AsBinary(geom)
FROM parcel_history_public WHERE id = %(version)s
UNION ALL
(SELECT 'neighbour', n.number, n.identifier, n.registered_area, ST_AsBinary(n.geom)
FROM parcel_history_public AS p
JOIN parcel_public AS n ON n.geom && ST_Expand(p.geom, %(around)s) AND n.id <> p.id
WHERE p.id = %(version)s ORDER BY ST_Distance(n.geom, p.geom), n.identifier LIMIT %(most)s)
UNION ALL
(SELECT 'building', '', b.identifier, NULL, ST_AsBinary(b.geom)
FROM parcel_history_public AS p JOIN building_public AS b ON b.geom && ST_Expand(p.geom, %(around)s)
WHERE p.id = %(version)s ORDER BY ST_Distance(b.geom, p.geom), b.identifier LIMIT %(most)s)
"""
STYLES = {
    "neighbour": {"color": "#6b6258", "weight": 1.2, "fillColor": "#faf5e6", "fillOpacity": 0.6},
    "building": {"color": "#6f6457", "weight": 1, "fillColor": "#cbbfb0", "fillOpacity": 0.9},
    "parcel": {"color": "#b3003c", "weight": 4, "fillColor": "#b3003c", "fillOpacity": 0.12},
}
# The number stands on the map; a tooltip of folium's own would show one of them only.
NUMBERED = """(feature, layer) => layer.bindTooltip(feature.properties.title, {
    permanent: true, direction: "center", className: "number",
})"""
DIGITS = 8
# Its script and style are inside the file, and it can reach nothing: no host, no storage, no cookie of ours.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
    " form-action 'none'"
)
# These two do not work from within the file.
POLICY_HEADER = f"{POLICY}; frame-ancestors 'none'; sandbox allow-scripts"


@dataclass(frozen=True, slots=True)
class ReportMap:
    """The map's element, and the script that fills it once Leaflet is there."""

    element: SafeString
    script: SafeString


def report_map(record: ParcelRecord) -> ReportMap:
    values = {"version": record.version_pk, "most": MOST_OBJECTS, "around": AROUND_M}
    found = rows(NEARBY, values)
    west, south, east, north = _bounds(record)
    chart = folium.Map(
        tiles=None,
        location=((south + north) / 2, (west + east) / 2),
        attribution_control=False,
        max_zoom=23,
        zoom_snap=0.25,
    )
    for kind in STYLES:
        features = [_feature(row) for row in found if row[0] == kind]
        if features:
            _layer(kind, features).add_to(chart)
    chart.fit_bounds([(south, west), (north, east)], padding=(30, 30))
    figure: Any = chart.get_root()
    figure.render()
    # Properties are escaped below, and folium writes them as JSON that closes no script.
    metres = f"L.control.scale({{imperial: false}}).addTo({chart.get_name()});"
    return ReportMap(mark_safe(figure.html.render()), mark_safe(figure.script.render() + metres))  # noqa: S308


@cache
def leaflet() -> tuple[SafeString, SafeString]:
    """Leaflet's style and script, bundled by static/build.mjs. Raises FileNotFoundError where nothing is built."""
    texts = []
    for name in ("leaflet-style.css", "leaflet.js"):
        file = finders.find(name)
        if file is None:
            raise FileNotFoundError(f"{name}: build the front end first")
        texts.append(mark_safe(Path(file).read_text(encoding="utf-8")))  # noqa: S308 - our own bundle
    style, script = texts
    return style, script


def _layer(kind: str, features: list[dict[str, Any]]) -> folium.GeoJson:
    names = {"parcel": _("Działka"), "neighbour": _("Działka"), "building": _("Budynek")}
    labels = {"title": names[kind], "identifier": _("Identyfikator"), "area": _("Powierzchnia")}
    shown = [field for field in labels if any(field in feature["properties"] for feature in features)]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=_always(STYLES[kind]),
        smooth_factor=0,
        on_each_feature=JsCode(NUMBERED) if "title" in shown else None,
        popup=GeoJsonPopup(fields=shown, aliases=[labels[field] for field in shown], localize=False),
    )


def _always(style: dict[str, Any]) -> Callable[[Any], dict[str, Any]]:
    return lambda _feature: style


def _feature(row: tuple[Any, ...]) -> dict[str, Any]:
    """The popup takes its texts for HTML, so they are escaped here."""
    kind, number, identifier, area, geometry = row
    shape = shapely.transform(shapely.from_wkb(bytes(geometry)), _to_wgs84)
    properties: dict[str, str] = {"identifier": escape(identifier)}
    if kind != "building":
        hectares = _("brak danych") if area is None else f"{number_format(area, 4)} ha"
        properties |= {"title": escape(number), "area": hectares}
    return {"type": "Feature", "geometry": shapely.geometry.mapping(shape), "properties": properties}


def _bounds(record: ParcelRecord) -> tuple[float, float, float, float]:
    """West, south, east, north of the parcel in degrees, with something of its surroundings."""
    west, south, east, north = record.extent
    box = shapely.box(west, south, east, north).buffer(AROUND_M / 2)
    bounds: tuple[float, float, float, float] = shapely.transform(box, _to_wgs84).bounds
    return bounds


def _to_wgs84(east_north: Coordinates) -> Coordinates:
    return transform(east_north, PL_1992, WGS84).round(DIGITS)
