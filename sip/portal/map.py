"""The map: what its scripts need to know to begin."""

from dataclasses import asdict
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language

from plans.codes import ZONES, RegulationKind
from plans.symbols import GROUPS, LOOKS, REGULATION_LOOKS, USES
from sip.geo.grid import PL_1992_GRID
from sip.portal.plans_here import themes
from sip.public import rows
from sip.services import extents
from sip.services.layers import of_version, register_version
from sip.services.registry.registers import REGISTER_ENTRIES
from sip.services.registry.shown import STAGES, SWITCHES

# The page's language as browsers write dates and numbers in it: as the server does, 1 October 2026.
SPOKEN = {"en": "en-GB"}
# What the map shows first when the register is empty: powiat lubelski, PL-1992.
EMPTY_EXTENT = [715_000.0, 340_000.0, 775_000.0, 400_000.0]
SHOWN = ("precinct_public", "parcel_public", "building_public")
ZONE_LOOKS = {
    "zones": {key: (look.colour, look.pattern) for key, look in LOOKS.items()},
    "groups": GROUPS,
    "regulations": {key: (look.colour, look.pattern) for key, look in REGULATION_LOOKS.items()},
}
FIRST_DAY = """
SELECT least(
    (SELECT min(valid_from)::date FROM parcel_history_public),
    (SELECT min(in_force_from) FROM planning_act_history_public))
"""
# Where the time line begins when a register knows no day, or one that is a slip of the hand.
USUAL_YEARS = timedelta(days=5 * 365)
OLDEST = date(1900, 1, 1)


def map_page(request: HttpRequest) -> HttpResponse:
    version, themes_known = register_version(), themes()
    config = {
        "tiles": f"/tiles/pl1992/{version}/{{z}}/{{x}}/{{y}}.mvt",
        "tiles_of_day": f"/tiles/pl1992/{version}/{{day}}/{{z}}/{{x}}/{{y}}.mvt",
        "first_day": _first_day(version).isoformat(),
        "today": localdate().isoformat(),
        "themes": list(themes_known),
        "zone_looks": ZONE_LOOKS,
        "plans_here": reverse("plans-here"),
        "drawings": reverse("api-drawings", urlconf="sip.services.urls"),
        "entries": _entries(),
        "extent": _extent(version),
        "parcel_at": reverse("api-parcels-at", urlconf="sip.services.urls"),
        "parcel_page": f"{get_script_prefix()}dzialka/",
        "search": f"{get_script_prefix()}api/v1/search/",
        "language": SPOKEN.get(get_language(), get_language()),
        "backgrounds": [asdict(background) for background in settings.BACKGROUNDS],
    }
    context = {
        "map_config": config,
        "backgrounds": settings.BACKGROUNDS,
        "switches": SWITCHES,
        "uses": USES,
        "stages": STAGES,
        "zones": ZONES.values(),
        "regulations": RegulationKind,
        "themes": themes_known,
    }
    return render(request, "portal/map.html", context)


def _entries() -> dict[str, object] | None:
    """Tiles of the public registers, and how far they reach; None where nothing stands there."""
    extent = of_version("map-entries", lambda: extents.in_metres((REGISTER_ENTRIES.view,)), entries=True)
    tiles = f"/ogc/collections/{REGISTER_ENTRIES.name}/tiles/{PL_1992_GRID.name}/{{z}}/{{y}}/{{x}}"
    return None if extent is None else {"tiles": tiles, "extent": extent}


@lru_cache(maxsize=2)
def _extent(_version: int) -> list[float]:
    """Of all that the map shows; asked once for each version of the register."""
    found = extents.in_metres(SHOWN)
    return EMPTY_EXTENT if found is None else list(found)


@lru_cache(maxsize=2)
def _first_day(_version: int) -> date:
    """Before it the map of a day is empty."""
    found: date | None = rows(FIRST_DAY)[0][0]
    return max(found or localdate() - USUAL_YEARS, OLDEST)
