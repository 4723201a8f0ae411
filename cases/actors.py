"""Who acts on a case, and in which capacities they may: worked out from the case, never taken from a request."""

from dataclasses import dataclass
from typing import Final

from cases.models import Case, Channel
from cases.workflow import Who
from sip.offices.models import User
from sip.offices.permissions import Action, may


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in USER, or who proved to hold the code of CASE (its number), or the system itself.

    Make it with `of_user`, `holding` or SYSTEM; pages make `holding` only after the code was compared (access.py).
    """

    user: User | None = None
    case: int | None = None
    is_system: bool = False

    def capacities(self, case: Case) -> frozenset[Who]:
        """Empty for a stranger. Whoever applied works not on their own case (KPA art. 24 §1)."""
        if self.is_system:
            return frozenset({Who.SYSTEM})
        if self.case == case.pk or (self.user is not None and case.account_id == self.user.pk):
            return frozenset({Who.APPLICANT})
        return _of_staff(self.user, case) if self.user is not None else frozenset()


def _of_staff(user: User, case: Case) -> frozenset[Who]:
    """A resident's draft is nobody's in the office before it is filed."""
    if case.is_draft and case.channel == Channel.ONLINE:
        return frozenset()
    rights = {Who.CLERK: Action.HANDLE_CASES, Who.HEAD: Action.DIRECT_CASES}
    return frozenset(who for who, action in rights.items() if may(user, action, case.office))


def of_user(user: User) -> Actor:
    return Actor(user=user)


def holding(case: Case) -> Actor:
    """Who has shown the code of CASE or the link of its draft."""
    return Actor(case=case.pk)


SYSTEM: Final = Actor(is_system=True)
