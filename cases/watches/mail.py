"""Mails about plans: one that asks for confirmation, one that tells what a delivery changed on a person's parcels."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cases.watches.actions import confirming_token, ending_token
from cases.watches.models import PlanWatch
from sip.extracts.plan_changes import PlanChange
from sip.mailing import send
from sip.plan_address import plan_path

# A mail names so many acts of a parcel; its page has the rest.
MOST_ACTS: Final = 20


def send_confirmation(watch: PlanWatch) -> None:
    """Ask the person to confirm; who has confirmed before is told so. Raises NotSent."""
    with override(watch.language):
        context = {
            "watch": watch,
            "confirm_url": _address(watch, "watch-confirm", confirming_token(watch)),
            "parcel_url": _address(watch, "parcel", watch.parcel),
            "end_url": _address(watch, "watch-end", ending_token([watch.pk])),
            "hours": settings.WATCH_CONFIRM_HOURS,
        }
        name = "watch_again" if watch.confirmed_at else "watch_confirm"
        subject = _("Powiadomienia o planach: działka %(parcel)s") % {"parcel": watch.parcel}
        _send(watch, subject, f"cases/mail/{name}.txt", context, [watch.pk])


def send_changes(watches: Sequence[PlanWatch], changes: Mapping[str, Sequence[PlanChange]]) -> None:
    """One mail for one person's WATCHES, with CHANGES by parcel. Raises NotSent."""
    first = watches[0]
    with override(first.language):
        numbers = [watch.pk for watch in watches]
        context = {
            "parcels": [_parcel(watch, changes[watch.parcel]) for watch in watches],
            "end_url": _address(first, "watch-end", ending_token(numbers)),
        }
        _send(first, _subject(watches), "cases/mail/watch_changes.txt", context, numbers)


def _subject(watches: Sequence[PlanWatch]) -> str:
    if len(watches) == 1:
        return _("Zmiana w planach: działka %(parcel)s") % {"parcel": watches[0].parcel}
    many = ngettext("Zmiany w planach: %(count)d działka", "Zmiany w planach: %(count)d działek", len(watches))
    return many % {"count": len(watches)}


def _parcel(watch: PlanWatch, changes: Sequence[PlanChange]) -> dict[str, Any]:
    return {
        "identifier": watch.parcel,
        "url": _address(watch, "parcel", watch.parcel),
        "acts": [
            {
                "name": change.name,
                "words": ", ".join(change.words),
                "url": _origin(watch) + (plan_path(change.act) or ""),
            }
            for change in changes[:MOST_ACTS]
        ],
        "more": max(0, len(changes) - MOST_ACTS),
        "end_url": _address(watch, "watch-end", ending_token([watch.pk])),
    }


def _send(watch: PlanWatch, subject: str, template: str, context: dict[str, Any], numbers: Sequence[int]) -> None:
    ending = _address(watch, "watch-end", ending_token(numbers))
    # RFC 8058: the mail program's own button ends it, without a visit.
    headers = {"List-Unsubscribe": f"<{ending}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    send(subject, render_to_string(template, context), watch.email, about={"watch": watch.pk}, headers=headers)


def _address(watch: PlanWatch, name: str, argument: str) -> str:
    return f"{_origin(watch)}{reverse(name, args=[argument])}"


def _origin(watch: PlanWatch) -> str:
    return settings.SITE_URL or watch.origin
