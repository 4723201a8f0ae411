"""Webhooks ordered by systems for themselves: each sees its own, and what became of their messages."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from cases.api.answers import answer
from cases.api.bodies import HookBody, json_of
from cases.api.door import Caller
from cases.api.reading import MOST_NUMBER
from cases.api.shown import ROOT
from cases.changes.kinds import KINDS
from cases.hooks import actions, sending
from cases.hooks.models import Hook, HookDelivery, HookState
from cases.hooks.signing import secret_of
from sip.services import parameters
from sip.services.errors import BadRequest, NotFound


def _own(caller: Caller, number: int) -> Hook:
    """Raises NotFound for another system's, also of the same office."""
    hooks = Hook.objects.filter(client=caller.client, ended_at__isnull=True)
    hook = hooks.filter(pk=number).first() if number <= MOST_NUMBER else None
    if hook is None:
        raise NotFound("This system has no such webhook.")
    return hook


def _shown(hook: Hook) -> dict[str, Any]:
    return {
        "id": hook.pk,
        "url": hook.url,
        "kinds": hook.kinds,
        "made_at": hook.made_at,
        "paused_at": hook.paused_at,
        "deliveries": f"{ROOT}hooks/{hook.pk}/deliveries/",
    }


def hooks_page(request: HttpRequest, caller: Caller) -> HttpResponse:
    parameters.read(request, ())
    hooks = Hook.objects.filter(client=caller.client, ended_at__isnull=True)
    return answer({"hooks": [_shown(hook) for hook in hooks], "kinds": KINDS})


def hook_create(request: HttpRequest, caller: Caller) -> HttpResponse:
    """201 with the secret, which is told here and never again."""
    parameters.read(request, ())
    body = json_of(request, HookBody)
    hook = actions.hook_order(office=caller.client.office, url=body.url, kinds=body.kinds, by=caller.client)
    headers = {"Location": f"{ROOT}hooks/{hook.pk}/"}
    return answer(_shown(hook) | {"secret": secret_of(hook)}, status=201, headers=headers)


def hook_page(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    parameters.read(request, ())
    return answer(_shown(_own(caller, number)))


def hook_delete(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    parameters.read(request, ())
    actions.hook_end(hook=_own(caller, number), by=caller.client)
    return HttpResponse(status=204)


def hook_step(request: HttpRequest, caller: Caller, number: int, step: str) -> HttpResponse:
    """Pause, go on, or try again what was given up."""
    parameters.read(request, ())
    hook = _own(caller, number)
    if step == "resend":
        return answer({"again": actions.send_again(hook=hook, by=caller.client)})
    change = actions.hook_pause if step == "pause" else actions.hook_go_on
    return answer(_shown(change(hook=hook, by=caller.client)))


def deliveries_page(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    """Newest first; ?state=dead are those given up."""
    query = parameters.read(request, ("state", "limit"))
    if query.get("state", HookState.DEAD) not in HookState.values:
        raise BadRequest(f"state: one of {', '.join(HookState.values)}.")
    found = _own(caller, number).deliveries.select_related("change")
    wanted = found.filter(state=query["state"]) if "state" in query else found
    return answer({"deliveries": [_delivery(one) for one in wanted[: parameters.limit(query)]]})


def _delivery(one: HookDelivery) -> dict[str, Any]:
    return {
        "id": one.pk,
        "webhook_id": sending.identifier_of(one),
        "kind": one.change.kind,
        "case": one.change.case_id,
        "state": one.state,
        "attempts": one.attempts,
        "next_at": one.next_at if one.state == HookState.WAITING else None,
        "sent_at": one.sent_at,
        "status": one.status,
        "said": one.said or None,
    }
