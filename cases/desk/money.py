"""Fees of a case at the office: payments noted, orders cancelled, the rest computed, money given back."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.actors import of_user
from cases.catalogue.definitions import Counted
from cases.desk import page
from cases.desk.reach import actor, get_case
from cases.errors import Conflict, Incomplete, NotNow
from cases.filing import fee_of
from cases.models import Case, Order
from cases.payments import tasks
from cases.payments.actions import order_cancel, order_settle, refund_note, top_up
from cases.payments.models import Refund
from cases.payments.refunds import refund_ask


class CountForm(forms.Form):
    """What only the finished document tells."""

    pages = forms.IntegerField(label=gettext_lazy("Stron wypisu"), min_value=0, max_value=10_000, required=False)
    sheets = forms.IntegerField(label=gettext_lazy("Stron wyrysu"), min_value=0, max_value=10_000, required=False)


class RefundForm(forms.Form):
    amount = forms.DecimalField(max_digits=9, decimal_places=2, min_value=Decimal("0.01"), localize=True)
    reason = forms.CharField(max_length=500)


@require_POST
@login_required
@never_cache
def settle(request: HttpRequest, number: int, order: int) -> HttpResponse:
    case, found = _order(request, number, order)
    proof = request.POST.get("proof", "")
    return _told(request, case, lambda: order_settle(actor=of_user(actor(request)), order=found, proof=proof))


@require_POST
@login_required
@never_cache
def cancel(request: HttpRequest, number: int, order: int) -> HttpResponse:
    case, found = _order(request, number, order)
    reason = request.POST.get("reason", "")[:500].replace("\0", "")
    return _told(request, case, lambda: order_cancel(actor=of_user(actor(request)), order=found, reason=reason))


@require_POST
@login_required
@never_cache
def refund(request: HttpRequest, number: int, order: int) -> HttpResponse:
    """Noted, or asked of the provider that took the money."""
    case, found = _order(request, number, order)
    form = RefundForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Podaj kwotę zwrotu i powód."))
        return redirect(f"{page.address(case)}#oplaty")
    given: dict[str, Any] = form.cleaned_data
    give = _by_provider if "provider" in request.POST else refund_note
    return _told(request, case, lambda: give(actor=of_user(actor(request)), order=found, **given))


@transaction.atomic
def _by_provider(**given: Any) -> Refund:
    refund = refund_ask(**given)
    tasks.ask(refund)
    return refund


@require_POST
@login_required
@never_cache
def compute(request: HttpRequest, number: int) -> HttpResponse:
    """Count the fee by pages and sheets, and order what is missing."""
    case = get_case(request, number)
    form = CountForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Liczba stron to liczba całkowita od zera."))
        return redirect(f"{page.address(case)}#oplaty")
    counted = {Counted.PAGES: form.cleaned_data["pages"], Counted.SHEETS: form.cleaned_data["sheets"]}
    fee = fee_of(case, {what: count for what, count in counted.items() if count is not None})
    return _told(request, case, lambda: top_up(actor=of_user(actor(request)), case=case, fee=fee))


def _order(request: HttpRequest, number: int, order: int) -> tuple[Case, Order]:
    case = get_case(request, number)
    page.require_staff(request, case)
    return case, get_object_or_404(Order, pk=order, case=case)


def _told(request: HttpRequest, case: Case, do: Callable[[], object]) -> HttpResponse:
    try:
        done = do()
    except Incomplete as error:
        messages.warning(request, " ".join(words for problem in error.problems.values() for words in problem))
    except Conflict:
        messages.warning(request, _("Ktoś inny właśnie zapisuje tę sprawę. Spróbuj jeszcze raz."))
    except NotNow as error:
        messages.warning(request, str(error) or _("Tej należności nie da się już zmienić."))
    else:
        messages.success(request, _("Zapisano.") if done is not None else _("Wyliczona opłata jest już objęta."))
    return redirect(f"{page.address(case)}#oplaty")
