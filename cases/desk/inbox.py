"""The inbox: cases of the clerk's offices by filters, page by page, on the map and as a table to take away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import orjson
from django.contrib.auth.decorators import login_required
from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.clock.terms import day_of
from cases.desk.filters import ME, NOBODY, PER_PAGE, FilterForm, with_open_task
from cases.desk.reach import actor, colleagues, offices, reachable
from cases.desk.timeleft import TimeLeft, time_left
from cases.land.models import ParcelSnapshot
from cases.models import Case, CaseView
from cases.querysets import CaseQuerySet
from cases.workflow import Outcome, State
from sip.geo.crs import PL_1992, WGS84
from sip.offices.permissions import Action, offices_of
from sip.services.layers import register_version
from sip.spreadsheet import csv_file

MOST_IN_TABLE: Final = 20_000
MOST_ON_MAP: Final = 2000
# Counts beside the ready-made choices stop here: no list may be slow for a number.
MOST_COUNTED: Final = 999
HEAD: Final = (
    "znak",
    "usługa",
    "urząd",
    "stan",
    "wpłynęła",
    "termin",
    "dni do terminu",
    "prowadzi",
    "działki",
    "rozstrzygnięcie",
    "zakończona",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A case as lists show it: without names of people, so that looking at a list is not looking at them."""

    case: Case
    left: TimeLeft
    parcels: Sequence[str]
    has_task: bool


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    query: str
    count: str
    is_current: bool


@require_safe
@login_required
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    today = day_of(timezone.now())
    cases, form = _asked(request)
    found = form.ordered(form.of_cases(cases, today), request.GET.get("after", ""))
    page = list(_listed(found)[: PER_PAGE + 1])
    own = offices_of(actor(request), Action.HANDLE_CASES)
    context = {
        "form": form,
        "rows": [_row(case, today) for case in page[:PER_PAGE]],
        "today": today,
        "choices": _choices(cases, form, today),
        "views": CaseView.objects.filter(user=actor(request)),
        "next_url": f"?{form.query}&{urlencode({'after': form.next_after(page[PER_PAGE - 1])})}"
        if len(page) > PER_PAGE
        else "",
        "is_later_page": bool(request.GET.get("after")),
        "colleagues": colleagues(own),
        "may_begin": own.exists(),
        "map_config": map_config(f"{reverse('cases-geojson')}?{form.query}", form.extent),
    }
    return render(request, "cases/desk/inbox.html", context)


def map_config(cases: str, extent: Sequence[float] | None = None) -> dict[str, Any]:
    """For cases-map.js: where its cases come from, and the part of the land that was chosen."""
    tiles = f"/tiles/pl1992/{register_version()}/{{z}}/{{x}}/{{y}}.mvt"
    return {"cases": f"{cases}&crs={PL_1992.srid}", "tiles": tiles, "extent": extent, "most": MOST_ON_MAP}


@require_safe
@login_required
@never_cache
def cases_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All that is chosen, at most MOST_IN_TABLE; no personal data."""
    today = day_of(timezone.now())
    cases, form = _asked(request)
    found = _listed(form.ordered(form.of_cases(cases, today)))[:MOST_IN_TABLE]
    table = (_cells(_row(case, today), today) for case in found.iterator(chunk_size=500))
    return csv_file(_with_head(table), f"sprawy-{today.isoformat()}.csv")


@require_safe
@login_required
@never_cache
def cases_geojson(request: HttpRequest) -> HttpResponse:
    """What is chosen and has a shape, in the list's order; WGS 84, or EPSG:2180 with ?crs=2180. For staff alone."""
    today = day_of(timezone.now())
    cases, form = _asked(request)
    found = form.ordered(form.of_cases(cases, today)).filter(shape__isnull=False)
    drawn = _drawn(found, metric=request.GET.get("crs") == str(PL_1992.srid))
    features = [_feature(case, today) for case in drawn[:MOST_ON_MAP]]
    body = orjson.dumps({"type": "FeatureCollection", "features": features})
    return HttpResponse(body, content_type="application/geo+json")


def _asked(request: HttpRequest) -> tuple[CaseQuerySet, FilterForm]:
    """All that the person may see, and what of it was chosen."""
    return reachable(request), FilterForm.of(request.GET, user=actor(request), offices=offices(request))


def _listed(cases: CaseQuerySet) -> CaseQuerySet:
    """With what a row needs: shapes and contents of parcels stay where they are."""
    parcels = ParcelSnapshot.objects.only("case_id", "identifier", "typed", "position")
    return (
        cases.select_related("service", "office", "assignee")
        .defer("shape", "answers", "typed_parcels")
        .annotate(has_task=with_open_task())
        .prefetch_related(Prefetch("parcels", parcels))
    )


def _row(case: Case, today: date) -> Row:
    named = [str(parcel) for parcel in case.parcels.all()]
    return Row(case, time_left(case, today), named, bool(getattr(case, "has_task", False)))


def _choices(cases: CaseQuerySet, current: FilterForm, today: date) -> list[Choice]:
    """Ready-made ones, each with its count up to a bound."""
    names = {
        "": _("Wszystkie otwarte"),
        f"who={ME}": _("Moje"),
        f"who={NOBODY}": _("Nieprzydzielone"),
        "due=over": _("Po terminie"),
        "due=week": _("Termin w ciągu 7 dni"),
        "tasks=on": _("Z zadaniem"),
    }
    return [
        _choice(cases, name, current.other(dict(parse_qsl(asked))), current.query, today)
        for asked, name in names.items()
    ]


def _choice(cases: CaseQuerySet, name: str, form: FilterForm, current: str, today: date) -> Choice:
    count = form.of_cases(cases, today)[: MOST_COUNTED + 1].count()
    return Choice(name, form.query, f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count), form.query == current)


def _with_head(table: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
    yield HEAD
    yield from table


def _cells(row: Row, today: date) -> Sequence[object]:
    case = row.case
    return (
        case.sign,
        case.service.name,
        case.office.short_name,
        State(case.state).label,
        day_of(case.filed_at).isoformat() if case.filed_at else "",
        case.deadline.isoformat() if case.deadline else "",
        (case.deadline - today).days if case.deadline else "",
        str(case.assignee or ""),
        " ".join(row.parcels),
        Outcome(case.outcome).label if case.outcome else "",
        day_of(case.closed_at).isoformat() if case.closed_at else "",
    )


def _drawn(cases: CaseQuerySet, *, metric: bool) -> CaseQuerySet:
    """What a sign on the map needs and no more; the database writes the shapes, to centimetres."""
    shape = AsGeoJSON("shape", precision=2) if metric else AsGeoJSON(Transform("shape", WGS84.srid), precision=7)
    needed = ("sign", "state", "closed_at", "is_stopped", "party_due", "deadline", "service__name")
    return cases.select_related("service").only(*needed).annotate(drawn=shape)


def _feature(case: Case, today: date) -> dict[str, Any]:
    left = time_left(case, today)
    return {
        "type": "Feature",
        "id": case.pk,
        "geometry": orjson.Fragment(vars(case)["drawn"]),
        "properties": {
            "number": case.pk,
            "sign": case.sign,
            "service": case.service.name,
            # By itself: a field's get_..._display translates all of its choices for each row.
            "state": str(State(case.state).label),
            "level": left.level,
            "left": left.words,
        },
    }
