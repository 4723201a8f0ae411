"""Pages of the register keepers: deliveries, their quality reports, the upload."""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from sip.geo.crs import PL_1992, WGS84
from sip.intake import actions
from sip.intake.forms import SUBJECT_FIELDS, ColumnsForm, UploadForm
from sip.intake.kinds import may_deliver, needed
from sip.intake.models import Delivery, Finding, Layer, Preview, Severity, State
from sip.intake.tasks import process_delivery
from sip.intake.tiles import tiles_for
from sip.intake.upload import FilteringUploadHandler
from sip.offices.models import Office, OfficeKind, User
from sip.offices.permissions import Action, current_office, may, offices_of
from sip.spreadsheet import csv_file

View = Callable[..., HttpResponse]
Change = Callable[[HttpRequest, Delivery], None]
PER_PAGE = 100
COLUMNS = ("read", "new", "changed", "unchanged", "vanished", "split", "merged", "renumbered", "quarantined")


@login_required
def office_page(request: HttpRequest) -> HttpResponse:
    office = current_office(request.user)
    context = {
        "office": office,
        "may_deliver": may_deliver(request.user),
        "may_manage": offices_of(request.user, Action.MANAGE_STAFF).exists(),
        "tiles": tiles_for(request.user),
    }
    return render(request, "portal/office.html", context)


@login_required
@never_cache
def deliveries(request: HttpRequest) -> HttpResponse:
    page = Paginator(_visible(request), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "intake/deliveries.html", {"page": page, "may_deliver": may_deliver(request.user)})


@csrf_exempt  # the upload handler must be set before the body is read; the inner view checks the token
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    if not may_deliver(request.user):
        raise PermissionDenied
    handler = FilteringUploadHandler(request)
    request.upload_handlers = [handler]
    try:
        return _upload(request)
    finally:
        handler.discard()


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.office:
        return redirect("delivery", pk=_receive(request, form.office, form.cleaned_data).pk)
    return render(request, "intake/upload.html", {"form": form}, status=422 if form.errors else 200)


def _receive(request: HttpRequest, office: Office, cleaned: dict[str, Any]) -> Delivery:
    how = {name: True for name in ("dry_run", "partial") if cleaned[name]}
    about = {name: cleaned[name] for name in SUBJECT_FIELDS if cleaned.get(name)}
    # The work is a row of the same transaction: a process killed after it leaves no delivery that nobody reads.
    with transaction.atomic():
        delivery = actions.receive(
            kind=cleaned["kind"],
            files=[file.path for file in cleaned["files"]],
            office=office,
            actor=_actor(request),
            data_date=cleaned["data_date"],
            options={**how, **about},
        )
        process_delivery.enqueue(delivery.pk, **how)
    for file in cleaned["files"]:
        file.kept = True
    return delivery


@login_required
@never_cache
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    return _report(request, _get(request, pk))


def _report(request: HttpRequest, found: Delivery, columns_form: ColumnsForm | None = None) -> HttpResponse:
    """The delivery's page; COLUMNS_FORM comes with what was wrong in it."""
    page = Paginator(_chosen_findings(request, found), PER_PAGE).get_page(request.GET.get("page"))
    filters = _filters(request)
    decidable = found.state in (State.WAITING, State.CHECKED)
    asks = decidable and bool(found.columns) and _may(request, Action.DELIVER, found)
    preview = Preview.objects.filter(delivery=found).defer("features").first()
    context = {
        "delivery": found,
        "rows": _count_rows(found),
        "columns": COLUMNS,
        "groups": _groups(found),
        "page": page,
        "filters": filters,
        "filter_query": urlencode(filters),
        "running": found.state in (State.RECEIVED, State.RUNNING),
        "columns_form": (columns_form or ColumnsForm(found.kind, found.columns)) if asks else None,
        "may_decide": decidable and _may(request, Action.ACCEPT_DELIVERY, found),
        "may_rollback": found.state == State.PUBLISHED and _may(request, Action.ROLLBACK_DELIVERY, found),
        "preview": preview,
        "findings_map": _map_config(found, filters, preview),
    }
    return render(request, "intake/delivery.html", context, status=422 if columns_form else 200)


