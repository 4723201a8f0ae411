"""Entries of a public register to take away: a table for spreadsheets, shapes for maps."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cases.desk.inbox import MOST_ON_MAP
from cases.publishing.asked import asked
from cases.publishing.pages import get_register
from sip.extracts.public_registers import DEGREES, METRES, Entry, Wanted, entries
from sip.geo.crs import PL_1992
from sip.spreadsheet import csv_file

BATCH: Final = 1000
MOST_IN_TABLE: Final = 50_000


@require_safe
@cache_control(no_cache=True)
def register_csv(request: HttpRequest, register: str) -> StreamingHttpResponse:
    """All that the page would list, at most MOST_IN_TABLE."""
    get_register(register)
    return csv_file(_table(request, asked(register, request.GET)), f"{register}.csv")


@require_safe
@cache_control(no_cache=True)
def register_geojson(request: HttpRequest, register: str) -> HttpResponse:
    """What the page would list and has a shape, the newest ones; WGS 84, or EPSG:2180 with ?crs=2180.

    For the page's map: programs find all of it, page by page, below /api/v1/register-entries/.
    """
    get_register(register)
    metric = request.GET.get("crs") == str(PL_1992.srid)
    wanted = replace(asked(register, request.GET), shaped=True, after=None)
    found = entries(wanted, MOST_ON_MAP, shape=METRES if metric else DEGREES)
    body = orjson.dumps({"type": "FeatureCollection", "features": [_feature(entry) for entry in found]})
    return HttpResponse(body, content_type="application/geo+json")


def _feature(entry: Entry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": entry.id,
        "geometry": orjson.Fragment(entry.shape),
        "properties": {
            "sign": entry.sign,
            "service": entry.office_name,
            "state": entry.state,
            "level": entry.level,
            "left": date_format(entry.day, "j E Y"),
        },
    }


def _table(request: HttpRequest, wanted: Wanted) -> Iterator[Sequence[object]]:
    yield (
        _("znak"),
        _("urząd"),
        _("usługa"),
        _("złożono"),
        _("stan"),
        _("dzień rozstrzygnięcia"),
        _("moc prawna"),
        _("od dnia"),
        _("działki"),
        _("adres wpisu"),
    )
    page = replace(wanted, after=None)
    for _batch in range(MOST_IN_TABLE // BATCH):
        found = entries(page, BATCH)
        yield from (_cells(request, entry) for entry in found)
        if len(found) < BATCH:
            return
        page = replace(page, after=(found[-1].day, found[-1].id))


def _cells(request: HttpRequest, entry: Entry) -> Sequence[object]:
    return (
        entry.sign,
        entry.office_name,
        entry.service,
        entry.filed_on.isoformat(),
        entry.state,
        entry.decided_on.isoformat() if entry.decided_on else "",
        entry.standing_name,
        entry.standing_on.isoformat() if entry.standing_on else "",
        " ".join(entry.parcels),
        request.build_absolute_uri(reverse("public-entry", args=[entry.register, entry.identifier])),
    )
