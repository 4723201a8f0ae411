"""A filed case for its applicant: found by sign and code or in the account; its page, receipt and documents."""

from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import access, actions
from cases.clock.terms import day_of
from cases.documents.actions import document_open
from cases.errors import NotNow
from cases.land.models import Source
from cases.mails import actions as mails
from cases.models import Case, PartyRole
from cases.payments.actions import due_of, paid_of, surplus_of
from cases.payments.provider import provider_for
from cases.receipts import receipt_pdf
from cases.resident import costs, filing, opening, place, questions, steps, story
from cases.resident.forms import CaseForm, LostForm, WordsForm
from cases.resident.opening import WRONG_CODES, Held
from cases.workflow import ENDED, Act
from sip.extracts.pdf import TooBusy

A_PAGE: Final = 20
OLDEST_PARAMETER: Final = "przed"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_ask(request: HttpRequest) -> HttpResponse:
    """Asks for sign and code; the right ones open the case's page, and all wrong ones sound alike."""
    form = CaseForm(request.POST) if request.method == "POST" else CaseForm()
    if request.method != "POST":
        return _ask_page(request, form)
    if WRONG_CODES.is_reached(request):
        return _ask_page(request, form, status=429)
    if form.is_valid():
        found = access.by_code(form.cleaned_data["sign"], form.cleaned_data["code"])
        if found is not None:
            return opening.entrusted(found[0])
        WRONG_CODES.count(request)
        form.add_error(None, _("Nie ma sprawy o takim znaku i kodzie. Sprawdź, czy są przepisane bez pomyłki."))
    return _ask_page(request, form, status=422)


def _ask_page(request: HttpRequest, form: CaseForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "is_limited": status == 429, "can_send": mails.reach_people()}
    response = render(request, "cases/resident/case_ask.html", context, status=status)
    if status == 429:
        response.headers["Retry-After"] = str(WRONG_CODES.seconds)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_lost(request: HttpRequest) -> HttpResponse:
    """Who lost the code gets a link by mail; the page says the same whether there is such a case or not."""
    form = LostForm(request.POST) if request.method == "POST" else LostForm()
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent:
        _send_link(request, form.cleaned_data["sign"], form.cleaned_data["email"])
    context = {"form": form, "is_sent": is_sent, "can_send": mails.reach_people()}
    status = 422 if request.method == "POST" and not is_sent else 200
    return render(request, "cases/resident/case_lost.html", context, status=status)


def _send_link(request: HttpRequest, sign: str, email: str) -> None:
    if not filing.ASKED.count(request):
        return
    cleaned = " ".join(sign.replace("\0", "").split())
    parties = {"parties__role": PartyRole.APPLICANT, "parties__email__iexact": email}
    for case in Case.objects.filed().filter(sign__iexact=cleaned, **parties)[:3]:
        if not filing.LOST.count_for(email.lower()):
            return
        path = reverse("case-mailed", args=[opening.mail_link(case)])
        mails.send_link(case, filing.origin(request) + path, opening.MAIL_LINK_DAYS)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_mailed(request: HttpRequest, token: str) -> HttpResponse:
    """The way in by a link of a mail; mail programs open links by themselves, so a button leads on."""
    case = opening.case_of_mail(token)
    if case is None:
        return render(request, "cases/resident/case_link_over.html", status=410)
    if request.method == "POST":
        return opening.entrusted(case)
    return steps.quiet(render(request, "cases/resident/case_mailed.html", {"case": case}))


@never_cache
@login_required
@require_safe
def my_cases(request: HttpRequest) -> HttpResponse:
    text = request.GET.get(OLDEST_PARAMETER, "")
    below = int(text) if text.isdecimal() and len(text) <= opening.MOST_NUMBER else None
    own = Case.objects.of_account(request.user).select_related("service", "office")
    page = list(own.newest(below)[: A_PAGE + 1])
    shown = page[:A_PAGE]
    context = {
        "filed": [(case, story.standing(case)) for case in shown if not case.is_draft],
        "drafts": [case for case in shown if case.is_draft and case.expires_at and case.expires_at > now()],
        "older": shown[-1].pk if len(page) > A_PAGE else None,
    }
    return render(request, "cases/resident/my_cases.html", context)


