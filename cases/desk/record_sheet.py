"""The "metryka" of a case that its files must hold (KPA art. 66a): who of the office did what and when, as a PDF."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.actions import case_see
from cases.desk import timeline
from cases.desk.reach import actor, get_case
from cases.models import Case
from sip.extracts.pdf import TooBusy, pdf

PDF: Final = "application/pdf"


@require_safe
@login_required
@never_cache
def record_sheet(request: HttpRequest, number: int) -> HttpResponse:
    case = case_see(user=actor(request), case=get_case(request, number))
    try:
        content = pdf(_page(case))
    except TooBusy:
        messages.warning(request, _("Powstaje teraz wiele dokumentów. Spróbuj za chwilę."))
        return redirect("case", number)
    name = f"metryka-{(case.sign or '').replace('/', '-')}.pdf"
    return HttpResponse(content, content_type=PDF, headers={"Content-Disposition": f'inline; filename="{name}"'})


def _page(case: Case) -> str:
    """In Polish whatever the clerk's language: it goes into the files."""
    with override("pl"):
        context = {"case": case, "entries": done_by_office(case), "now": timezone.now()}
        return render_to_string("cases/desk/record_sheet.html", context)


def done_by_office(case: Case) -> list[timeline.Entry]:
    """Oldest first; what applicants and the system did is no act of a person of the office."""
    return [entry for entry in timeline.of_case(case)[::-1] if entry.who and entry.is_offices]
