"""The review of an application: all of it on one page, what is missing, what it costs; then it is filed."""

from datetime import date
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases import codes, drafts
from cases.clock.terms import day_of
from cases.documents.models import Document
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.filing import Filed, case_file, fee_of
from cases.mails import actions as mails
from cases.models import Case, CaseParty, Channel, PartyRole
from cases.resident import costs, opening, place, questions, steps
from cases.resident.forms import ReceivedForm
from cases.resident.opening import Held
from cases.throttle import Limit
from sip.mailing import can_send

FILED: Final = Limit("case-file", most=60, seconds=3600)
ASKED: Final = Limit("case-mail", most=20, seconds=3600)
# Whoever asks: nobody's letter box is to be filled through us.
MAILED: Final = Limit("case-mail-to", most=10, seconds=24 * 3600)
# Of its own, and counted for addresses of cases only: else strangers could use up what confirms an address.
LOST: Final = Limit("case-lost-to", most=10, seconds=24 * 3600)
# Which draft a browser waits for a letter with.
WRITING: Final = "draft_written"
WRITING_SECONDS: Final = 4 * 3600


def review(request: HttpRequest, held: Held, link: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, held, link)
    if not request.POST.get("declaration"):
        return _page(request, held, link, declaration_missing=True, status=422)
    received = None
    if held.case.channel == Channel.OFFICE:
        form = ReceivedForm(request.POST)
        if not form.is_valid():
            return _page(request, held, link, received_form=form, status=422)
        received = form.cleaned_data["received"]
    elif not FILED.count(request):
        words = _("Z tego połączenia złożono już wiele wniosków. Spróbuj za godzinę; ten jest zapisany.")
        return _page(request, held, link, refused=words, status=429)
    return _filed(request, held, link, received)


def _filed(request: HttpRequest, held: Held, link: str, received: date | None) -> HttpResponse:
    try:
        filed = case_file(
            actor=held.actor,
            case=held.case,
            version=steps.version_of(request, held.case),
            key=request.POST.get("key", "")[:100],
            received=received,
        )
    except Incomplete:
        return _page(request, held, link, refused=_("Wniosku jeszcze nie złożono: czegoś brakuje."), status=422)
    except Stale:
        words = _("Wniosek zmieniono w innym oknie. Przeczytaj go jeszcze raz i złóż.")
        return _page(request, held, link, refused=words, status=412)
    except (NotNow, Conflict) as error:
        return _page(request, held, link, refused=steps.refused(error), status=409)
    return _led_on(request, filed)


def _led_on(request: HttpRequest, filed: Filed) -> HttpResponse:
    """To the case: the resident's page, or the clerk's with the code to hand on."""
    if filed.case.channel != Channel.OFFICE:
        return opening.entrusted(filed.case, filed.code)
    words = _(
        "Założono sprawę %(sign)s. Kod dla wnioskodawcy: %(code)s. Podaj mu go ze znakiem: nie da się go odtworzyć."
    )
    messages.success(request, words % {"sign": filed.case.sign, "code": filed.code})
    return redirect("case", filed.case.pk)


def again(request: HttpRequest, link: str) -> HttpResponse | None:
    """The second of two clicks gets what the first one got; None where nothing was filed by it."""
    held = opening.draft_of(request, link)
    if held is None or held.case.is_draft:
        return None
    try:
        filed = case_file(actor=held.actor, case=held.case, version=0, key=request.POST.get("key", "")[:100])
    except (NotNow, Incomplete):
        return None
    return _led_on(request, filed)


