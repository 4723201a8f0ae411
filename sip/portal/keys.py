"""Pages of keys to the services: ask, confirm, renew, revoke; scanners of mail follow links, so they show a button."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sip.clients import client_address, network
from sip.keys import actions, tasks
from sip.keys.forms import EmailForm, WishForm
from sip.keys.models import ApiKey
from sip.mailing import can_send
from sip.portal.sparing import sparing
from sip.services.throttle import BURST_SECONDS, asked_today

# Of usual requests: each may send a letter.
LETTER: Final = 20.0
DAY_SECONDS: Final = 86_400
Words = str | Promise


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys_page(request: HttpRequest) -> HttpResponse:
    """What a key is good for, and the form; it says the same whether the address is known here or not."""
    if request.method == "POST" and can_send():
        return _asked(request)
    return _form_page(request, WishForm(), EmailForm(prefix="lost"))


@require_safe
@never_cache
def keys_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/keys/sent.html", {"hours": settings.KEY_CONFIRM_HOURS})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def key_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button; then the key, this once."""
    wish = actions.to_confirm(token)
    if wish is None:
        return render(request, "portal/keys/invalid.html", status=410)
    key = actions.key_issue(wish.pk) if request.method == "POST" else None
    if key:
        tasks.wipe_ended_in_time()
        wish.refresh_from_db()
    return _quiet(render(request, "portal/keys/confirm.html", {"wish": wish, "key": key}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys_manage(request: HttpRequest, token: str) -> HttpResponse:
    """The keys a person holds: another in place of a lost one, and an end to it."""
    held = actions.to_manage(token)
    if not held:
        return render(request, "portal/keys/invalid.html", status=410)
    key = _changed(request, held) if request.method == "POST" else None
    held = actions.to_manage(token) or []
    context = {"held": [(each, asked_today(each.pk)) for each in held], "key": key}
    return _quiet(render(request, "portal/keys/manage.html", context))


def _asked(request: HttpRequest) -> HttpResponse:
    is_lost = "lost-email" in request.POST
    wish, lost = (
        WishForm(None if is_lost else request.POST),
        EmailForm(request.POST if is_lost else None, prefix="lost"),
    )
    form = lost if is_lost else wish
    if not form.is_valid():
        return _form_page(request, wish, lost, status=422)
    return _sent(request, form)


@sparing(LETTER)
def _sent(request: HttpRequest, form: EmailForm) -> HttpResponse:
    if isinstance(form, WishForm):
        _note(request, form)
    elif held := actions.keys_to_remind(form.cleaned_data["email"]):
        tasks.tell_held.enqueue([key.pk for key in held])
    return redirect("keys-sent")


def _note(request: HttpRequest, form: WishForm) -> None:
    try:
        wish = actions.key_ask(
            email=form.cleaned_data["email"],
            purpose=form.cleaned_data["purpose"],
            network=network(client_address(request)),
            language=get_language() or settings.LANGUAGE_CODE,
            origin=settings.SITE_URL or f"{request.scheme}://{request.get_host()}",
        )
    except actions.TooManyKeys:
        return
    tasks.ask_to_confirm.enqueue(wish.pk)
    tasks.wipe_unconfirmed_in_time()


def _changed(request: HttpRequest, held: list[ApiKey]) -> str | None:
    """The new key where one was asked for."""
    numbers = {str(key.pk): key.pk for key in held}
    if renewed := numbers.get(request.POST.get("renew", "")):
        tasks.wipe_ended_in_time()
        return actions.key_renew(renewed)
    if revoked := numbers.get(request.POST.get("revoke", "")):
        actions.keys_revoke([revoked])
        tasks.wipe_ended_in_time()
    return None


def _form_page(request: HttpRequest, wish: WishForm, lost: EmailForm, status: int = 200) -> HttpResponse:
    context = {
        "wish": wish,
        "lost": lost,
        "can_send": can_send(),
        "limits": _limits(),
        "days": settings.KEY_DAYS,
        "url": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "portal/keys/ask.html", context, status=status)


def _limits() -> list[tuple[Words, Words, Words]]:
    """What may be asked: without a key, with one."""
    rate, key_rate = settings.REQUESTS_PER_SECOND, settings.KEY_REQUESTS_PER_SECOND
    numbers = (
        (_("Na sekundę, przez dłuższy czas"), rate, key_rate),
        (_("Naraz"), rate * BURST_SECONDS, key_rate * BURST_SECONDS),
        (_("Na dobę"), rate * DAY_SECONDS, settings.KEY_REQUESTS_PER_DAY),
    )
    written = [(name, _number(plain), _number(keyed)) for name, plain, keyed in numbers]
    return [*written, (_("Kogo liczymy"), _("adres w sieci"), _("klucz"))]


def _number(value: float) -> Words:
    """Nothing is no limit."""
    return f"{int(value):,}".replace(",", "\N{NO-BREAK SPACE}") if value else _("bez ograniczeń")


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address opens something, so sites that this one leads to are not told it. Ours are: without it browsers send
    forms with the origin "null", which is refused as forged."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response
