"""What an applicant does with a filed case: writes, completes, withdraws, pays."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases import actions
from cases.actions import Given
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.payments import sandbox, tasks
from cases.payments.attempts import UnknownAttempt, attempt_start, notice_take
from cases.payments.provider import Refused, Unavailable, provider_for, provider_of
from cases.payments.refunds import notify_url
from cases.resident import apply, costs, filing, opening, steps, story, tracking
from cases.resident.forms import WithdrawForm, WordsForm
from cases.resident.opening import Held
from cases.workflow import Act

WRONG = (Stale, Conflict, NotNow, Incomplete, PermissionDenied)
STATUS: dict[type[Exception], int] = {Stale: 412, Conflict: 409, NotNow: 409, Incomplete: 422, PermissionDenied: 409}


@never_cache
@require_POST
def case_write(request: HttpRequest, number: int) -> HttpResponse:
    """A message to the office, with files if there are any."""
    held = opening.case_of(request, number)
    if held is None:
        return redirect("case-ask")
    form = WordsForm(request.POST, prefix="m")
    if not form.is_valid() or not form.cleaned_data["words"].strip():
        _ask_for_words(form, _("Napisz wiadomość."))
        return tracking.shown(request, held, 422, message_form=form)
    if refusal := _too_late(request, held, form, Act.MESSAGE, "message_form"):
        return refusal
    if wrong := apply.attach(held, request.FILES):
        return tracking.shown(request, held, 422, message_form=form, refused=" ".join(wrong))
    return _done(request, held, form, Act.MESSAGE, "message_form", _("Wiadomość wysłana."))


@never_cache
@require_POST
def case_complete(request: HttpRequest, number: int) -> HttpResponse:
    """The answer to a request for completion: words, files, or both; then the office goes on."""
    held = opening.case_of(request, number)
    if held is None:
        return redirect("case-ask")
    form = WordsForm(request.POST, prefix="c")
    if not form.is_valid() or not (form.cleaned_data["words"].strip() or request.FILES):
        _ask_for_words(form, _("Napisz, co uzupełniasz, albo dołącz plik."))
        return tracking.shown(request, held, 422, complete_form=form)
    if refusal := _too_late(request, held, form, Act.COMPLETE, "complete_form"):
        return refusal
    if wrong := apply.attach(held, request.FILES):
        return tracking.shown(request, held, 422, complete_form=form, refused=" ".join(wrong))
    return _done(request, held, form, Act.COMPLETE, "complete_form", _("Uzupełnienie wysłane. Urząd wraca do sprawy."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Asks once more, as it cannot be taken back here."""
    held = opening.case_of(request, number)
    if held is None:
        return redirect("case-ask")
    form = (
        WithdrawForm(request.POST) if request.method == "POST" else WithdrawForm(initial={"version": held.case.version})
    )
    if request.method == "POST" and form.is_valid():
        return _done(request, held, form, Act.WITHDRAW, "withdraw_form", _("Wniosek wycofany."))
    context = {"case": held.case, "form": form, "is_open": Act.WITHDRAW in actions.acts_open_to(held.actor, held.case)}
    return steps.quiet(render(request, "cases/resident/case_withdraw.html", context))


def _ask_for_words(form: Any, words: str) -> None:
    """Where none are there; what is too long says so itself."""
    if not form.has_error("words"):
        form.add_error("words", words)


def _too_late(request: HttpRequest, held: Held, form: Any, act: Act, form_name: str) -> HttpResponse | None:
    """Before files are kept: they are of the step, and would stay behind where it cannot be taken any more."""
    if form.cleaned_data["version"] == held.case.version and act in actions.acts_open_to(held.actor, held.case):
        return None
    return _done(request, held, form, act, form_name, "")


def _done(request: HttpRequest, held: Held, form: Any, act: Act, form_name: str, said: str) -> HttpResponse:
    """Take the step; where it cannot be taken the words stay in their field, under the version that is now."""
    given = form.cleaned_data
    words = given["words"].replace("\r\n", "\n").strip()
    try:
        actions.case_do(actor=held.actor, case=held.case, act=act, version=given["version"], given=Given(words=words))
    except WRONG as error:
        # The second of two clicks: the first one did it.
        if story.is_done(held.case, act, given["version"], words):
            return redirect("my-case", number=held.case.pk)
        held.case.refresh_from_db()
        again = type(form)(initial={"version": held.case.version, "words": given["words"]}, prefix=form.prefix)
        return tracking.shown(request, held, STATUS[type(error)], refused=steps.refused(error), **{form_name: again})
    messages.success(request, said)
    return redirect("my-case", number=held.case.pk)


@never_cache
@require_POST
def order_pay(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """To the provider's page; one on another host is linked, for forms may not lead there by themselves."""
    held = opening.case_of(request, number)
    if held is None:
        return redirect("case-ask")
    order = held.case.orders.select_related("case").filter(pk=pk).first() if pk < 2**62 else None
    provider = provider_for(held.case.office)
    if order is None or provider is None:
        raise Http404
    back = filing.origin(request) + reverse("my-case", args=[held.case.pk])
    tell = notify_url(filing.origin(request), provider.name, provider.account)
    try:
        attempt, address = attempt_start(
            actor=held.actor, order=order, provider=provider, return_url=back, notify_url=tell
        )
    except WRONG as error:
        return tracking.shown(request, held, 409, refused=steps.refused(error))
    except (Refused, Unavailable) as error:
        return tracking.shown(request, held, 503, refused=_not_started(error))
    tasks.watch(attempt)
    if address.startswith("/"):
        return redirect(address)
    context = {"case": held.case, "amount": costs.money(order.amount), "address": address}
    return steps.quiet(render(request, "cases/resident/pay.html", context))


def _not_started(error: Exception) -> str:
    if isinstance(error, Refused):
        return _("Tej opłaty nie da się zapłacić przez internet. Zapłać w kasie urzędu albo przelewem.")
    return _("Operator płatności teraz nie odpowiada. Spróbuj za kilka minut albo zapłać w kasie urzędu lub przelewem.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sandbox_pay(request: HttpRequest, token: str) -> HttpResponse:
    """The embedded provider's page: no money moves. What the payer chose comes back as its signed webhook."""
    asked, provider = sandbox.asked_for(token), provider_of(sandbox.NAME)
    if asked is None or provider is None:
        raise Http404
    amount = Decimal(asked["amount"])
    if request.method == "POST":
        body, headers = sandbox.webhook(asked["reference"], is_paid="pay" in request.POST, amount=amount)
        try:
            notice_take(provider=sandbox.NAME, notice=sandbox.Sandbox().notice(body, headers))
        except UnknownAttempt:
            raise Http404 from None
        return redirect(asked["to"])
    context = {"words": asked["words"], "amount": costs.money(amount), "back": asked["to"]}
    return steps.quiet(render(request, "cases/resident/sandbox.html", context))
