"""Versions of the published layers, remembered for a second so that hot reads need not ask each time."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from sip.public import rows

REMEMBERED_SECONDS = 1.0
STATE: Final = """
SELECT coalesce(sum(version), 0), greatest(max(changed_at), (SELECT max(changed_at) FROM register_version_public)),
    (SELECT coalesce(max(version), 0) FROM register_version_public) FROM layer_public
"""


class State(NamedTuple):
    """Of all layers: a number that grows with every publication and every rollback, and when the last change was.

    `entries` is another, of the public registers of cases: they change by the hour, and what is made of the land is
    not to be made anew for that.
    """

    version: int
    changed_at: datetime | None
    entries: int = 0


_NOTHING = (float("-inf"), State(0, None))
_remembered = _NOTHING
Made = TypeVar("Made")
_made: dict[str, tuple[str, Any]] = {}


def register_state() -> State:
    global _remembered
    asked_at, state = _remembered
    if time.monotonic() - asked_at > REMEMBERED_SECONDS:
        version, changed_at, entries = rows(STATE)[0]
        state = State(int(version), changed_at, int(entries))
        _remembered = (time.monotonic(), state)
    return state


def register_version() -> int:
    """A number that grows with every publication and every rollback of any layer."""
    return register_state().version


def served_version() -> str:
    """Of all that is served, entries of public registers too: for validators."""
    state = register_state()
    return f"{state.version}.{state.entries}"


def of_version(key: str, make: Callable[[], Made], *, entries: bool = False) -> Made:
    """What MAKE gives for the registers as they are now, made once a version; KEY is one of a few.

    ENTRIES: it depends on those of public registers too.
    """
    version = served_version() if entries else str(register_version())
    if _made.get(key, (None,))[0] != version:
        _made[key] = (version, make())
    made: Made = _made[key][1]
    return made


def forget() -> None:
    """Ask again at the next call, for those who cannot wait a second."""
    global _remembered
    _remembered = _NOTHING
    _made.clear()
