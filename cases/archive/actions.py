"""Changes that heads make for the archive: another category of a case, cases handed over."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cases import writing
from cases.actors import Actor, of_user
from cases.archive.categories import Category
from cases.archive.models import MOST_REASON, ArchiveChange
from cases.archive.waiting import to_hand_over
from cases.changes.actions import note
from cases.errors import Incomplete, NotNow
from cases.models import Case
from cases.workflow import Who
from sip.offices.models import User
from sip.offices.permissions import Action

MOST_AT_ONCE: Final = 500


@transaction.atomic
def category_change(*, actor: Actor, case: Case, version: int, category: str, reason: str) -> Case:
    """Give a case its own archive category; of a case that is over, the time it is kept changes too.

    Raises PermissionDenied, Conflict, Stale, NotNow, Incomplete.
    """
    found = writing.locked(case)
    if Who.HEAD not in writing.permitted(found, actor):
        raise PermissionDenied
    writing.seen(found, version)
    if found.is_draft or found.archived_on:
        raise NotNow(_("Sprawa jest już w archiwum: tam zmienia się jej kategorię."))
    _check(category, reason)
    before, found.archive_category = found.category, category
    writing.shelve(found)
    found.version += 1
    found.save(update_fields=["archive_category", "kept_until", "version"])
    assert actor.user is not None
    ArchiveChange.objects.create(case=found, before=before, after=category, reason=reason.strip(), actor=actor.user)
    note(
        actor=actor,
        case=found,
        action="case.archive-category",
        old={"category": before},
        new={"category": category, "kept_until": found.kept_until, "version": found.version},
    )
    return found


def _check(category: str, reason: str) -> None:
    problems = {}
    if Category.parse(category) is None:
        problems["category"] = [_("Kategoria to A, Bc albo B lub BE z liczbą lat, na przykład B5.")]
    if not reason.strip() or len(reason) > MOST_REASON or "\0" in reason:
        problems["reason"] = [_("Podaj powód, najwyżej %d znaków.") % MOST_REASON]
    if problems:
        raise Incomplete(problems)


@transaction.atomic
def hand_over(*, user: User, numbers: Iterable[int], today: date) -> int:
    """Note that cases went to the archive; returns how many of those named waited for it.

    Those of offices in which USER directs no cases are passed over as if they were not there.
    """
    reach = Case.objects.within_reach(user, Action.DIRECT_CASES)
    waiting = to_hand_over(reach, today).filter(pk__in=sorted(set(numbers))[:MOST_AT_ONCE])
    cases = list(waiting.select_related("office").select_for_update(of=("self",)).order_by("pk"))
    for case in cases:
        case.archived_on = today
        case.version += 1
    Case.objects.bulk_update(cases, ["archived_on", "version"])
    for case in cases:
        note(
            actor=of_user(user),
            case=case,
            action="case.archive",
            new={"archived_on": today, "category": case.archive_category, "version": case.version},
        )
    return len(cases)
