"""The map of a case to keep or send: one HTML file with its land then and now, neighbours and plans, for no network.

Like the parcel's (sip/extracts/report.py), only folium's element and script are taken: its page would fetch libraries
from other hosts. People are named only where the clerk asks for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import folium
import orjson
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from folium.features import GeoJsonPopup
from folium.utilities import JsCode

from cases import writing
from cases.clock.terms import day_of
from cases.desk import thennow
from cases.desk.page import require_staff
from cases.desk.reach import actor, get_case
from cases.models import Case, Neighbour, PartyRole
from cases.neighbours.actions import newest
from plans.codes import THEME_OF, ActKind
from plans.symbols import OUTLINE, Look, look_of
from sip.audit.actions import record
from sip.extracts.report import NUMBERED, POLICY, POLICY_HEADER, ReportMap, leaflet
from sip.extracts.standing import Standing, standing
from sip.extracts.zones import DRAWN
from sip.geo.crs import PL_1992, WGS84
from sip.offices.permissions import roles_in
from sip.public import rows

AROUND_M: Final = 120.0
DIGITS: Final = 8
# What folium draws easily.
MOST_ZONES: Final = 200
MOST_NEIGHBOURS: Final = 250
SHAPES: Final = """
SELECT identifier, number, ST_AsGeoJSON(ST_Transform(geom, %(wgs84)s), %(digits)s)
FROM parcel_public WHERE identifier = ANY(%(wanted)s)
"""
# Each zone as far as the map reaches.
ZONES: Final = """
SELECT a.kind, a.status, a.in_force_from, a.in_force_to, z.status, z.in_force_from, z.in_force_to,
    z.symbol, z.designation, z.name, a.title, ST_AsGeoJSON(ST_Transform(part, %(wgs84)s), %(digits)s)
FROM planning_zone_public AS z
JOIN planning_act_public AS a ON a.identifier = z.act
CROSS JOIN LATERAL ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s) AS box
CROSS JOIN LATERAL ST_CollectionExtract(ST_Intersection(z.geom, box), 3) AS part
WHERE z.geom && box AND NOT ST_IsEmpty(part)
ORDER BY a.kind, z.designation, z.id
LIMIT %(most)s
"""
NEAR: Final = {"color": "#1c6487", "weight": 1.5, "fillColor": "#1c6487", "fillOpacity": 0.06}
PARTY: Final = {**NEAR, "fillColor": "#b36b00", "fillOpacity": 0.3}
NOW: Final = {"color": "#1d3f8f", "weight": 3, "dashArray": "8 6", "fillOpacity": 0}
THEN: Final = {"color": "#b3003c", "weight": 4, "fillColor": "#b3003c", "fillOpacity": 0.1}
SHAPE: Final = {"color": "#2b2622", "weight": 3, "dashArray": "2 6", "fillOpacity": 0}
Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """A neighbour as the file lists it; `names` only where people are asked for."""

    row: Neighbour
    names: str


@require_safe
@login_required
@never_cache
def case_map(request: HttpRequest, number: int) -> HttpResponse:
    """The file; with ?osoby=tak it names the applicant and the parties, for who works on the case. Noted."""
    case = get_case(request, number)
    is_personal = request.GET.get("osoby") == "tak"
    if is_personal:
        require_staff(request, case)
    response = render(request, "cases/desk/map_report.html", _context(case, is_personal))
    user = actor(request)
    record(
        actor=user,
        action="case.map-people" if is_personal else "case.map-report",
        object_type=writing.OBJECT,
        object_id=case.pk,
        office=case.office,
        new={"roles": roles_in(user, case.office)},
    )
    response.headers["Content-Security-Policy"] = POLICY_HEADER
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(case)}"'
    return response


def _file_name(case: Case) -> str:
    kept = (case.sign or str(case.pk)).encode("ascii", "ignore").decode()
    return f"mapa-{''.join(sign if sign.isalnum() or sign in '.-' else '-' for sign in kept)}.html"


def _context(case: Case, is_personal: bool) -> dict[str, Any]:
    parcels = thennow.of_case(case)
    listed = newest(case)
    beside = [Beside(row, _names(case, row) if is_personal else "") for row in listed.rows.all()] if listed else []
    zones = _zones(case)
    style, script = leaflet()
    return {
        "case": case,
        "made_at": timezone.now(),
        "parcels": parcels,
        "geometries": case.geometries.order_by("number"),
        "listed": listed,
        "beside": beside,
        "legend": {look.key: look for look, _feature_of in zones}.values(),
        "people": case.parties.exclude(role=PartyRole.PARTY) if is_personal else [],
        "is_personal": is_personal,
        "map": _map(case, thennow.standing(parcels), beside, [feature for _look, feature in zones]),
        "leaflet_style": style,
        "leaflet_script": script,
        "policy": POLICY,
    }


def _names(case: Case, row: Neighbour) -> str:
    found = case.parties.filter(role=PartyRole.PARTY, parcels__contains=[row.identifier])
    return "; ".join(party.name for party in found)


def _zones(case: Case) -> list[tuple[Look, Feature]]:
    if case.shape is None:
        return []
    west, south, east, north = _extent(case)
    values = {"west": west, "south": south, "east": east, "north": north, "srid": PL_1992.srid}
    found = rows(ZONES, {**values, "most": MOST_ZONES, "wgs84": WGS84.srid, "digits": DIGITS})
    return [_zone(row[0], *row[7:]) for row in found if _is_binding(*row[:7])]


def _is_binding(kind: str, *dates: Any) -> bool:
    """The act and the zone, by status and dates of each."""
    if kind not in ActKind.values or THEME_OF[ActKind(kind)] not in DRAWN:
        return False
    today = day_of(timezone.now())
    return all(
        standing(kind, status, since, until, today) is Standing.BINDING
        for status, since, until in (dates[:3], dates[3:])
    )


def _zone(kind: str, symbol: str, designation: str, name: str, act: str, shape: str) -> tuple[Look, Feature]:
    look = look_of(symbol, THEME_OF[ActKind(kind)])
    style = {"color": OUTLINE, "weight": 1, "fillColor": look.colour, "fillOpacity": 0.45}
    words = {_("Oznaczenie"): designation, _("Przeznaczenie"): name or str(look.name), _("Akt"): act}
    return look, _feature(shape, style, words, designation)


def _extent(case: Case) -> tuple[float, float, float, float]:
    assert case.shape is not None
    west, south, east, north = case.shape.extent
    return west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M


def _map(case: Case, present: Sequence[str], beside: Sequence[Beside], zones: list[Feature]) -> ReportMap | None:
    """None for a case without land."""
    if case.shape is None:
        return None
    chart = folium.Map(tiles=None, attribution_control=False, max_zoom=23, zoom_snap=0.25)
    for name, features, is_shown in _layers(case, present, beside, zones):
        if features:
            _layer(name, features, is_shown).add_to(chart)
    folium.LayerControl(collapsed=False).add_to(chart)
    # Something of what lies around.
    shown = case.shape.envelope.buffer(AROUND_M / 4).transform(WGS84.srid, clone=True)
    west, south, east, north = shown.extent
    chart.fit_bounds([(south, west), (north, east)], padding=(20, 20))
    figure: Any = chart.get_root()
    figure.render()
    metres = f"L.control.scale({{imperial: false}}).addTo({chart.get_name()});"
    # Properties are escaped below, and folium writes them as JSON that closes no script.
    return ReportMap(mark_safe(figure.html.render()), mark_safe(figure.script.render() + metres))  # noqa: S308


def _layers(
    case: Case, present: Sequence[str], beside: Sequence[Beside], zones: list[Feature]
) -> list[tuple[str, list[Feature], bool]]:
    """Name, features, whether it is shown at first; from the lowest up."""
    parcels = _parcels([*present, *(one.row.identifier for one in beside[:MOST_NEIGHBOURS])])
    near = [_beside(one, *parcels[one.row.identifier]) for one in beside if one.row.identifier in parcels]
    now = [_now(identifier, *parcels[identifier]) for identifier in present if identifier in parcels]
    then = [_then(str(row), row.geom) for row in case.parcels.order_by("position") if row.geom is not None]
    versions = list(case.geometries.order_by("number"))
    drawn = [
        (_("Kształt sprawy, wersja %d") % row.number, [_shape(row.geom, row.number)], row is versions[-1])
        for row in versions
    ]
    return [
        (_("Strefy planistyczne i przeznaczenia"), zones, True),
        (_("Działki sąsiednie"), near, True),
        (_("Działki teraz"), now, True),
        (_("Działki w dniu złożenia"), then, True),
        *drawn,
    ]


def _parcels(wanted: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Number and shape of parcels in force, by identifier."""
    found = rows(SHAPES, {"wanted": list(wanted), "wgs84": WGS84.srid, "digits": DIGITS}) if wanted else []
    return {identifier: (number, shape) for identifier, number, shape in found}


