"""Pages of the resident: report an error on the map, and see what became of it."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases import codes
from cases.reports import actions
from cases.reports.forms import ReportForm, StateForm
from cases.reports.models import Kind, MapReport
from cases.reports.places import of_report, of_view, shown
from cases.throttle import Limit

# The code reaches the next page in a signed cookie: an address would stand in logs and in the browser's history.
COOKIE = "sip-report"
COOKIE_SECONDS = 30 * 60
FILED = Limit("file", most=settings.REPORTS_PER_HOUR, seconds=3600)
WRONG_CODES = Limit("code", most=10, seconds=900)
VIEW = ("c", "z", "d")
MOST_VIEW = 80
WRONG = gettext_lazy("Nie ma zgłoszenia o takim numerze i kodzie. Sprawdź, czy są przepisane bez pomyłki.")


@never_cache
def report_new(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm(initial=_view_of(request))
    if request.method == "POST" and form.is_valid():
        if FILED.count(request):
            return _file(form.cleaned_data)
        return _form_page(request, form, status=429)
    return _form_page(request, form, status=422 if form.errors else 200)


@never_cache
def report_ask(request: HttpRequest) -> HttpResponse:
    """Asks for number and code; the right ones open the report's page."""
    form = StateForm(request.POST) if request.method == "POST" else StateForm(initial=_number_of(request))
    if request.method != "POST":
        return _ask_page(request, form)
    if WRONG_CODES.is_reached(request):
        return _ask_page(request, form, status=429)
    return _opened(request, form) or _ask_page(request, form, status=422)


@never_cache
def report_state(request: HttpRequest, number: int) -> HttpResponse:
    """What became of a report, for who holds its code; a stranger is asked for it, whether there is a report or not."""
    if "kod" in request.GET:
        given = StateForm({"number": number, "code": request.GET["kod"]})
        if WRONG_CODES.is_reached(request):
            return _ask_page(request, given, status=429)
        return _opened(request, given) or _ask_page(request, given, status=422)
    held = _held(request, number)
    if held is None:
        return _ask_page(request, StateForm(initial={"number": number}))
    report, code = held
    context = {"report": report, "steps": report.steps.all(), "code": code, **shown(of_report(report))}
    return render(request, "cases/report_state.html", context)


@never_cache
@require_POST
def contact_wipe(request: HttpRequest, number: int) -> HttpResponse:
    """The reporter takes their address back."""
    held = _held(request, number)
    if held is not None:
        actions.contact_wipe(actor=None, report=held[0])
    return redirect("report-state", number=number)


def _file(cleaned: dict[str, Any]) -> HttpResponse:
    report, code = actions.report_file(
        kind=Kind(cleaned["kind"]),
        description=cleaned["description"],
        contact=cleaned["contact"],
        place=cleaned["place"],
    )
    return _entrusted(report, code=code, is_new=True)


def _opened(request: HttpRequest, form: StateForm) -> HttpResponse | None:
    """The way on to a report whose number and code are right; else the attempt is counted, and all sound alike."""
    if not form.is_valid():
        return None
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    report = MapReport.objects.filter(pk=number).first()
    if codes.matches(code, report.code_hash if report else "") and report:
        return _entrusted(report, code=code, is_new=False)
    WRONG_CODES.count(request)
    form.add_error(None, WRONG)
    return None


def _entrusted(report: MapReport, *, code: str, is_new: bool) -> HttpResponse:
    """Lead to the report's page with the code in the cookie; only a new report's page shows it."""
    response = redirect("report-state", number=report.pk)
    response.set_cookie(
        COOKIE,
        signing.dumps([report.pk, code, is_new], salt=COOKIE),
        max_age=COOKIE_SECONDS,
        path=reverse("report-ask"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _held(request: HttpRequest, number: int) -> tuple[MapReport, str] | None:
    """The report whose code came in the cookie, and the code where it is still to be shown."""
    try:
        held, code, is_new = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_SECONDS)
    except signing.BadSignature:
        return None
    report = MapReport.objects.filter(pk=number).first() if held == number else None
    return (report, code if is_new else "") if report and codes.matches(code, report.code_hash) else None


def _form_page(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    """The form with the place that came from the map, if one did; a limited reader's words stay in it."""
    view = _view_of(request)
    context = {
        "form": form,
        "days": settings.REPORT_CONTACT_DAYS,
        "is_limited": status == 429,
        **shown(of_view(view["c"], view["z"], view["d"])),
    }
    response = render(request, "cases/report_new.html", context, status=status)
    return _wait(response, FILED) if status == 429 else response


def _ask_page(request: HttpRequest, form: StateForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "is_limited": status == 429}
    response = render(request, "cases/report_ask.html", context, status=status)
    return _wait(response, WRONG_CODES) if status == 429 else response


def _wait(response: HttpResponse, limit: Limit) -> HttpResponse:
    response.headers["Retry-After"] = str(limit.seconds)
    return response


def _view_of(request: HttpRequest) -> dict[str, str]:
    """The map's view, from the address that led here or from the form that carries it on."""
    given = request.POST if request.method == "POST" else request.GET
    return {name: given.get(name, "").replace("\0", "")[:MOST_VIEW] for name in VIEW}


def _number_of(request: HttpRequest) -> dict[str, str]:
    return {"number": request.GET.get("nr", "").replace("\0", "")[:MOST_VIEW]}
