"""The editor's page: the shape with its list, work on it, versions compared, saving; whole without a script."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.actors import of_user
from cases.desk import page, thennow
from cases.desk.geometry import answers, compare, exact, presence
from cases.desk.geometry.sent import Sent, sent_by
from cases.desk.geometry.sheet import Sheet, geos_of, opened, shapely_of, worked
from cases.desk.reach import actor, get_case
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.land import systems
from cases.land.actions import MOST_REASON, geometry_amend
from cases.land.files import MOST_BYTES
from cases.land.models import CaseGeometry, Source
from cases.models import Case
from cases.resident.place import picture_of
from sip.public import TookTooLong


def address(case: Case) -> str:
    return reverse("case-geometry", args=[case.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def editor(request: HttpRequest, number: int) -> HttpResponse:
    """GET opens the shape, `?wersja=` an earlier one to be brought back; `?porownaj=` sets one beside it."""
    case = _workable(request, number)
    if request.method != "POST":
        presence.note(case, actor(request))
        return _shown(request, opened(case, _version(request, case, "wersja")))
    sent = sent_by(request)
    sheet = worked(case, sent, request.FILES.get("file"))
    if sent.do == "save":
        return _save(request, sheet, sent)
    return _shown(request, sheet, status=422 if sheet.problems else 200, base=sent.base, version=sent.version)


def _workable(request: HttpRequest, number: int) -> Case:
    case = get_case(request, number)
    page.require_staff(request, case)
    return case


def _version(request: HttpRequest, case: Case, name: str) -> CaseGeometry | None:
    """The version that the address names, if any; 404 where the case has none such."""
    wanted = request.GET.get(name, "")
    if not wanted:
        return None
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 0
    return get_object_or_404(case.geometries.select_related("actor"), number=number)


def _save(request: HttpRequest, sheet: Sheet, sent: Sent) -> HttpResponse:
    """412 sets what was saved meanwhile beside what was to be saved; nothing that was drawn is lost."""
    if sheet.shape is None:
        sheet.problems.append(_("Nie ma kształtu do zapisania: narysuj go, wpisz albo wczytaj."))
    if not sheet.can_be_saved or sheet.shape is None:
        return _shown(request, sheet, status=422, base=sent.base, version=sent.version)
    try:
        saved = geometry_amend(
            actor=of_user(actor(request)),
            case=sheet.case,
            version=sent.version,
            shape=geos_of(sheet.shape),
            source=Source(sheet.source),
            reason=sheet.reason,
        )
    except Stale:
        fresh = get_case(request, sheet.case.pk)
        sheet.case = fresh
        return _shown(request, sheet, status=412, base=sent.base, is_stale=True)
    except (Conflict, NotNow, Incomplete) as error:
        sheet.problems += _refused(error)
        status = 422 if isinstance(error, Incomplete) else 409
        return _shown(request, sheet, status=status, base=sent.base, version=sent.version)
    presence.leave(sheet.case, actor(request))
    messages.success(request, _("Zapisano wersję %d kształtu; poprzednie zostają.") % saved.number)
    return redirect(address(sheet.case))


def _refused(error: Exception) -> list[str]:
    if isinstance(error, Incomplete):
        return [words for problem in error.problems.values() for words in problem]
    if isinstance(error, Conflict):
        return [_("Ktoś inny właśnie zapisuje tę sprawę. Niczego nie zmieniono: wyślij jeszcze raz.")]
    return [_("Kształtu zakończonej sprawy nie poprawia się.")]


def _shown(
    request: HttpRequest,
    sheet: Sheet,
    *,
    status: int = 200,
    base: int | None = None,
    version: int | None = None,
    is_stale: bool = False,
) -> HttpResponse:
    """BASE is the version of the shape that the work began with, VERSION the case's that was seen; None: the newest."""
    case = sheet.case
    versions = answers.versions_of(case)
    newest = versions[0].geometry.number if versions else 0
    began = newest if base is None else base
    difference = _beside(request, sheet, is_stale=is_stale and newest != began)
    parcels = thennow.of_case(case)
    context = {
        "case": case,
        "sheet": sheet,
        "base": newest if is_stale else began,
        "version": case.version if version is None else version,
        "versions": versions,
        "newest": versions[0].geometry if versions else None,
        "is_stale": is_stale,
        "is_clash": is_stale and newest != began,
        "difference": difference,
        "compared": _version(request, case, "porownaj"),
        "standing": thennow.standing(parcels),
        "systems": systems.choices(),
        "file_systems": systems.choices(systems.OF_FILES),
        "sources": Source.choices,
        "most_reason": MOST_REASON,
        "most_megabytes": MOST_BYTES // 1024 // 1024,
        "picture": _picture(sheet),
        "config": answers.config(sheet, difference),
    }
    return render(request, "cases/desk/geometry.html", context, status=status)


def _beside(request: HttpRequest, sheet: Sheet, *, is_stale: bool) -> compare.Difference | None:
    """What was saved meanwhile beside what is on the sheet, or an earlier version beside the newest."""
    case = sheet.case
    if case.shape is None:
        return None
    if is_stale:
        return None if sheet.shape is None else compare.difference(shapely_of(case.shape), sheet.shape)
    earlier = _version(request, case, "porownaj")
    return compare.difference(shapely_of(earlier.geom), shapely_of(case.shape)) if earlier else None


def _picture(sheet: Sheet) -> str:
    """For pages without a script."""
    if sheet.shape is None:
        return ""
    parcels = [parcel.geom for parcel in sheet.case.parcels.all() if parcel.geom is not None]
    return picture_of(parcels, geos_of(sheet.shape), _("Kształt na tle działek"))


@require_POST
@login_required
@never_cache
def work(request: HttpRequest, number: int) -> HttpResponse:
    """What the page does, answered to its script; nothing is saved."""
    case = _workable(request, number)
    return JsonResponse(answers.of(worked(case, sent_by(request), request.FILES.get("file"))))


@require_safe
@login_required
@never_cache
def targets(request: HttpRequest, number: int) -> HttpResponse:
    """Boundaries to draw to within `bbox` (west,south,east,north in EPSG:2180), exactly as the registers hold them."""
    _workable(request, number)
    box = _box(request.GET.get("bbox", ""))
    if box is None:
        return JsonResponse({"detail": "bbox=west,south,east,north in EPSG:2180, at most 2500 m wide"}, status=400)
    try:
        return HttpResponse(exact.targets(box), content_type="application/geo+json")
    except TookTooLong:
        return JsonResponse({"detail": "took too long"}, status=503)


def _box(text: str) -> exact.Box | None:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    small = 0 < east - west <= exact.WIDEST_M and 0 < north - south <= exact.WIDEST_M
    return (west, south, east, north) if small and abs(west) < 1e7 and abs(south) < 1e7 else None


@require_POST
@login_required
@never_cache
def watch(request: HttpRequest, number: int) -> HttpResponse:
    """The page is open: who else has it open, and which version of the shape is the newest."""
    case = _workable(request, number)
    if not of_user(actor(request)).capacities(case):
        raise PermissionDenied
    newest = case.geometries.select_related("actor").order_by("-number").first()
    return JsonResponse(
        {
            "others": presence.note(case, actor(request)),
            "number": newest.number if newest else 0,
            "by": str(newest.actor or "") if newest else "",
            "version": case.version,
        }
    )
