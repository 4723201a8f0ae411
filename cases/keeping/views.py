"""Pages that tell who looked at a case: its applicant's, and its office's."""

from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.desk.reach import get_case
from cases.keeping.looks import looks_at
from cases.resident import opening, steps

MOST_DIGITS: Final = 18


@never_cache
@require_safe
def my_looks(request: HttpRequest, number: int) -> HttpResponse:
    """For who holds the case by its code or in the account."""
    held = opening.case_of(request, number)
    if held is None:
        return redirect("case-ask")
    context = {
        "case": held.case,
        "looks": looks_at(held.case, below(request)),
        "with_names": settings.NAME_CLERKS,
    }
    response = steps.quiet(render(request, "cases/resident/case_looks.html", context))
    return opening.keep_open(response, held.case, held.code) if held.actor.user is None else response


@require_safe
@login_required
@never_cache
def case_looks(request: HttpRequest, number: int) -> HttpResponse:
    case = get_case(request, number)
    context = {"case": case, "looks": looks_at(case, below(request)), "with_names": True}
    return render(request, "cases/desk/case_looks.html", context)


def below(request: HttpRequest) -> int | None:
    text = request.GET.get("przed", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
