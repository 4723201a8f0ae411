"""Pages where residents ask about their own data, and where an office answers a person's request."""

import re
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.keeping import person, rights
from cases.models import Case
from cases.resident.tracking import A_PAGE
from cases.workflow import State
from sip.offices.models import User
from sip.offices.permissions import Action, offices_of

MOST_SHOWN: Final = 10 * A_PAGE
LEAST_WORDS: Final = 3
# The sign of a request: it goes into the log, so it must not be words about a person.
SIGN: Final = re.compile(r"^[^\W_][\w./-]{2,59}\Z")


class SearchForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Adres e-mail, PESEL, NIP albo imię i nazwisko"), min_length=LEAST_WORDS, max_length=200
    )
    request_sign = forms.RegexField(
        SIGN,
        label=gettext_lazy("Znak wniosku tej osoby"),
        help_text=gettext_lazy("Na przykład OR.1431.5.2026. Trafia do dziennika jako powód."),
    )


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@never_cache
@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What is held of the account, until when, and what can be asked."""
    user = _user(request)
    own = Case.objects.of_account(user).select_related("service", "office")
    filed = own.filed().newest()[:MOST_SHOWN]
    context = {
        "drafts": own.filter(state=State.DRAFT).count(),
        "filed": [(case, person.law_of(case)) for case in filed],
    }
    return render(request, "cases/person/my_data.html", context)


@never_cache
@login_required
@require_POST
def my_export(request: HttpRequest) -> HttpResponseBase:
    return _download(rights.account_export(user=_user(request)))


@never_cache
@login_required
@require_POST
def my_drafts_erase(request: HttpRequest) -> HttpResponse:
    count = rights.drafts_erase(user=_user(request))
    messages.success(request, _("Usunięto szkice: %d.") % count)
    return redirect("my-data")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_account_erase(request: HttpRequest) -> HttpResponse:
    """Asks once more: it cannot be taken back."""
    user = _user(request)
    if not user.is_resident:
        raise PermissionDenied
    is_meant = request.POST.get("sure") == "yes"
    if request.method == "POST" and is_meant:
        rights.account_erase(user=user)
        logout(request)
        messages.success(request, _("Konto usunięto. Sprawy otworzysz znakiem i kodem."))
        return redirect("services")
    context = {
        "filed": Case.objects.of_account(user).filed().count(),
        "is_missing": request.method == "POST" and not is_meant,
    }
    return render(request, "cases/person/account_erase.html", context, status=422 if context["is_missing"] else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people_page(request: HttpRequest) -> HttpResponse:
    """The search is a post: names and numbers of people stand in no address and no log."""
    user = _user(request)
    if not offices_of(user, Action.ANSWER_PEOPLE).exists():
        raise PermissionDenied
    form = SearchForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "found": None, "most": rights.MOST_FOUND}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        parties = rights.people_search(user=user, text=given["text"], request_sign=given["request_sign"])
        context |= {"found": [(party, person.law_of(party.case)) for party in parties], "sign": given["request_sign"]}
    status = 422 if form.errors else 200
    return render(request, "cases/person/people.html", context, status=status)


@never_cache
@login_required
@require_POST
def people_export(request: HttpRequest) -> HttpResponseBase:
    texts = [text for text in request.POST.getlist("party") if text.isascii() and text.isdecimal()]
    request_sign = request.POST.get("request_sign", "")
    if not SIGN.match(request_sign) or not all(len(text) < 19 for text in texts):
        raise PermissionDenied
    numbers = [int(text) for text in texts]
    return _download(rights.people_export(user=_user(request), numbers=numbers, request_sign=request_sign))


def _download(held: dict[str, Any]) -> FileResponse:
    response = FileResponse(
        person.packed(held), as_attachment=True, filename="moje-dane.zip", content_type="application/zip"
    )
    response.headers["Cache-Control"] = "no-store, private"
    return response
