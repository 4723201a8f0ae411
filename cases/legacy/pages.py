"""Pages of who brings in a former register: upload, preview with its findings, then the move, with its progress."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.catalogue.models import Service
from cases.desk.reach import actor
from cases.documents import storing
from cases.errors import NotNow
from cases.keeping.tasks import tonight_ensure
from cases.legacy import report, runs
from cases.legacy.columns import FIELDS
from cases.legacy.models import LegacyRun, RunState
from cases.legacy.tasks import move_file
from sip.audit.actions import record
from sip.offices.models import Office
from sip.offices.permissions import Action, offices_of

PER_PAGE: Final = 30
MOST_MB: Final = 200
LABELS: Final = {
    "sign": gettext_lazy("Znak sprawy"),
    "filed": gettext_lazy("Data złożenia"),
    "closed": gettext_lazy("Data zakończenia"),
    "service": gettext_lazy("Usługa"),
    "state": gettext_lazy("Stan"),
    "outcome": gettext_lazy("Rozstrzygnięcie"),
    "applicant": gettext_lazy("Wnioskodawca"),
    "address": gettext_lazy("Adres wnioskodawcy"),
    "subject": gettext_lazy("Przedmiot"),
    "parcels": gettext_lazy("Działki"),
    "precinct": gettext_lazy("Obręb"),
}


class OfServices(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Service) -> str:
        return f"{obj.name} ({obj.office.short_name})"


class UploadForm(forms.Form):
    service = OfServices(
        label=gettext_lazy("Usługa"),
        queryset=Service.objects.none(),
        help_text=gettext_lazy("Tych wierszy, które nie podają innej."),
    )
    file = forms.FileField(
        label=gettext_lazy("Plik"),
        max_length=200,
        help_text=gettext_lazy("CSV, XLSX, ODS, GeoJSON, GeoPackage albo Shapefile w pliku ZIP."),
    )

    def __init__(self, offices: QuerySet[Office], *args: Any) -> None:
        super().__init__(*args)
        found = Service.objects.filter(office__in=offices).select_related("office").order_by("office__name", "name")
        self.fields["service"].queryset = found  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("Plik jest większy niż %d MB; większy przeniesie operator poleceniem import_cases.") % MOST_MB
            )
        return file


class ColumnsForm(forms.Form):
    """The file's own column for each of our fields; empty: by its usual names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            self.fields[name] = forms.CharField(label=LABELS[name], max_length=100, required=False)


def _offices(request: HttpRequest) -> QuerySet[Office]:
    """Raises PermissionDenied where there is none."""
    found = offices_of(actor(request), Action.MOVE_CASES)
    if not found.exists():
        raise PermissionDenied
    return found


def _run(request: HttpRequest, number: int) -> LegacyRun:
    """One of another office is as absent as one that never was."""
    found = LegacyRun.objects.filter(office__in=_offices(request)).select_related("office", "service", "started_by")
    return get_object_or_404(found, pk=number)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def runs_page(request: HttpRequest) -> HttpResponse:
    """What was brought in before, and the upload, which only previews."""
    offices = _offices(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(offices, *sent)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            run = runs.begin_upload(actor(request), form.cleaned_data["service"], form.cleaned_data["file"])
            move_file.enqueue(run.pk)
            tonight_ensure()
        return redirect("legacy-run", run.pk)
    found = LegacyRun.objects.filter(office__in=offices).select_related("office", "service", "started_by")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/legacy/runs.html", {"form": form, "page": page}, status=422 if form.errors else 200)


@require_safe
@login_required
@never_cache
def run_page(request: HttpRequest, number: int) -> HttpResponse:
    run = _run(request, number)
    is_waiting = runs.is_waiting(run)
    context = {
        "run": run,
        "is_waiting": is_waiting,
        "was_killed": run.state == RunState.RUNNING and not is_waiting,
        "results": report.results(run.counts),
        "findings": report.findings(run.counts),
        "of_file": report.of_file(run.counts),
        "columns": ColumnsForm(initial=run.mapping),
        "to_move": run.counts.get("rows", {}).get("moved", 0),
    }
    return render(request, "cases/legacy/run.html", context)


@require_safe
@login_required
@never_cache
def progress(request: HttpRequest, number: int) -> JsonResponse:
    run = _run(request, number)
    state = run.state if runs.is_waiting(run) or run.state != RunState.RUNNING else RunState.FAILED
    return JsonResponse({"state": state, "done": run.done, "total": 0, "percent": run.percent})


@require_safe
@login_required
@never_cache
def report_csv(request: HttpRequest, number: int) -> HttpResponseBase:
    """What was said of each row; who took it is noted, as it quotes people's words."""
    run = _run(request, number)
    if not run.report:
        raise Http404
    record(actor=actor(request), action="legacy.report", object_type=runs.OBJECT, object_id=run.pk, office=run.office)
    content = storing.storage().open(run.report)
    return FileResponse(content, as_attachment=True, filename=f"przenoszenie-{run.pk}.csv", content_type="text/csv")


@require_POST
@login_required
@never_cache
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """Previewed anew with what its columns are."""
    run = _run(request, number)
    form = ColumnsForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Nazwa kolumny ma najwyżej 100 znaków."))
        return redirect("legacy-run", run.pk)
    mapping = {name: column for name, column in form.cleaned_data.items() if column}
    return _again(request, run, is_preview=True, mapping=mapping)


@require_POST
@login_required
@never_cache
def move(request: HttpRequest, number: int) -> HttpResponse:
    """After a preview, or to go on where one was cut off."""
    return _again(request, _run(request, number), is_preview=False)


def _again(
    request: HttpRequest, run: LegacyRun, *, is_preview: bool, mapping: dict[str, str] | None = None
) -> HttpResponse:
    try:
        with transaction.atomic():
            runs.again(user=actor(request), run=run, is_preview=is_preview, mapping=mapping)
            move_file.enqueue(run.pk)
    except NotNow:
        messages.warning(request, _("Ten plik jest właśnie czytany albo już go usunięto."))
    return redirect("legacy-run", run.pk)


@require_POST
@login_required
@never_cache
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """The file and its report; cases that were moved stay."""
    run = _run(request, number)
    try:
        runs.forget(user=actor(request), run=run)
    except NotNow:
        messages.warning(request, _("Ten plik jest właśnie czytany albo już go usunięto."))
    else:
        messages.success(request, _("Plik i raport usunięto. Przeniesione sprawy zostają."))
    return redirect("legacy-run", run.pk)