def _map_config(found: Delivery, filters: dict[str, str], preview: Preview | None) -> dict[str, str]:
    config = {"findings": _findings_url(found.pk, filters), "tiles": _tiles()}
    return {**config, "shapes": reverse("delivery-preview", args=[found.pk])} if preview else config


@login_required
@never_cache
def preview_geojson(request: HttpRequest, pk: int) -> HttpResponse:
    """What a delivery that awaits a decision would bring, as GeoJSON in EPSG:2180."""
    found = get_object_or_404(Preview, delivery=_get(request, pk))
    body = orjson.dumps({"type": "FeatureCollection", "features": found.features})
    return HttpResponse(body, content_type="application/geo+json")


@login_required
@never_cache
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    found = _get(request, pk)
    done, total = found.progress.get("done", 0), found.progress.get("total", 0)
    percent = round(100 * done / total) if total else 0
    return JsonResponse({"state": found.state, "percent": percent, **found.progress})


@login_required
def findings_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    found = _chosen_findings(request, _get(request, pk))
    return csv_file(_table(found), f"dostawa-{pk}.csv", delimiter=",")


@login_required
def findings_geojson(request: HttpRequest, pk: int) -> HttpResponse:
    """Findings that have a place, as GeoJSON in WGS 84, or in EPSG:2180 with ?crs=2180 for the map beside them."""
    metric = request.GET.get("crs") == str(PL_1992.srid)
    chosen = _chosen_findings(request, _get(request, pk)).filter(place__isnull=False)
    features = [_feature(finding, metric=metric) for finding in chosen.iterator()]
    body = orjson.dumps({"type": "FeatureCollection", "features": features})
    return HttpResponse(body, content_type="application/geo+json")


def _changing(action: Action) -> Callable[[Change], View]:
    """A POST that changes a delivery: permission first, a refusal as a message on its page."""

    def decorate(change: Change) -> View:
        @wraps(change)
        def wrapped(request: HttpRequest, pk: int) -> HttpResponse:
            found = _get(request, pk)
            if not _may(request, action, found):
                raise PermissionDenied
            try:
                change(request, found)
            except actions.Refused as refusal:
                messages.error(request, str(refusal))
            return redirect("delivery", pk=pk)

        return require_POST(login_required(wrapped))

    return decorate


@_changing(Action.ACCEPT_DELIVERY)
def accept(request: HttpRequest, found: Delivery) -> None:
    with transaction.atomic():
        actions.accept(found, actor=_actor(request))
        process_delivery.enqueue(found.pk, accept=True, partial=bool(found.options.get("partial")))
    messages.success(request, _("Dostawa przyjęta do publikacji."))


@require_POST
@login_required
def map_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what the person says of the file's columns, and check the delivery again."""
    found = _get(request, pk)
    if not _may(request, Action.DELIVER, found):
        raise PermissionDenied
    form = ColumnsForm(found.kind, found.columns, request.POST) if found.columns else None
    if form and not form.is_valid():
        return _report(request, found, form)
    try:
        with transaction.atomic():
            actions.map_columns(found, form.cleaned_data if form else {}, actor=_actor(request))
            process_delivery.enqueue(found.pk, dry_run=True, partial=bool(found.options.get("partial")))
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kolumny zapamiętane; dostawa jest sprawdzana jeszcze raz."))
    return redirect("delivery", pk=pk)


@_changing(Action.ACCEPT_DELIVERY)
def reject(request: HttpRequest, found: Delivery) -> None:
    actions.reject(found, actor=_actor(request))
    messages.success(request, _("Dostawa odrzucona; rejestr pozostał bez zmian."))


