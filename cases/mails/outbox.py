"""The outbox for administrators: what waits, went out or failed; content only for who may see the case."""

import re
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.mails.actions import is_shown_here, mail_read, mail_send_again
from cases.mails.compose import TRACKING
from cases.mails.models import Mail, MailState
from cases.models import Case
from sip.intake.tiles import Tile
from sip.mailing import can_send
from sip.offices.models import User
from sip.offices.permissions import Action, Person, offices_of

PER_PAGE: Final = 50
# Addresses in mails open drafts and cases as the applicant; only the page where one types sign and code opens nothing.
SECRET: Final = re.compile(rf"\S+/sprawy/(?!{TRACKING.removeprefix('/sprawy/')})\S*")


class OutboxForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Stan"), required=False, choices=[("", gettext_lazy("wszystkie")), *MailState.choices]
    )
    sign = forms.CharField(label=gettext_lazy("Znak sprawy"), required=False, max_length=120)


def outbox(person: Person) -> QuerySet[Mail]:
    """Mails of the offices in which PERSON keeps the mail."""
    return Mail.objects.filter(case__office__in=offices_of(person, Action.KEEP_MAILS)).select_related("case__office")


def tile(person: Person) -> Tile | None:
    """For the offices' start page."""
    if not offices_of(person, Action.KEEP_MAILS).exists():
        return None
    counts = _counts(person)
    failed, waiting = counts.get(MailState.FAILED, 0), counts.get(MailState.WAITING, 0)
    words = [
        ngettext("%d czeka", "%d czeka", waiting) % waiting,
        ngettext("%d niewysłana", "%d niewysłanych", failed) % failed,
    ]
    return Tile(_("Poczta wychodząca"), ", ".join(words), reverse("mails"))


def _counts(person: Person) -> dict[str, int]:
    """Of those that did not go out; what went out is counted by nobody."""
    unsent = outbox(person).filter(state__in=(MailState.WAITING, MailState.FAILED)).order_by()
    return dict(unsent.values_list("state").annotate(count=Count("pk")))


def _reader(request: HttpRequest) -> User:
    """Raises PermissionDenied."""
    assert isinstance(request.user, User)
    if not offices_of(request.user, Action.KEEP_MAILS).exists():
        raise PermissionDenied
    return request.user


@require_safe
@login_required
@never_cache
def mails_page(request: HttpRequest) -> HttpResponse:
    user = _reader(request)
    form = OutboxForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = outbox(user).order_by("-pk")
    if state := wanted.get("state"):
        found = found.filter(state=state)
    if sign := wanted.get("sign"):
        found = found.filter(case__sign__iexact=sign.replace("\0", ""))
    text = request.GET.get("przed", "")
    if text.isascii() and text.isdecimal() and len(text) <= 18:
        found = found.filter(pk__lt=int(text))
    page = list(found[: PER_PAGE + 1])
    context = {
        "form": form,
        "mails": page[:PER_PAGE],
        "older": _older(request, page),
        "counts": [(label, _counts(user).get(state, 0)) for state, label in MailState.choices if state != "sent"],
        "can_send": can_send(),
    }
    return render(request, "cases/mails/outbox.html", context)


def _older(request: HttpRequest, page: list[Mail]) -> str:
    if len(page) <= PER_PAGE:
        return ""
    query = request.GET.copy()
    query["przed"] = str(page[PER_PAGE - 1].pk)
    return query.urlencode()


@require_safe
@login_required
@never_cache
def mail_page(request: HttpRequest, number: int) -> HttpResponse:
    """Its words only where the reader may see the case; that they were read is an event."""
    user = _reader(request)
    mail = _of_number(user, number)
    may_see = Case.objects.within_reach(user).filter(pk=mail.case_id).exists()
    context: dict[str, Any] = {"mail": mail, "may_see": may_see, "can_send": can_send(), "to": masked(mail.to)}
    if may_see:
        mail_read(user=user, mail=mail)
        context |= {"to": mail.to, "words": SECRET.sub(_("[odnośnik dla wnioskodawcy]"), mail.words)}
    return render(request, "cases/mails/mail.html", context)


@require_POST
@login_required
@never_cache
def mail_again(request: HttpRequest, number: int) -> HttpResponse:
    user = _reader(request)
    mail = _of_number(user, number)
    if mail_send_again(user=user, mail=mail):
        messages.success(request, _("Wiadomość czeka na wysłanie."))
    else:
        messages.warning(request, _("Tej wiadomości nie da się wysłać: jej treść już usunięto."))
    return redirect("mail", number=number)


def _of_number(user: User, number: int) -> Mail:
    """Of another office it is as absent as one that never was."""
    if number >= 2**62:
        raise Http404
    return get_object_or_404(outbox(user), pk=number)


def masked(address: str) -> str:
    name, at, host = address.partition("@")
    return f"{name[:1]}…{at}{host}" if at else ""


@never_cache
@require_safe
def demo_page(request: HttpRequest) -> HttpResponse:
    """In the demo, from which no mail goes out: the newest mails as they would have come, for whoever tries it."""
    if not is_shown_here():
        raise Http404
    newest = Mail.objects.order_by("-pk")[:PER_PAGE]
    return render(
        request, "cases/mails/demo.html", {"mails": [(mail, masked(mail.to), _spoken(mail.words)) for mail in newest]}
    )


def _spoken(words: str) -> str:
    """Addresses stay on this host, whichever name it was asked by."""
    return re.sub(r"https?://[^/\s]+(?=/)", "", words) if not settings.SITE_URL else words
