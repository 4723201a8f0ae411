"""Where planning stands in each gmina, as a table for everyone and a map drawn with patterns."""

from decimal import Decimal
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from sip.extracts.plan_register import ActRow
from sip.extracts.plan_states import State, states
from sip.plan_address import plan_path
from sip.portal.conditional import dated_page_etag
from sip.portal.parcel import asked_day
from sip.public import rows

WIDTH: Final = 680.0
OUTLINES: Final = """
SELECT code, ST_AsSVG(ST_Scale(ST_Translate(ST_Simplify(geom, %(unit)s, true), -%(west)s, -%(north)s),
        1 / %(unit)s, 1 / %(unit)s), 0, 1),
    (ST_X(ST_PointOnSurface(geom)) - %(west)s) / %(unit)s, (%(north)s - ST_Y(ST_PointOnSurface(geom))) / %(unit)s
FROM gmina_public
"""
EXTENT: Final = """
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent(geom) AS e FROM gmina_public) AS whole
"""
# The least percent of a class, its key in the style sheet, and its words; the denser the pattern, the more is covered.
CLASSES: Final = (
    (Decimal(75), "most", gettext_lazy("co najmniej 75%")),
    (Decimal(50), "half", gettext_lazy("od 50% do 75%")),
    (Decimal(25), "some", gettext_lazy("od 25% do 50%")),
    (Decimal("0.1"), "little", gettext_lazy("mniej niż 25%")),
    (Decimal(0), "none", gettext_lazy("nie ma planów miejscowych")),
)
UNKNOWN: Final = ("unknown", gettext_lazy("brak danych"))
# Lines of a pattern's tile of 12 units.
PATTERNS: Final = {
    "most": "M0 0L12 12M0 12L12 0M0 6h12M6 0v12",
    "half": "M0 0L12 12M0 12L12 0",
    "some": "M0 12L12 0",
    "little": "M2.6 3h.8M8.6 9h.8",
    "none": "",
    "unknown": "M6 3v2M6 8v.8",
}


@require_safe
@cache_control(no_cache=True)
@condition(etag_func=dated_page_etag)
def planning_states_page(request: HttpRequest) -> HttpResponse:
    asked = asked_day(request, "dzien")
    found = states(asked.day or localdate())
    context = {
        "asked": asked,
        "states": [_row(state) for state in found],
        "picture": _picture(found),
        "legend": [(key, name) for _least, key, name in CLASSES] + [UNKNOWN],
        "patterns": PATTERNS,
    }
    return render(request, "portal/planning_states.html", context)


def _row(state: State) -> dict[str, Any]:
    return {
        "state": state,
        "general": _linked(state.gmina.general),
        "studies": _linked(state.gmina.studies),
    }


def _linked(found: tuple[ActRow, ...]) -> list[tuple[ActRow, str | None]]:
    return [(act, plan_path(act.identifier)) for act in found]


def _class_of(state: State) -> str:
    percent = state.percent
    if percent is None:
        return UNKNOWN[0]
    return next(key for least, key, _name in CLASSES if percent >= least)


def _picture(found: list[State]) -> SafeString:
    """The gminas by how much of them local plans cover; empty where the register has no outlines."""
    west, south, east, north = rows(EXTENT)[0]
    if not found or west is None:
        return mark_safe("")
    unit = max(east - west, 1.0) / WIDTH
    height = (north - south) / unit
    by_code = {state.gmina.code: state for state in found}
    outlines = rows(OUTLINES, {"unit": unit, "west": west, "north": north})
    shapes = "".join(_shape(by_code[code], path) for code, path, _x, _y in outlines if code in by_code)
    labels = "".join(_label(by_code[code], x, y) for code, _path, x, y in outlines if code in by_code)
    patterns = "".join(_pattern(key) for key in PATTERNS)
    title = quoteattr(_("Pokrycie gmin planami miejscowymi; te same dane są w tabeli"))
    return mark_safe(  # noqa: S308 - numbers from the database, texts escaped
        f'<svg class="states-picture" viewBox="-4 -4 {WIDTH + 8:g} {height + 8:.0f}" role="img" aria-label={title}>'
        f'<defs>{patterns}</defs><g aria-hidden="true">{shapes}{labels}</g></svg>'
    )


def _pattern(key: str) -> str:
    return (
        f'<pattern id="cover-{key}" width="12" height="12" patternUnits="userSpaceOnUse">'
        f'<rect class="cover cover-{key}" width="12" height="12"/>'
        f'<path class="cover-lines" d="{PATTERNS[key]}"/></pattern>'
    )


def _shape(state: State, path: str) -> str:
    return f'<path class="gmina" fill="url(#cover-{_class_of(state)})" d="{path}"/>'


def _label(state: State, x: float, y: float) -> str:
    percent = "" if state.percent is None else f" {str(state.percent).replace('.', ',')}%"
    return f'<text class="label" x="{x:.0f}" y="{y:.0f}" font-size="15">{escape(state.gmina.name + percent)}</text>'