@_changing(Action.ROLLBACK_DELIVERY)
def roll_back(request: HttpRequest, found: Delivery) -> None:
    actions.rollback(found, actor=_actor(request))
    messages.success(request, _("Dostawa wycofana; rejestr ma znów stan sprzed niej."))


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _visible(request: HttpRequest) -> QuerySet[Delivery]:
    """Deliveries of the person's offices; those from the command line have no office and are the starostwo's."""
    if request.user.is_superuser:
        return Delivery.objects.all()
    offices = offices_of(request.user, Action.VIEW_DELIVERIES)
    without_office = Q(office=None) if offices.filter(kind=OfficeKind.STAROSTWO).exists() else Q(pk=None)
    return Delivery.objects.filter(Q(office__in=offices) | without_office)


def _get(request: HttpRequest, pk: int) -> Delivery:
    return get_object_or_404(_visible(request), pk=pk)


def _may(request: HttpRequest, action: Action, found: Delivery) -> bool:
    right = needed(action, found.kind)
    if found.office is None:
        return request.user.is_superuser or offices_of(request.user, right).filter(kind=OfficeKind.STAROSTWO).exists()
    return may(request.user, right, found.office)


def _chosen_findings(request: HttpRequest, found: Delivery) -> QuerySet[Finding]:
    return found.findings.filter(**_filters(request)).order_by("pk")


def _filters(request: HttpRequest) -> dict[str, str]:
    """What of the findings is asked for; a severity that there is not is no choice."""
    asked = {name: request.GET.get(name, "").replace("\0", "") for name in ("severity", "code")}
    return {name: value for name, value in asked.items() if value and (name == "code" or value in Severity.values)}


def _count_rows(found: Delivery) -> list[dict[str, Any]]:
    kinds = sorted({kind for by_kind in found.counts.values() for kind in by_kind})
    return [
        {"kind": kind, "cells": [found.counts.get(column, {}).get(kind, 0) for column in COLUMNS]} for kind in kinds
    ]


def _groups(found: Delivery) -> list[dict[str, Any]]:
    order = list(Severity.values)
    counted = found.findings.values("severity", "code").annotate(count=Count("pk"))
    groups = [
        {**row, "title": _title(found.kind, row["code"]), "label": Severity(row["severity"]).label} for row in counted
    ]
    return sorted(groups, key=lambda group: (order.index(group["severity"]), -group["count"]))


def _title(kind: str, code: str) -> str:
    """Heading of a group of findings; codes that no catalogue explains stand for themselves."""
    catalogue = import_string(settings.FINDINGS[kind]) if kind in settings.FINDINGS else {}
    return str(catalogue[code].title) if code in catalogue else code


def _findings_url(pk: int, filters: dict[str, str]) -> str:
    query = urlencode({**filters, "crs": PL_1992.srid})
    return f"{reverse('delivery-findings-geojson', args=[pk])}?{query}"


def _tiles() -> str:
    version = Layer.objects.aggregate(version=Sum("version"))["version"] or 0
    return f"/tiles/pl1992/{version}/{{z}}/{{x}}/{{y}}.mvt"


def _table(found: QuerySet[Finding]) -> Iterator[Sequence[object]]:
    yield "waga", "kod", "identyfikator", "opis", "x_2180", "y_2180"
    for finding in found.iterator():
        place = finding.place
        row = (finding.severity, finding.code, finding.identifier, finding.message)
        yield *row, place and f"{place.x:.2f}", place and f"{place.y:.2f}"


def _feature(finding: Finding, *, metric: bool) -> dict[str, Any]:
    place = finding.place if metric or finding.place is None else finding.place.transform(WGS84.srid, clone=True)
    assert isinstance(place, Point)
    return {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": [round(value, 2 if metric else 7) for value in place.coords],
        },
        "properties": {
            "severity": finding.severity,
            "code": finding.code,
            "identifier": finding.identifier,
            "message": finding.message,
        },
    }
