"""Who may see a case: its holder by sign and code, the resident's account, clerks of its office. Strangers none."""

from typing import Final

from cases import codes
from cases.actors import Actor, holding
from cases.models import Case

MOST_SIGN: Final = 120


def by_code(sign: str, code: str) -> tuple[Case, Actor] | None:
    """The case of this sign whose code is CODE, and its holder; the same None whether the sign is known or not.

    Callers count wrong tries (cases.throttle.Limit).
    """
    cleaned = " ".join(sign.replace("\0", "").split())[:MOST_SIGN]
    cases = Case.objects.filed().select_related("office", "service", "form")
    found = cases.filter(code_hash=codes.hash_of(code), sign__iexact=cleaned).first()
    if found is None or not codes.matches(code, found.code_hash or ""):
        return None
    return found, holding(found)
