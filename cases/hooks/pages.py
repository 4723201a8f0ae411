"""Pages of an office's administrator: its systems, its webhooks, what was not delivered and is to be sent again."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.changes.kinds import ACTS, KINDS
from cases.clients.models import Client
from cases.errors import Incomplete, NotNow
from cases.hooks import actions
from cases.hooks.models import MOST_ADDRESS, Hook, HookDelivery, HookState
from cases.hooks.signing import secret_of
from cases.workflow import Act
from sip.intake.tiles import Tile
from sip.offices.models import Office, User
from sip.offices.permissions import Action, Person, offices_of

PER_PAGE: Final = 50
OTHER_WORDS: Final = {
    "case.document-add": gettext_lazy("Dodano dokument"),
    "case.geometry-amend": gettext_lazy("Poprawiono kształt"),
    "case.parcel-changed": gettext_lazy("Działka się zmieniła"),
    "case.archive": gettext_lazy("Przekazano do archiwum"),
    "case.archive-category": gettext_lazy("Zmieniono kategorię archiwalną"),
    "case.order-fee": gettext_lazy("Naliczono opłatę"),
    "case.order-top-up": gettext_lazy("Naliczono dopłatę"),
    "case.order-attempt": gettext_lazy("Rozpoczęto płatność przez internet"),
    "case.order-paid": gettext_lazy("Wpłynęła płatność przez internet"),
    "case.order-failed": gettext_lazy("Płatność przez internet nieudana"),
    "case.order-surplus": gettext_lazy("Wpłynęła nadpłata"),
    "case.order-settle": gettext_lazy("Odnotowano wpłatę"),
    "case.order-cancel": gettext_lazy("Anulowano należność"),
    "case.order-refund": gettext_lazy("Odnotowano zwrot"),
    "case.order-refund-ask": gettext_lazy("Zlecono zwrot operatorowi"),
    "case.order-refund-done": gettext_lazy("Operator zwrócił opłatę"),
    "case.order-refund-rejected": gettext_lazy("Operator odrzucił zwrot"),
    "case.anonymise": gettext_lazy("Usunięto dane osób"),
}


def words_of(kind: str) -> str:
    """For people."""
    if kind in ACTS:
        return str(Act(kind.removeprefix("case.")).label)
    return str(OTHER_WORDS[kind])


def tile(person: Person) -> Tile | None:
    """With the count of what was not delivered."""
    offices = offices_of(person, Action.MANAGE_STAFF)
    if not offices.exists():
        return None
    dead = HookDelivery.objects.filter(
        hook__office__in=offices, hook__ended_at__isnull=True, state=HookState.DEAD
    ).count()
    words = ngettext("%d powiadomienie niedostarczone", "%d powiadomień niedostarczonych", dead) % dead
    return Tile(_("Systemy urzędu i webhooki"), words, reverse("cases-systems"))


class HookForm(forms.Form):
    office = forms.ModelChoiceField(label=gettext_lazy("Urząd"), queryset=Office.objects.none())
    url = forms.CharField(
        label=gettext_lazy("Adres"),
        max_length=MOST_ADDRESS,
        help_text=gettext_lazy("Zaczyna się od https:// i jest dostępny z internetu."),
        widget=forms.URLInput,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Tylko te zdarzenia; bez zaznaczenia wszystkie"),
        required=False,
        choices=lambda: [(kind, words_of(kind)) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, offices: QuerySet[Office], *args: Any) -> None:
        super().__init__(*args)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offices
        self.initial["office"] = offices.first()


def _administrator(request: HttpRequest) -> tuple[User, QuerySet[Office]]:
    """Raises PermissionDenied for who administrates no office."""
    assert isinstance(request.user, User)
    offices = offices_of(request.user, Action.MANAGE_STAFF).order_by("name")
    if not offices.exists():
        raise PermissionDenied
    return request.user, offices


def _get(request: HttpRequest, number: int) -> tuple[User, Hook]:
    user, offices = _administrator(request)
    live = Hook.objects.filter(office__in=offices, ended_at__isnull=True).select_related("office", "client")
    return user, get_object_or_404(live, pk=number)


@login_required
@never_cache
def systems_page(request: HttpRequest) -> HttpResponse:
    user, offices = _administrator(request)
    form = HookForm(offices, request.POST) if request.method == "POST" else HookForm(offices)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            hook = actions.hook_order(office=given["office"], url=given["url"], kinds=given["kinds"], by=user)
        except Incomplete as error:
            for name, words in error.problems.items():
                form.add_error(name, words)
        except NotNow as error:
            form.add_error(None, str(error))
        else:
            return _told(request, hook)
    status = 422 if form.errors else 200
    return render(request, "cases/desk/systems.html", _systems(offices, form), status=status)


def _systems(offices: QuerySet[Office], form: HookForm) -> dict[str, Any]:
    hooks = Hook.objects.filter(office__in=offices, ended_at__isnull=True).select_related("office", "client")
    waiting, dead = (Count("deliveries", filter=Q(deliveries__state=state)) for state in ("waiting", "dead"))
    return {
        "clients": Client.objects.filter(office__in=offices).select_related("office").order_by("office", "name"),
        "hooks": hooks.annotate(waiting=waiting, dead=dead),
        "form": form,
    }


def _told(request: HttpRequest, hook: Hook) -> HttpResponse:
    """The secret, on this one answer."""
    return render(request, "cases/desk/hook_secret.html", {"hook": hook, "secret": secret_of(hook)}, status=201)


@require_safe
@login_required
@never_cache
def hook_page(request: HttpRequest, number: int) -> HttpResponse:
    """Newest first, by keyset; ?stan= shows one state alone."""
    _user, hook = _get(request, number)
    state = request.GET.get("stan", "")
    found = hook.deliveries.select_related("change__case")
    if state in HookState.values:
        found = found.filter(state=state)
    if (before := request.GET.get("przed", "")).isascii() and before.isdigit() and len(before) < 16:
        found = found.filter(pk__lt=int(before))
    page = list(found[: PER_PAGE + 1])
    context = {
        "hook": hook,
        "kinds": [words_of(kind) for kind in hook.kinds],
        "state": state,
        "states": HookState.choices,
        "deliveries": [(one, words_of(one.change.kind)) for one in page[:PER_PAGE]],
        "next_before": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
        "dead_count": hook.deliveries.filter(state=HookState.DEAD).count(),
    }
    return render(request, "cases/desk/hook.html", context)


@require_POST
@login_required
@never_cache
def hook_step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    user, hook = _get(request, number)
    if step == "sekret":
        return _told(request, actions.hook_renew(hook=hook, by=user))
    words = STEPS[step](request, hook, user)
    messages.success(request, words)
    return redirect("cases-systems") if step == "usun" else redirect("cases-hook", number)


def _pause(_request: HttpRequest, hook: Hook, user: User) -> str:
    actions.hook_pause(hook=hook, by=user)
    return _("Wysyłanie wstrzymane; to, co się zdarzy, czeka.")


def _go_on(_request: HttpRequest, hook: Hook, user: User) -> str:
    actions.hook_go_on(hook=hook, by=user)
    return _("Wysyłanie wznowione.")


def _again(request: HttpRequest, hook: Hook, user: User) -> str:
    given = request.POST.get("delivery", "")
    numbers = [int(given)] if given.isascii() and given.isdigit() and len(given) < 16 else None
    count = actions.send_again(hook=hook, by=user, numbers=numbers)
    return ngettext("%d powiadomienie wysyłamy ponownie.", "%d powiadomień wysyłamy ponownie.", count) % count


def _end(_request: HttpRequest, hook: Hook, user: User) -> str:
    actions.hook_end(hook=hook, by=user)
    return _("Webhook usunięty.")


STEPS: Final[dict[str, Callable[[HttpRequest, Hook, User], str]]] = {
    "wstrzymaj": _pause,
    "wznow": _go_on,
    "ponow": _again,
    "usun": _end,
}