def _page(request: HttpRequest, held: Held, link: str, status: int = 200, **given: Any) -> HttpResponse:
    case = held.case
    parties = {party.role: party for party in case.parties.all()}
    applicant = parties.get(PartyRole.APPLICANT)
    fee = fee_of(case)
    known = place.named(case.typed_parcels)
    must_confirm = _must_confirm(case, applicant)
    # An address to confirm has a box of its own.
    missing = [one for one in steps.missing(case) if not (must_confirm and one[2] == "email")]
    context = {
        "missing": [(words, key, steps.step_path(link, key)) for words, key, _name in missing],
        "applicant": applicant,
        "proxy": parties.get(PartyRole.PROXY),
        "answers": questions.said(case.form, case.answers),
        "parcels": known,
        "outside": place.outside(case, known),
        "picture": place.picture_of(place.parcel_shapes(case), case.shape, _("Działki i zaznaczone miejsce")),
        "shape_words": place.shape_words(case.shape) if case.shape else "",
        "documents": _documents(case),
        "fee": fee,
        "fee_lines": [(line.words, costs.money(line.amount), line.is_final) for line in fee.lines],
        "fee_total": costs.money(fee.total),
        "time": costs.how_long(case.service),
        "must_confirm": must_confirm,
        "can_send": can_send(),
        "key": codes.new_link(),
        "received_form": ReceivedForm(initial={"received": day_of(timezone.now())}),
        "urls": {key: steps.step_path(link, key) for key in steps.keys_of(case)},
        **given,
    }
    return steps.page(request, held, link, steps.REVIEW, context, status)


def _documents(case: Case) -> list[tuple[str, Document]]:
    """Each with what it was asked for as; nothing for others."""
    names = {wanted.code: wanted.name for wanted in case.service.wanted_documents}
    return [(names.get(document.wanted, ""), document) for document in case.documents.order_by("pk")]


def _must_confirm(case: Case, applicant: CaseParty | None) -> bool:
    if case.account_id is not None or case.channel != Channel.ONLINE or applicant is None:
        return False
    if not case.service.without_account:
        return False
    return bool(applicant.email) and applicant.email_confirmed_at is None


@never_cache
@require_POST
def email_ask(request: HttpRequest, link: str) -> HttpResponse:
    """Send the link that confirms the applicant's address; in a demo without mail, show it."""
    held = steps.opened(request, link)
    if isinstance(held, HttpResponse):
        return held
    party = held.case.parties.filter(role=PartyRole.APPLICANT).first()
    if party is None or not party.email or party.email_confirmed_at:
        return redirect("draft-step", link=link, step=steps.REVIEW)
    if not can_send():
        # Nobody is asked to prove an address where no mail goes out at all, but in the demo all can be tried.
        path = _confirm_path(held.case) if settings.DEMO else ""
        context = {"case": held.case, "link": link, "email": party.email, "confirm_path": path, "can_send": False}
        return _asked(request, context, link)
    if not (ASKED.count(request) and MAILED.count_for(party.email.lower())):
        messages.error(request, _("Na ten adres wysłano już kilka listów. Sprawdź skrzynkę albo spróbuj jutro."))
        return redirect("draft-step", link=link, step=steps.REVIEW)
    mails.ask_to_confirm(held.case, origin(request) + _confirm_path(held.case))
    context = {"case": held.case, "link": link, "email": party.email, "confirm_path": "", "can_send": True}
    return _asked(request, context, link)


def _asked(request: HttpRequest, context: dict[str, Any], link: str) -> HttpResponse:
    """The browser remembers which draft it is, so that the letter's page can lead back; the letter itself does not
    say, as the address may be mistyped."""
    response = steps.quiet(render(request, "cases/resident/email_asked.html", context))
    response.set_cookie(
        WRITING,
        signing.dumps(link, salt=WRITING),
        max_age=WRITING_SECONDS,
        path=reverse("services"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def email_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs open links by themselves: a button confirms."""
    case = drafts.email_confirm(token) if request.method == "POST" else None
    if request.method == "POST" and case is None:
        return render(request, "cases/resident/email_invalid.html", status=410)
    back = _way_back(request, case) if case else ""
    response = render(request, "cases/resident/email_confirm.html", {"is_done": case is not None, "back": back})
    if back:
        response.delete_cookie(WRITING, path=reverse("services"))
    return steps.quiet(response)


def _way_back(request: HttpRequest, case: Case) -> str:
    """To the draft's review, in the browser that asked for the letter."""
    try:
        link = signing.loads(request.COOKIES.get(WRITING, ""), salt=WRITING, max_age=WRITING_SECONDS)
    except signing.BadSignature:
        return ""
    held = drafts.draft_open(str(link))
    is_this = held is not None and held[0].pk == case.pk and held[0].is_draft
    return steps.step_path(str(link), steps.REVIEW) if is_this else ""


def _confirm_path(case: Case) -> str:
    return reverse("case-email-confirm", args=[drafts.confirming_token(case)])


def origin(request: HttpRequest) -> str:
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
