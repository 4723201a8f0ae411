"""Pages of the register keepers: reports of errors in their area, and what they do with them."""

from typing import Any
from urllib.parse import urlencode

import orjson
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.reports import actions
from cases.reports.forms import ChangeForm, FilterForm
from cases.reports.models import MapReport
from cases.reports.places import of_report, shown
from cases.reports.querysets import MapReportQuerySet
from cases.reports.tasks import wipe_contacts_in_time
from cases.reports.workflow import CLOSED, RULES, Change, State, changes_from
from sip.geo.crs import PL_1992, WGS84
from sip.offices.models import User
from sip.offices.permissions import Action, offices_of

PER_PAGE = 50
MOST_ON_MAP = 2000


@login_required
@never_cache
def reports(request: HttpRequest) -> HttpResponse:
    """Newest first, by keyset: a page begins below the number that the one before ended with."""
    form = FilterForm({"state": "open", **request.GET.dict()})
    found = _chosen(_reachable(request), form)
    if (before := request.GET.get("before", "")).isascii() and before.isdigit() and len(before) < 16:
        found = found.before(int(before))
    page = list(found[: PER_PAGE + 1])
    context = {
        "form": form,
        "reports": page[:PER_PAGE],
        "open_count": _reachable(request).open().count(),
        "filter_query": urlencode(form.cleaned_data),
        "next_before": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
    }
    return render(request, "cases/reports.html", context)


@login_required
@never_cache
def reports_geojson(request: HttpRequest) -> HttpResponse:
    """The newest open reports that have a place, in WGS 84, or in EPSG:2180 with ?crs=2180; nothing of the reporter."""
    metric = request.GET.get("crs") == str(PL_1992.srid)
    chosen = _reachable(request).open().filter(place__isnull=False)[:MOST_ON_MAP]
    body = orjson.dumps({"type": "FeatureCollection", "features": [_feature(report, metric) for report in chosen]})
    return HttpResponse(body, content_type="application/geo+json")


@login_required
@never_cache
def report(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _get(request, number))


@require_POST
@login_required
@never_cache
def change(request: HttpRequest, number: int) -> HttpResponse:
    found = _get(request, number)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    given = form.cleaned_data | {"change": Change(form.cleaned_data["change"])}
    try:
        with transaction.atomic():
            actions.report_change(actor=_actor(request), report=found, **given)
            if RULES[given["change"]].target in CLOSED:
                wipe_contacts_in_time()
    except (actions.Overtaken, actions.NotNow):
        return _overtaken(request, number, form)
    messages.success(request, _("Zapisano."))
    return redirect("report", number=number)


@require_POST
@login_required
@never_cache
def contact_show(request: HttpRequest, number: int) -> HttpResponse:
    found = _get(request, number)
    return _page(request, found, contact=actions.contact_show(actor=_actor(request), report=found))


@require_POST
@login_required
@never_cache
def contact_wipe(request: HttpRequest, number: int) -> HttpResponse:
    found = _get(request, number)
    actions.contact_wipe(actor=_actor(request), report=found)
    messages.success(request, _("Adres zgłaszającego usunięty."))
    return redirect("report", number=number)


def _page(
    request: HttpRequest, found: MapReport, form: ChangeForm | None = None, contact: str = "", status: int = 200
) -> HttpResponse:
    user = _actor(request)
    may_handle = MapReport.objects.within_reach(user, Action.HANDLE_REPORTS).filter(pk=found.pk).exists()
    context = {
        "report": found,
        "steps": found.steps.select_related("actor"),
        "may_handle": may_handle,
        "changes": changes_from(State(found.state)),
        "form": form or ChangeForm(initial={"version": found.version}),
        "contact": contact,
        **shown(of_report(found)),
    }
    return render(request, "cases/report.html", context, status=status)


def _overtaken(request: HttpRequest, number: int, form: ChangeForm) -> HttpResponse:
    """The report as it is now, with what the clerk wrote still in the form, ready to be sent against this state."""
    fresh = _get(request, number)
    again = ChangeForm({**request.POST.dict(), "version": fresh.version})
    again.full_clean()
    again.add_error(
        None,
        _("W międzyczasie ktoś zmienił to zgłoszenie. Poniżej jest jego obecny stan i Twój tekst: przejrzyj je."),
    )
    return _page(request, fresh, again, status=409)


def _reachable(request: HttpRequest) -> MapReportQuerySet:
    """Reports the person may see; who has no such role anywhere is refused."""
    user = _actor(request)
    if not offices_of(user, Action.VIEW_REPORTS).exists() and not user.is_superuser:
        raise PermissionDenied
    return MapReport.objects.within_reach(user, Action.VIEW_REPORTS)


def _get(request: HttpRequest, number: int) -> MapReport:
    """One that lies elsewhere is as absent as one that never was."""
    return get_object_or_404(_reachable(request), pk=number)


def _chosen(found: MapReportQuerySet, form: FilterForm) -> MapReportQuerySet:
    form.full_clean()
    state, kind, text = (form.cleaned_data.get(name, "") for name in ("state", "kind", "q"))
    found = found.open() if state == "open" else found.filter(state=state) if state else found
    found = found.filter(kind=kind) if kind else found
    return found.saying(text) if text else found


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _feature(found: MapReport, metric: bool) -> dict[str, Any]:
    place = found.place if metric or found.place is None else found.place.transform(WGS84.srid, clone=True)
    assert isinstance(place, Point)
    return {
        "type": "Feature",
        "id": found.pk,
        "geometry": {"type": "Point", "coordinates": [round(value, 2 if metric else 7) for value in place.coords]},
        "properties": {
            "number": found.pk,
            "kind": found.kind,
            "state": found.state,
            "parcel": found.parcel,
            "filed_at": found.filed_at,
        },
    }
