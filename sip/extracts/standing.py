"""Whether something binds on a day: by its status and the law's dates (INSPIRE PlannedLandUse: validFrom, validTo)."""

from datetime import date
from enum import Enum, auto

from plans.codes import ActKind, Status


class Standing(Enum):
    BINDING = auto()
    COMING = auto()
    PAST = auto()


def standing(kind: str, status: str, since: date | None, until: date | None, day: date) -> Standing:
    """Of an act of KIND, in force from SINCE to UNTIL, the first day without it. A studium never bound residents."""
    if status in (Status.ELABORATION, Status.ADOPTION):
        return Standing.COMING
    if kind == ActKind.STUDY or (until is not None and until <= day):
        return Standing.PAST
    if since is not None and since > day:
        return Standing.COMING
    if status == Status.OBSOLETE and until is None:
        return Standing.PAST
    return Standing.BINDING
