"""The public entry on the clerk's page of a case: what everyone sees of it, and the clerk's word on that."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.desk.reach import actor, get_case
from cases.errors import Conflict, Incomplete, NotNow
from cases.models import Case
from cases.publishing.actions import entry_hold, entry_of, entry_release, standing_note
from cases.publishing.models import PublicEntry, Stage, Standing

PLACE = "#rejestr"


class HoldForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Powód, tylko dla urzędu"), max_length=500)


class StandingForm(forms.Form):
    standing = forms.ChoiceField(label=gettext_lazy("Moc prawna"), choices=Standing.choices, required=False)
    since = forms.DateField(
        label=gettext_lazy("Od dnia"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def of_case(case: Case) -> dict[str, Any]:
    """For the page's template: `public_entry` None leaves the section out."""
    entry = entry_of(case)
    if entry is None:
        return {"public_entry": None}
    return {
        "public_entry": entry,
        "hold_form": HoldForm(auto_id="hold-%s"),
        "standing_form": _standing_form(entry) if entry.stage == Stage.DECIDED else None,
    }


def _standing_form(entry: PublicEntry) -> StandingForm:
    return StandingForm(initial={"standing": entry.standing, "since": entry.standing_on}, auto_id="standing-%s")


@require_POST
@login_required
@never_cache
def hold(request: HttpRequest, number: int) -> HttpResponse:
    case, form = get_case(request, number), HoldForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _told(request, case, lambda: entry_hold(user=actor(request), case=case, reason=reason))


@require_POST
@login_required
@never_cache
def release(request: HttpRequest, number: int) -> HttpResponse:
    case = get_case(request, number)
    return _told(request, case, lambda: entry_release(user=actor(request), case=case))


@require_POST
@login_required
@never_cache
def standing(request: HttpRequest, number: int) -> HttpResponse:
    case, form = get_case(request, number), StandingForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Wybierz z listy i podaj dzień jako datę."))
        return redirect(_address(case))
    said = Standing(form.cleaned_data["standing"])
    since = form.cleaned_data["since"]
    return _told(request, case, lambda: standing_note(user=actor(request), case=case, standing=said, since=since))


def _told(request: HttpRequest, case: Case, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Incomplete as problem:
        for words in problem.problems.values():
            messages.warning(request, " ".join(words))
    except (Conflict, NotNow) as problem:
        messages.warning(request, str(problem) or _("Ktoś inny właśnie zapisuje tę sprawę. Spróbuj jeszcze raz."))
    else:
        messages.success(request, _("Zapisano w rejestrze publicznym."))
    return redirect(_address(case))


def _address(case: Case) -> str:
    return f"{reverse('case', args=[case.pk])}{PLACE}"


clerk = [
    path("<int:number>/rejestr/wstrzymaj/", hold, name="public-entry-hold"),
    path("<int:number>/rejestr/przywroc/", release, name="public-entry-release"),
    path("<int:number>/rejestr/moc/", standing, name="public-entry-standing"),
]
