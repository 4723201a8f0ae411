"""Who may open a draft or a case on these pages: by its link, by its code, by a link in a mail, or in the account.

A code is carried from page to page in a signed cookie: in an address it would stand in histories and logs.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases import codes, drafts
from cases.actors import Actor, holding, of_user
from cases.models import Case, Channel, PartyRole
from cases.throttle import Limit
from cases.workflow import STAFF
from sip.offices.models import User

COOKIE: Final = "sip-case"
COOKIE_SECONDS: Final = 60 * 60
MAIL_LINK: Final = "cases.resident.mail-link"
MAIL_LINK_DAYS: Final = 14
MOST_LINK: Final = 64
MOST_NUMBER: Final = 15

WRONG_CODES: Final = Limit("case-code", most=10, seconds=900)


@dataclass(frozen=True, slots=True)
class Held:
    """A case and in which capacity it was opened; `code` is there right after filing, to be written down."""

    case: Case
    actor: Actor
    code: str = ""


def draft_of(request: HttpRequest, link: str) -> Held | None:
    """By the link, or by its number for who is signed in and began it, and for clerks where an office types it in. It
    may have been filed since: see its state."""
    if link.isdecimal() and len(link) <= MOST_NUMBER:
        return _own(request, int(link)) or _typed_in(request, int(link))
    if len(link) > MOST_LINK or "\0" in link:
        return None
    found = drafts.draft_open(link)
    return Held(*found) if found else None


def case_of(request: HttpRequest, number: int) -> Held | None:
    """A filed case: the account's own, or the one whose code came in the cookie."""
    if number >= 10**MOST_NUMBER:
        return None
    held = _own(request, number) or _by_cookie(request, number)
    return held if held and not held.case.is_draft else None


def user_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def entrusted(case: Case, code: str = "") -> HttpResponse:
    """Lead on to the case's page, opened for this browser; a new case's code is shown there."""
    return keep_open(redirect("my-case", number=case.pk), case, code)


def keep_open(response: HttpResponse, case: Case, code: str = "") -> HttpResponse:
    """The cookie holds for an hour after the last page. It ends with the code: a new one is another hash."""
    response.set_cookie(
        COOKIE,
        signing.dumps([case.pk, (case.code_hash or "")[:32], code], salt=COOKIE),
        max_age=COOKIE_SECONDS,
        path=reverse("services"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def shut(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=reverse("services"))
    return response


def mail_link(case: Case) -> str:
    """For a mail to the applicant's confirmed address: who opens it reads that mail."""
    party = case.parties.get(role=PartyRole.APPLICANT)
    return signing.dumps([case.pk, codes.hash_of_link(party.email)], salt=MAIL_LINK)


def case_of_mail(token: str) -> Case | None:
    try:
        number, address = signing.loads(token, salt=MAIL_LINK, max_age=timedelta(days=MAIL_LINK_DAYS))
    except signing.BadSignature:
        return None
    case = Case.objects.filed().filter(pk=number).first()
    party = case.parties.filter(role=PartyRole.APPLICANT).first() if case else None
    is_theirs = party is not None and bool(party.email) and codes.hash_of_link(party.email) == address
    return case if is_theirs else None


def _own(request: HttpRequest, number: int) -> Held | None:
    user = user_of(request)
    if user is None:
        return None
    case = Case.objects.of_account(user).select_related("office", "service", "form").filter(pk=number).first()
    return Held(case, of_user(user)) if case else None


def _typed_in(request: HttpRequest, number: int) -> Held | None:
    user = user_of(request)
    if user is None:
        return None
    cases = Case.objects.filter(channel=Channel.OFFICE).select_related("office", "service", "form")
    case = cases.filter(pk=number).first()
    held = Held(case, of_user(user)) if case else None
    return held if held and held.actor.capacities(held.case) & frozenset(STAFF) else None


def _by_cookie(request: HttpRequest, number: int) -> Held | None:
    try:
        held, fingerprint, code = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_SECONDS)
    except signing.BadSignature:
        return None
    if held != number:
        return None
    case = Case.objects.filed().select_related("office", "service", "form").filter(pk=number).first()
    if case is None or (case.code_hash or "")[:32] != fingerprint:
        return None
    return Held(case, holding(case), code)
