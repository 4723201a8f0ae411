"""A draft from its beginning to its end without being filed: begun, put off, opened again, thrown away."""

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases import drafts
from cases.actors import holding
from cases.catalogue.models import Place, Service
from cases.drafts import Person, Written
from cases.errors import Conflict, NotNow
from cases.models import Case, Channel
from cases.resident import catalogue, filing, opening, steps
from cases.throttle import Limit
from sip.offices.models import User

BEGUN: Final = Limit("case-draft", most=60, seconds=3600)


@never_cache
@require_POST
def draft_new(request: HttpRequest, office: str, code: str) -> HttpResponse:
    """Begin an application, with the parcels that were named on the way."""
    service = catalogue.service_of(office, code)
    user = opening.user_of(request)
    named = catalogue.named_parcels(request)
    if user is None and not service.without_account:
        return redirect_to_login(catalogue.service_path(service, catalogue.query_of(named)))
    if not BEGUN.count(request):
        return _refused(request, service, _("Z tego połączenia zaczęto już wiele wniosków. Spróbuj za godzinę."), 429)
    try:
        link, case = _begun(service, user, named, filing.origin(request))
    except NotNow as error:
        return _refused(request, service, str(error), 409)
    return redirect("draft-step", link=link, step=steps.keys_of(case)[0])


def _begun(service: Service, user: User | None, named: list[str], origin: str) -> tuple[str, Case]:
    begun = drafts.draft_begin(service=service, account=user, origin=origin)
    case, actor = begun.case, holding(begun.case)
    parcels = named[: service.most_parcels] if service.place != Place.NONE else []
    applicant = Person(name=user.name, email=user.contact) if user else Person()
    if parcels or user:
        written = Written(answers={}, applicant=applicant, parcels=parcels)
        case = drafts.draft_save(actor=actor, case=case, version=case.version, written=written)
    return begun.link, case


def _refused(request: HttpRequest, service: Service, words: str, status: int) -> HttpResponse:
    context = {**catalogue.page_of(request, service), "refused": words}
    return render(request, "cases/resident/service.html", context, status=status)


@never_cache
@require_safe
def draft_resume(request: HttpRequest, link: str) -> HttpResponse:
    """Where the first thing is missing."""
    held = steps.opened(request, link)
    if isinstance(held, HttpResponse):
        return held
    keys = steps.keys_of(held.case)
    wanting = {step for _words, step, _name in steps.missing(held.case)}
    return redirect("draft-step", link=link, step=next((key for key in keys if key in wanting), steps.REVIEW))


@never_cache
@require_safe
def draft_later(request: HttpRequest, link: str) -> HttpResponse:
    """How to come back to it."""
    held = steps.opened(request, link)
    if isinstance(held, HttpResponse):
        return held
    context = {
        "case": held.case,
        "link": link,
        "url": request.build_absolute_uri(reverse("draft-resume", args=[link])),
        "days": settings.DRAFT_DAYS,
    }
    return steps.quiet(render(request, "cases/resident/draft_later.html", context))


@never_cache
def draft_forget(request: HttpRequest, link: str) -> HttpResponse:
    held = steps.opened(request, link)
    if isinstance(held, HttpResponse):
        return held
    if request.method != "POST":
        return steps.quiet(render(request, "cases/resident/draft_forget.html", {"case": held.case, "link": link}))
    try:
        drafts.draft_forget(actor=held.actor, case=held.case)
    except (NotNow, Conflict) as error:
        messages.error(request, steps.refused(error))
        return redirect("draft-resume", link=link)
    messages.success(request, _("Wniosek usunięto razem z załącznikami."))
    return redirect("case-new" if held.case.channel == Channel.OFFICE else "services")
