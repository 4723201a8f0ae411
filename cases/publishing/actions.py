"""What clerks do with the public entry of a case: keep it back, bring it back, note what became of the decision."""

from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import writing
from cases.actors import of_user
from cases.clock.terms import day_of
from cases.errors import Incomplete, NotNow
from cases.models import Case
from cases.publishing.models import PublicEntry, PublicRegister, Stage, Standing
from cases.workflow import STAFF
from sip.audit.actions import record
from sip.offices.models import User

MOST_REASON: Final = 500


@transaction.atomic
def register_save(*, actor: User, register: PublicRegister) -> PublicRegister:
    """Keep a public register as the operator edited it. Raises PermissionDenied."""
    if not actor.is_superuser:
        raise PermissionDenied
    before = PublicRegister.objects.filter(pk=register.pk).first()
    register.save()
    names = [field.attname for field in PublicRegister._meta.concrete_fields]
    changed = [name for name in names if before is None or getattr(before, name) != getattr(register, name)]
    record(
        actor=actor,
        action="public-register.save",
        object_type="public-register",
        object_id=register.pk,
        new={"fields": changed},
    )
    return register


@transaction.atomic
def entry_hold(*, user: User, case: Case, reason: str) -> PublicEntry:
    """Take the case out of its public register, or keep it from getting there, until it is released.

    Raises PermissionDenied, Conflict, NotNow, Incomplete.
    """
    found, entry = _entry(user, case)
    reason = reason.strip()
    if not reason or len(reason) > MOST_REASON or "\0" in reason:
        raise Incomplete({"reason": [_("Podaj powód, najwyżej %d znaków.") % MOST_REASON]})
    if entry.is_held:
        raise NotNow(_("Wpis jest już wstrzymany."))
    entry.is_held, entry.held_reason = True, reason
    return _kept(user, found, entry, "hold")


@transaction.atomic
def entry_release(*, user: User, case: Case) -> PublicEntry:
    """Let the entry stand in public again as its register's rule says. Raises PermissionDenied, Conflict, NotNow."""
    found, entry = _entry(user, case)
    if not entry.is_held:
        raise NotNow(_("Wpis nie jest wstrzymany."))
    entry.is_held, entry.held_reason = False, ""
    return _kept(user, found, entry, "release")


@transaction.atomic
def standing_note(*, user: User, case: Case, standing: Standing, since: date | None) -> PublicEntry:
    """Note what became of the decision in law, SINCE when. Raises PermissionDenied, Conflict, NotNow, Incomplete."""
    found, entry = _entry(user, case)
    if entry.stage != Stage.DECIDED:
        raise NotNow(_("Sprawa nie jest rozstrzygnięta."))
    if standing and since is None:
        raise Incomplete({"since": [_("Podaj dzień.")]})
    if since and not (entry.decided_on or entry.filed_on) <= since <= day_of(timezone.now()):
        raise Incomplete({"since": [_("Dzień nie może być wcześniejszy niż rozstrzygnięcie ani późniejszy niż dziś.")]})
    entry.standing, entry.standing_on = standing, since if standing else None
    return _kept(user, found, entry, "standing")


def entry_of(case: Case) -> PublicEntry | None:
    """None where the law makes nothing of the case public."""
    return PublicEntry.objects.select_related("register").filter(case=case).first()


def _entry(user: User, case: Case) -> tuple[Case, PublicEntry]:
    found = writing.locked(case)
    if not writing.permitted(found, of_user(user)) & frozenset(STAFF):
        raise PermissionDenied
    entry = entry_of(found)
    if entry is None:
        raise NotNow(_("Ta sprawa nie należy do żadnego rejestru publicznego."))
    return found, entry


def _kept(user: User, case: Case, entry: PublicEntry, action: str) -> PublicEntry:
    """The reason stays in the entry, where it can be erased; the log is for ever."""
    entry.changed_at = timezone.now()
    if entry.is_due and not entry.is_held:
        entry.published_at = entry.published_at or entry.changed_at
    entry.save(update_fields=["is_held", "held_reason", "standing", "standing_on", "changed_at", "published_at"])
    record(
        actor=user,
        action=f"public-entry.{action}",
        object_type=writing.OBJECT,
        object_id=case.pk,
        office=case.office,
        new={"register": entry.register_id, "standing": entry.standing, "held": entry.is_held},
    )
    return entry
