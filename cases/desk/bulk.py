"""Steps taken with many cases of the list at once, each for itself, and the clerk's own views of the list."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.actions import NOTHING, Given, case_do
from cases.actors import of_user
from cases.desk.filters import PER_PAGE, FilterForm
from cases.desk.models import MOST_NAME, MOST_QUERY, CaseView
from cases.desk.reach import actor, colleagues, offices, reachable
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.models import Case
from cases.workflow import Act
from sip.offices.models import User
from sip.offices.permissions import Action, offices_of

MOST_VIEWS: Final = 30
# What makes sense for many at once without reading each.
ACTS: Final = (Act.ASSIGN, Act.ACCEPT)


class ViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nazwa widoku"), max_length=MOST_NAME)
    query = forms.CharField(required=False, max_length=MOST_QUERY, widget=forms.HiddenInput)


@require_POST
@login_required
@never_cache
def bulk(request: HttpRequest) -> HttpResponse:
    """`case`: "number.version" of each chosen row; `act`; `assignee`. What one case refuses, the others do."""
    act = next((one for one in ACTS if one.value == request.POST.get("act")), None)
    chosen = dict(_chosen(request.POST.getlist("case")[:PER_PAGE]))
    if act is None or not chosen:
        messages.warning(request, _("Zaznacz sprawy na liście i wybierz, co z nimi zrobić."))
        return _back(request)
    given = NOTHING if act is Act.ACCEPT else Given(assignee=_assignee(request))
    cases = list(reachable(request).filter(pk__in=chosen))
    refused = [words for case in cases if (words := _do(request, case, act, chosen[case.pk], given))]
    if gone := len(chosen) - len(cases):
        refused.append(_("spraw poza Twoim zasięgiem: %d") % gone)
    _tell(request, len(chosen), refused)
    return _back(request)


def _chosen(values: Iterable[str]) -> Iterable[tuple[int, int]]:
    for value in values:
        number, _dot, version = value.partition(".")
        if number.isascii() and number.isdigit() and version.isascii() and version.isdigit() and len(value) < 25:
            yield int(number), int(version)


def _assignee(request: HttpRequest) -> User | None:
    """Empty: nobody. Raises PermissionDenied for who is no colleague."""
    asked = request.POST.get("assignee", "")
    if not asked:
        return None
    known = {str(person.pk): person for person in colleagues(offices_of(actor(request), Action.HANDLE_CASES))}
    if asked not in known:
        raise PermissionDenied
    return known[asked]


def _do(request: HttpRequest, case: Case, act: Act, version: int, given: Given) -> str:
    """What stood in the way, with the case's sign; empty where it is done."""
    try:
        case_do(actor=of_user(actor(request)), case=case, act=act, version=version, given=given)
    except Stale:
        return _("%s: zmieniona w międzyczasie") % case
    except (Conflict, NotNow):
        return _("%s: tego kroku nie da się teraz zrobić") % case
    except Incomplete as error:
        return f"{case}: {' '.join(words for problem in error.problems.values() for words in problem)}"
    except PermissionDenied:
        return _("%s: brak uprawnień") % case
    return ""


def _tell(request: HttpRequest, asked: int, refused: list[str]) -> None:
    done = asked - len(refused)
    if done:
        words = ngettext("Zapisano w %d sprawie.", "Zapisano w %d sprawach.", done) % done
        messages.success(request, words)
    if refused:
        messages.warning(request, _("Bez zmian: %s.") % "; ".join(refused))


def _back(request: HttpRequest) -> HttpResponse:
    """To the same choices, rebuilt, never to an address that was sent."""
    asked = QueryDict(request.POST.get("query", "")[:MOST_QUERY])
    form = FilterForm.of(asked, user=actor(request), offices=offices(request))
    return redirect(f"{reverse('cases')}?{form.query}")


@require_POST
@login_required
@never_cache
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the choices under a name; the same name again takes its place."""
    form = ViewForm(request.POST)
    user = actor(request)
    own = CaseView.objects.filter(user=user)
    if not form.is_valid():
        messages.warning(request, _("Podaj nazwę widoku, najwyżej %d znaków.") % MOST_NAME)
    elif own.count() >= MOST_VIEWS and not own.filter(name=form.cleaned_data["name"]).exists():
        messages.warning(request, _("Masz już %d widoków: usuń któryś.") % MOST_VIEWS)
    else:
        choices = FilterForm.of(QueryDict(form.cleaned_data["query"]), user=user, offices=offices(request))
        kept: dict[str, Any] = {"query": choices.query[:MOST_QUERY]}
        CaseView.objects.update_or_create(user=user, name=form.cleaned_data["name"], defaults=kept)
        messages.success(request, _("Widok zapisany."))
    return _back(request)


@require_POST
@login_required
@never_cache
def view_forget(request: HttpRequest, number: int) -> HttpResponse:
    get_object_or_404(CaseView, pk=number, user=actor(request)).delete()
    messages.success(request, _("Widok usunięty."))
    return _back(request)
