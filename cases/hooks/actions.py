"""Webhooks ordered, paused, ended; messages written with a change, and sent again on a clerk's word."""

import re
import secrets
from collections.abc import Sequence
from typing import Final

import orjson
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.changes.kinds import KINDS
from cases.changes.models import CaseChange
from cases.clients.models import Client
from cases.errors import Incomplete, NotNow
from cases.hooks import addresses, tasks
from cases.hooks.models import MOST_ADDRESS, Hook, HookDelivery, HookState
from cases.models import Case
from sip.audit.actions import record
from sip.offices.models import Office, User
from sip.offices.permissions import Action, may

OBJECT: Final = "case-hook"
MOST_HOOKS: Final = 20
NONCE_BYTES: Final = 32
_SPACE: Final = re.compile(r"[\s\x00-\x1f\x7f]")


def post(change: CaseChange, case: Case) -> None:
    """Write the messages of CHANGE to whoever ordered it, in the caller's transaction."""
    orders = Hook.objects.filter(office=change.office_id, ended_at__isnull=True)
    wanted = orders.filter(Q(kinds=[]) | Q(kinds__contains=[change.kind]))
    live = wanted.filter(Q(client__isnull=True) | Q(client__revoked_at__isnull=True, client__expires_at__gt=change.at))
    body = _body(change, case)
    for hook in live:
        delivery = HookDelivery.objects.create(hook=hook, change=change, body=body)
        tasks.send_delivery.enqueue(delivery.pk)


def _body(change: CaseChange, case: Case) -> str:
    """Ids alone, nothing of people: who may know more asks the address."""
    data = {
        "sequence": change.sequence,
        "case": case.pk,
        "sign": case.sign,
        "state": change.state,
        "version": change.version,
        "is_gone": change.is_gone,
        "path": f"/api/v1/cases/{case.pk}/",
    }
    return orjson.dumps({"type": change.kind, "timestamp": change.at.isoformat(), "data": data}).decode()


@transaction.atomic
def hook_order(*, office: Office, url: str, kinds: Sequence[str], by: Client | User) -> Hook:
    """Tell URL of changes of OFFICE's cases; KINDS empty: of all. Raises PermissionDenied, Incomplete, NotNow."""
    _manages(by, office)
    problems: dict[str, list[str]] = {}
    if words := _wrong_url(url):
        problems["url"] = [words]
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        problems["kinds"] = [_("Nie ma takich zdarzeń: %s.") % ", ".join(unknown)[:200]]
    if problems:
        raise Incomplete(problems)
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    if Hook.objects.filter(office=office, ended_at__isnull=True).count() >= MOST_HOOKS:
        raise NotNow(_("Urząd ma już %d webhooków.") % MOST_HOOKS)
    hook = Hook.objects.create(
        office=office,
        client=by if isinstance(by, Client) else None,
        url=url,
        kinds=sorted(set(kinds)),
        nonce=secrets.token_hex(NONCE_BYTES),
    )
    _record(by, hook, "order")
    return hook


def _wrong_url(url: str) -> str:
    if len(url) > MOST_ADDRESS or _SPACE.search(url):
        return _("Adres jest za długi albo ma niedozwolony znak.")
    return addresses.wrong(url)


@transaction.atomic
def hook_renew(*, hook: Hook, by: Client | User) -> Hook:
    """Another secret; the one before signs nothing any more. Raises PermissionDenied."""
    found = _locked(hook, by)
    found.nonce = secrets.token_hex(NONCE_BYTES)
    found.save(update_fields=["nonce"])
    _record(by, found, "renew")
    return found


@transaction.atomic
def hook_pause(*, hook: Hook, by: Client | User) -> Hook:
    """What happens meanwhile is kept, and sent when it goes on. Raises PermissionDenied."""
    found = _locked(hook, by)
    if found.paused_at is None:
        found.paused_at = timezone.now()
        found.save(update_fields=["paused_at"])
        _record(by, found, "pause")
    return found


@transaction.atomic
def hook_go_on(*, hook: Hook, by: Client | User) -> Hook:
    """Raises PermissionDenied."""
    found = _locked(hook, by)
    if found.paused_at is not None:
        found.paused_at = None
        found.save(update_fields=["paused_at"])
        _record(by, found, "go-on")
        _send_now(found.deliveries.filter(state=HookState.WAITING))
    return found


@transaction.atomic
def hook_end(*, hook: Hook, by: Client | User) -> Hook:
    """For good; what waits is not sent any more. Raises PermissionDenied."""
    found = _locked(hook, by)
    if found.ended_at is None:
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        found.deliveries.filter(state=HookState.WAITING).update(state=HookState.DEAD)
        _record(by, found, "end")
    return found


@transaction.atomic
def send_again(*, hook: Hook, by: Client | User, numbers: Sequence[int] | None = None) -> int:
    """Try what was given up once more, all of it or deliveries of these NUMBERS; how many.

    Raises PermissionDenied, NotNow.
    """
    found = _locked(hook, by)
    if found.ended_at is not None:
        raise NotNow(_("Ten webhook jest usunięty."))
    dead = found.deliveries.filter(state=HookState.DEAD)
    count = _send_now(dead if numbers is None else dead.filter(pk__in=numbers))
    if count:
        _record(by, found, "send-again")
    return count


def _send_now(deliveries: QuerySet[HookDelivery]) -> int:
    numbers = list(deliveries.select_for_update().order_by("change__sequence").values_list("pk", flat=True))
    HookDelivery.objects.filter(pk__in=numbers).update(state=HookState.WAITING, attempts=0, next_at=timezone.now())
    for number in numbers:
        tasks.send_delivery.enqueue(number)
    return len(numbers)


def _locked(hook: Hook, by: Client | User) -> Hook:
    found = Hook.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=hook.pk)
    _manages(by, found.office)
    return found


def _manages(by: Client | User, office: Office) -> None:
    is_own = (
        by.is_live and by.office_id == office.pk if isinstance(by, Client) else may(by, Action.MANAGE_STAFF, office)
    )
    if not is_own:
        raise PermissionDenied


def _record(by: Client | User, hook: Hook, action: str) -> None:
    """The address says nothing of people, yet may hold a secret: the log gets the hook's number alone."""
    is_client = isinstance(by, Client)
    record(
        actor=None if is_client else by,
        action=f"case-hook.{action}",
        object_type=OBJECT,
        object_id=hook.pk,
        office=hook.office,
        new={"kinds": hook.kinds} | ({"client": by.pk} if is_client else {}),
    )
