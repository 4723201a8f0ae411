"""Pages of who wants to be told of changes in plans: ask, confirm, end. Scanners follow links: they show a button."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cases.throttle import Limit
from cases.watches import actions, tasks
from cases.watches.forms import WatchForm
from cases.watches.models import PlanWatch
from sip.mailing import can_send

ASKED: Final = Limit("watch", most=settings.WATCHES_PER_HOUR, seconds=3600)
# Whoever asks, and from wherever: nobody's letter box is to be filled through us.
MAILED: Final = Limit("watch-mail", most=10, seconds=24 * 3600)
MOST_TYPED: Final = 80


@never_cache
def watch_new(request: HttpRequest) -> HttpResponse:
    """The form; it says the same whether the address is known here or not."""
    given = request.GET.get("d", "").replace("\0", "")[:MOST_TYPED]
    form = WatchForm(request.POST) if request.method == "POST" else WatchForm(initial={"parcel": given})
    if request.method != "POST" or not can_send():
        return _form_page(request, form)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    if not ASKED.count(request):
        response = _form_page(request, form, status=429)
        response.headers["Retry-After"] = str(ASKED.seconds)
        return response
    _ask(request, form)
    return redirect("watch-sent")


@require_safe
@never_cache
def watch_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/watch_sent.html", {"hours": settings.WATCH_CONFIRM_HOURS})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def watch_confirm(request: HttpRequest, token: str) -> HttpResponse:
    watch = actions.to_confirm(token)
    if watch is None:
        return render(request, "cases/watch_invalid.html", status=410)
    if request.method == "POST":
        actions.watch_confirm(watch)
        watch.refresh_from_db()
    return _quiet(render(request, "cases/watch_confirm.html", {"watch": watch}))


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def watch_end(request: HttpRequest, token: str) -> HttpResponse:
    """Mail programs post here by themselves (RFC 8058), without cookies, hence without a token against forgery: the
    address itself is the secret. A second time is as good as the first."""
    numbers = actions.to_end(token)
    if numbers is None:
        return render(request, "cases/watch_invalid.html", status=410)
    is_ended = request.method == "POST"
    if is_ended:
        actions.watches_end(numbers)
    watches = PlanWatch.objects.filter(pk__in=numbers).order_by("parcel")
    return _quiet(render(request, "cases/watch_end.html", {"watches": watches, "is_ended": is_ended}))


def _ask(request: HttpRequest, form: WatchForm) -> None:
    email = form.cleaned_data["email"]
    if not MAILED.count_for(email.lower()):
        return
    origin = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    language = get_language() or settings.LANGUAGE_CODE
    try:
        watch = actions.watch_ask(email=email, parcel=form.cleaned_data["parcel"], language=language, origin=origin)
    except actions.TooManyWatches:
        return
    tasks.ask_to_confirm.enqueue(watch.pk)
    tasks.wipe_unconfirmed_in_time()


def _form_page(request: HttpRequest, form: WatchForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "can_send": can_send(),
        "is_limited": status == 429,
        "parcel": form.known_parcel(),
    }
    return render(request, "cases/watch_new.html", context, status=status)


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address opens something, so sites that this one leads to are not told it. Ours are: without it browsers send
    forms with the origin "null", which is refused as forged."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response
