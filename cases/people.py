"""Applicants and proxies of a filed case as they change: new address (KPA art. 41), proxy (33), successor (30 §4).

What stood there before stays in a note of the office, and goes with the people's other data when their time is over.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cases import writing
from cases.actions import Given, case_do
from cases.actors import Actor
from cases.drafts import Person, person_keep
from cases.errors import Incomplete
from cases.models import Case, CaseParty, PartyRole
from cases.workflow import STAFF, Act

OF_PERSON = ("name", "identifier", "address", "email", "phone", "delivery_address")


@transaction.atomic
def person_change(
    *,
    actor: Actor,
    case: Case,
    version: int,
    role: PartyRole,
    person: Person | None,
    reason: str,
    is_successor: bool = False,
) -> Case:
    """Take PERSON for the applicant or the proxy; None ends the proxy's power. Who was applicant before an IS_SUCCESSOR
    opens the case no more, neither by an account nor by the code.

    Raises PermissionDenied, Conflict, Stale, NotNow, Incomplete.
    """
    found = writing.locked(case)
    if not writing.permitted(found, actor) & frozenset(STAFF):
        raise PermissionDenied
    writing.seen(found, version)
    _check(role, person, reason)
    before = found.parties.filter(role=role).first()
    words = f"{reason}\n\n{_said(role, before)}"
    person_keep(found, role, person)
    if is_successor:
        found.account = found.code_hash = None
        found.save(update_fields=["account", "code_hash"])
        found.parties.filter(role=role).update(email_confirmed_at=None)
    return case_do(actor=actor, case=found, act=Act.NOTE, version=version, given=Given(reason=words))


def _check(role: PartyRole, person: Person | None, reason: str) -> None:
    if role == PartyRole.PARTY or (role == PartyRole.APPLICANT and person is None):
        raise PermissionDenied
    problems = {}
    if person is not None and not person.name.strip():
        problems["name"] = [_("To pole jest wymagane.")]
    if not reason.strip():
        problems["reason"] = [_("To pole jest wymagane.")]
    if problems:
        raise Incomplete(problems)


def _said(role: PartyRole, before: CaseParty | None) -> str:
    values = [getattr(before, name) for name in OF_PERSON] if before else []
    known = ", ".join(" ".join(value.split()) for value in values if value)
    return _("Zmieniono dane osoby (%(role)s). Było: %(before)s.") % {"role": role.label, "before": known or "–"}