@never_cache
@require_safe
def case_page(request: HttpRequest, number: int) -> HttpResponse:
    held = opening.case_of(request, number)
    return shown(request, held) if held else redirect("case-ask")


def shown(request: HttpRequest, held: Held, status: int = 200, **given: Any) -> HttpResponse:
    """The case's page, and that its holder is still here."""
    actions.notes_read(actor=held.actor, case=held.case)
    response = render(request, "cases/resident/case.html", {**_context(held), **given}, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return opening.keep_open(response, held.case, held.code) if held.actor.user is None else response


def _context(held: Held) -> dict[str, Any]:
    case = held.case
    issued, given = story.documents_of(case)
    parcels = list(case.parcels.order_by("position"))
    acts = actions.acts_open_to(held.actor, case)
    version = {"version": case.version}
    # A shape made of the parcels would only be drawn over them.
    shape = None if parcels and case.shape_source == Source.PARCELS else case.shape
    due = due_of(case) if case.state not in ENDED else Decimal(0)
    return {
        "case": case,
        "code": held.code,
        "standing": story.standing(case),
        "term": story.term_of(case, day_of(now())),
        "told": story.told(case),
        "asked": story.asked(case),
        "issued": issued,
        "given": given,
        "parcels": parcels,
        "picture": place.picture_of([one.geom for one in parcels if one.geom], shape, _("Miejsce sprawy")),
        "map_url": place.map_of(case),
        "answers": questions.said(case.form, case.answers),
        "orders": [
            (order, costs.money(order.amount), costs.proof_words(order)) for order in case.orders.order_by("pk")
        ],
        "due": costs.money(due) if due else "",
        "paid": costs.money(paid_of(case)) if paid_of(case) else "",
        "surplus": costs.money(surplus) if (surplus := surplus_of(case)) else "",
        "can_pay": provider_for(case.office) is not None,
        "may_write": Act.MESSAGE in acts,
        "may_complete": Act.COMPLETE in acts,
        "may_withdraw": Act.WITHDRAW in acts,
        "message_form": WordsForm(initial=version, prefix="m"),
        "complete_form": WordsForm(initial=version, prefix="c"),
        "limit": settings.ATTACHMENT_LIMIT_MB,
        "applicant": case.parties.filter(role=PartyRole.APPLICANT).first(),
        "is_account": held.actor.user is not None,
        "can_send": mails.reach_people(),
    }


@never_cache
@require_safe
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The receipt (UPO) as PDF."""
    held = opening.case_of(request, number)
    if held is None:
        return redirect("case-ask")
    found = getattr(held.case, "receipt", None)
    if found is None:
        raise Http404
    try:
        body = receipt_pdf(found)
    except TooBusy:
        response = render(request, "429.html", status=503)
        response.headers["Retry-After"] = "10"
        return response
    return HttpResponse(body, content_type="application/pdf", headers=_named(f"UPO {held.case.sign}.pdf"))


@never_cache
@require_safe
def document(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """Always as a download, never shown by the browser: what people send is not ours."""
    held = opening.case_of(request, number)
    if held is None:
        return redirect("case-ask")
    found = held.case.documents.select_related("case").filter(pk=pk).first() if pk < 2**62 else None
    if found is None:
        raise Http404
    try:
        content = document_open(actor=held.actor, document=found)
    except PermissionDenied:
        raise Http404 from None
    except NotNow as error:
        return shown(request, held, status=409, refused=str(error))
    kind = "application/octet-stream"
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_POST
def case_shut(request: HttpRequest) -> HttpResponse:
    """On a computer that others use: the browser forgets the case."""
    return opening.shut(redirect("services"))


def _named(name: str) -> dict[str, str]:
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-") else "_" for sign in name)
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"}
