"""Versions of the published layers, remembered for a second so that hot reads need not ask each time."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from sip.public import rows

REMEMBERED_SECONDS = 1.0
STATE: Final = "SELECT coalesce(sum(version), 0), max(changed_at) FROM layer_public"


class State(NamedTuple):
    """Of all layers: a number that grows with every publication and every rollback, and when the last of them was."""

    version: int
    changed_at: datetime | None


_NOTHING = (float("-inf"), State(0, None))
_remembered = _NOTHING
Made = TypeVar("Made")
_made: dict[str, tuple[int, Any]] = {}


def register_state() -> State:
    global _remembered
    asked_at, state = _remembered
    if time.monotonic() - asked_at > REMEMBERED_SECONDS:
        version, changed_at = rows(STATE)[0]
        state = State(int(version), changed_at)
        _remembered = (time.monotonic(), state)
    return state


def register_version() -> int:
    """A number that grows with every publication and every rollback of any layer."""
    return register_state().version


def of_version(key: str, make: Callable[[], Made]) -> Made:
    """What MAKE gives for the registers as they are now, made once a version; KEY is one of a few."""
    version = register_version()
    if _made.get(key, (None,))[0] != version:
        _made[key] = (version, make())
    made: Made = _made[key][1]
    return made


def forget() -> None:
    """Ask again at the next call, for those who cannot wait a second."""
    global _remembered
    _remembered = _NOTHING
    _made.clear()
