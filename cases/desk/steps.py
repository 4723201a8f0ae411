"""The page that takes the steps of the workflow: checked, reviewed where they bind, refused with nothing lost."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cases.actions import acts_open_to, case_do
from cases.actors import of_user
from cases.desk import page
from cases.desk.reach import actor, get_case
from cases.desk.step_forms import StepForm
from cases.desk.timeline import DONE
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.models import Case
from cases.workflow import Act


@login_required
@never_cache
def step(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """GET leads to the case with the step's form open; POST takes the step, binding ones after a review."""
    if act not in Act.values or act == Act.FILE:
        raise Http404
    case, wanted = get_case(request, number), Act(act)
    page.require_staff(request, case)
    if request.method != "POST":
        return redirect(f"{page.address(case)}?krok={wanted.value}#krok-{wanted.value}")
    return _take(request, case, wanted)


def _take(request: HttpRequest, case: Case, act: Act) -> HttpResponse:
    form = StepForm(case, act, request.POST)
    if not form.is_valid():
        return _again(request, case, form, 422)
    if form.cleaned_data["version"] != case.version:
        return _stale(request, case, act, form.cleaned_data["version"])
    if form.needs_review and "confirmed" not in request.POST and act in acts_open_to(of_user(actor(request)), case):
        return render(request, "cases/desk/review.html", {"case": case, "form": form, "act": act})
    return _do(request, case, act, form)


def _do(request: HttpRequest, case: Case, act: Act, form: StepForm) -> HttpResponse:
    try:
        case_do(
            actor=of_user(actor(request)), case=case, act=act, version=form.cleaned_data["version"], given=form.given
        )
    except Stale:
        return _stale(request, get_case(request, case.pk), act, form.cleaned_data["version"])
    except Conflict:
        form.add_error(None, _("Ktoś inny właśnie zapisuje tę sprawę. Niczego nie zmieniono: wyślij jeszcze raz."))
    except NotNow as error:
        form.add_error(None, str(error) or _("W obecnym stanie sprawy tego kroku nie da się zrobić."))
    except Incomplete as error:
        form.take_problems(error.problems)
        return _again(request, case, form, 422)
    else:
        done = str(DONE[act])
        messages.success(request, _("Zapisano: %s.") % f"{done[:1].lower()}{done[1:]}")
        return redirect("cases") if act is Act.TRANSFER else redirect(page.address(case))
    return _again(request, get_case(request, case.pk), form, 409)


def _stale(request: HttpRequest, case: Case, act: Act, seen: int) -> HttpResponse:
    """What changed since, with the clerk's words still in the form, ready to be sent against the case as it is now."""
    form = StepForm(case, act, {**request.POST.dict(), "version": case.version})
    form.full_clean()
    return _again(request, case, form, 412, seen=seen)


def _again(request: HttpRequest, case: Case, form: StepForm, status: int, seen: int | None = None) -> HttpResponse:
    return page.shown(request, case, form, status=status, seen=seen)