def _beside(one: Beside, number: str, shape: str) -> Feature:
    words = {_("Działka"): one.row.identifier, _("Dlaczego"): ", ".join(one.row.said)}
    people = {_("Strona"): one.names} if one.names else {}
    return _feature(shape, PARTY if one.row.is_party else NEAR, {**words, **people}, number)


def _now(identifier: str, number: str, shape: str) -> Feature:
    return _feature(shape, NOW, {_("Działka teraz"): identifier}, number)


def _then(name: str, geom: Any) -> Feature:
    return _feature(_in_degrees(geom), THEN, {_("Działka w dniu złożenia"): name}, "")


def _shape(geom: Any, number: int) -> Feature:
    return _feature(_in_degrees(geom), SHAPE, {_("Kształt sprawy, wersja"): str(number)}, "")


def _in_degrees(geom: Any) -> str:
    return str(geom.transform(WGS84.srid, clone=True).geojson)


def _feature(shape: str, style: dict[str, Any], words: dict[str, str], title: str) -> Feature:
    """The popup takes its texts for HTML, so they are escaped here; the title stands on the map."""
    safe = {name: escape(text) for name, text in words.items()}
    properties = {**safe, "title": escape(title), "style": style}
    return {"type": "Feature", "geometry": orjson.loads(shape), "properties": properties}


def _layer(name: str, features: list[Feature], is_shown: bool) -> folium.GeoJson:
    """Folium tells features apart by their id, or else by a property whose name it writes into its script."""
    fields = dict.fromkeys(field for one in features for field in one["properties"] if field not in ("title", "style"))
    for at, one in enumerate(features):
        one["id"] = str(at)
        one["properties"] = {**dict.fromkeys(fields, ""), **one["properties"]}
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=name,
        show=is_shown,
        style_function=_own_style(),
        smooth_factor=0,
        on_each_feature=JsCode(NUMBERED) if features[0]["properties"]["title"] else None,
        popup=GeoJsonPopup(fields=list(fields), localize=False),
    )


def _own_style() -> Callable[[Any], dict[str, Any]]:
    return lambda feature: dict(feature["properties"]["style"])
