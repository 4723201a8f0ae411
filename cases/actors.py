"""Who acts on a case, and in which capacities they may: worked out from the case, never taken from a request."""

from dataclasses import dataclass
from typing import Final

from cases.clients.models import Client
from cases.models import Case, Channel
from cases.workflow import Who
from sip.offices.models import User
from sip.offices.permissions import Action, may


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in USER, or who proved to hold the code of CASE (its number), or CLIENT, a system of an office, or the
    system itself.

    Make it with `of_user`, `holding`, `of_client` or SYSTEM; pages make `holding` only after the code was compared
    (access.py).
    """

    user: User | None = None
    case: int | None = None
    is_system: bool = False
    client: Client | None = None

    def capacities(self, case: Case) -> frozenset[Who]:
        """Empty for a stranger. Whoever applied works not on their own case (KPA art. 24 §1)."""
        if self.is_system:
            return frozenset({Who.SYSTEM})
        if self.client is not None:
            return _of_client(self.client, case)
        if self.case == case.pk or (self.user is not None and case.account_id == self.user.pk):
            return frozenset({Who.APPLICANT})
        return _of_staff(self.user, case) if self.user is not None else frozenset()


def _of_staff(user: User, case: Case) -> frozenset[Who]:
    """A resident's draft is nobody's in the office before it is filed."""
    if case.is_draft and case.channel == Channel.ONLINE:
        return frozenset()
    rights = {Who.CLERK: Action.HANDLE_CASES, Who.HEAD: Action.DIRECT_CASES}
    return frozenset(who for who, action in rights.items() if may(user, action, case.office))


def _of_client(client: Client, case: Case) -> frozenset[Who]:
    """A clerk's of its own office, never a head's; its scopes are asked at the door (cases/api/door.py)."""
    is_own = client.is_live and client.office_id == case.office_id
    return frozenset({Who.CLERK}) if is_own and not (case.is_draft and case.channel == Channel.ONLINE) else frozenset()


def of_user(user: User) -> Actor:
    return Actor(user=user)


def of_client(client: Client) -> Actor:
    """Only after the client's secret or token was proved."""
    return Actor(client=client)


def holding(case: Case) -> Actor:
    """Who has shown the code of CASE or the link of its draft."""
    return Actor(case=case.pk)


SYSTEM: Final = Actor(is_system=True)
