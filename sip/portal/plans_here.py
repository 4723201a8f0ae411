"""What the map's card says of planning: acts with their zones and restrictions, of a parcel or at a point, on a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import get_script_prefix
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from plans.codes import THEME_OF, ZONES, ActKind, PlanTheme, Status
from sip.extracts.parcel import parcel
from sip.geo.crs import PL_1992
from sip.public import Rows, rows, statement
from sip.services import parameters
from sip.services.answers import readable
from sip.services.errors import BadRequest
from sip.services.registry import past
from sip.services.tiles.cutting import end_of

STATEMENT: Final = statement(__file__, "plans_here.sql")
ZONE_HISTORY: Final = "planning_zone_history_public"
ACT_HISTORY: Final = "planning_act_history_public"
NOW: Final = STATEMENT.format(
    zones=past.of_act(ZONE_HISTORY, "symbol"),
    acts="planning_act_public",
    restrictions="restriction_public",
    srid=PL_1992.srid,
)
ON_DAY: Final = STATEMENT.format(
    zones=past.of_act_on_day(ZONE_HISTORY, "symbol"),
    acts=past.acts(ACT_HISTORY),
    restrictions=past.restrictions("restriction_history_public"),
    srid=PL_1992.srid,
)
THEMES: Final = "SELECT code, name, name_en FROM theme_public ORDER BY position, code"
# What binds stands first, then what is nearest to binding.
STAGES: Final = ("in-force", "adoption", "elaboration")
PRECEDENCE: Final = list(PlanTheme)


@readable
def plans_here(request: HttpRequest) -> HttpResponseBase:
    """JSON in the page's language, of the parcel `d` (with the clicked point `x`, `y`, if any) or of a point alone."""
    query = parameters.read(request, ("x", "y", "d", "data"))
    day = parameters.day(query, "data")
    values = _place(query, day)
    found = rows(ON_DAY, {**values, "day": day, "midnight": end_of(day)}) if day else rows(NOW, values)
    restrictions = [row[1:3] for row in found if row[0] == "restriction" and _stage(row, day or localdate())]
    return JsonResponse({"acts": _acts(found, day or localdate()), "restrictions": _by_theme(restrictions)})


def themes() -> dict[str, str]:
    """Names of the themes of restrictions in the page's language, in their order."""
    is_english = (get_language() or "").startswith("en")
    return {code: (is_english and english) or name for code, name, english in rows(THEMES)}


def _place(query: Mapping[str, str], day: date | None) -> dict[str, Any]:
    record = parcel(query["d"], day) if "d" in query else None
    if "d" not in query or "x" in query:
        x, y = parameters.number(query, "x"), parameters.number(query, "y")
    else:
        x, y = None, None
    if record is None and x is None:
        raise BadRequest("d: there is no such parcel; give x and y.")
    return {"parcel": record.version_pk if record else None, "x": x, "y": y}


def _stage(row: tuple[Any, ...], day: date) -> str:
    """What the act or zone is to those who ask on the day; empty where it is over."""
    status, since, until = row[4:7]
    if status in (Status.ELABORATION, Status.ADOPTION):
        return str(status)
    if (until and until <= day) or (status == Status.OBSOLETE and not until):
        return ""
    return "adoption" if since and since > day else "in-force"


def _acts(found: Rows, day: date) -> list[dict[str, Any]]:
    acts: dict[str, dict[str, Any]] = {}
    for row in found:
        stage = "" if row[0] == "restriction" else _stage(row, day)
        if not stage:
            continue
        act = acts.setdefault(row[1], _act(row, stage))
        if row[0] == "zone":
            act["zones"].append(_zone(row))
    for act in acts.values():
        act["zones"].sort(key=lambda zone: (not zone["here"], zone["designation"]))
    return sorted(acts.values(), key=_order)


def _order(act: Mapping[str, Any]) -> tuple[int, int, str]:
    theme = PRECEDENCE.index(act["theme"]) if act["theme"] in PRECEDENCE else len(PRECEDENCE)
    return STAGES.index(act["stage"]), theme, act["title"]


def _act(row: tuple[Any, ...], stage: str) -> dict[str, Any]:
    _which, identifier, title, kind, status, since, *_rest = row
    return {
        "identifier": identifier,
        "title": title,
        "theme": str(THEME_OF[ActKind(kind)]) if kind in ActKind.values else "",
        "stage": stage,
        "stage_label": _label(stage, status, since),
        "page": f"{get_script_prefix()}plany/{identifier}/",
        "zones": [],
    }


def _label(stage: str, status: str, since: date | None) -> str:
    day = date_format(since, "j E Y") if since else ""
    if stage == "in-force":
        return _("obowiązuje od %(day)s") % {"day": day} if day else _("obowiązuje")
    if status == Status.LEGAL_FORCE:
        return _("wejdzie w życie %(day)s") % {"day": day}
    return str(Status(status).label)


def _zone(row: tuple[Any, ...]) -> dict[str, Any]:
    designation, symbol, other_name, name, here = row[7:12]
    kind = ZONES.get(symbol)
    return {"designation": designation, "name": other_name or (str(kind.name) if kind else name), "here": here}


def _by_theme(found: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Themes in their order, each with the names of what applies."""
    named: dict[str, set[str]] = {}
    for theme, name in found:
        named.setdefault(theme, set()).add(name)
    known = themes()
    order = [*(code for code in known if code in named), *sorted(named.keys() - known.keys())]
    return [{"theme": known.get(code, code), "names": sorted(named[code])} for code in order]
