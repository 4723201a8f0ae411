"""Versions of the published layers, remembered for a second so that hot reads need not ask each time."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from sip.public import rows

REMEMBERED_SECONDS = 1.0
_NOTHING = (float("-inf"), 0)
_remembered = _NOTHING
Made = TypeVar("Made")
_made: dict[str, tuple[int, Any]] = {}


def register_version() -> int:
    """A number that grows with every publication and every rollback of any layer."""
    global _remembered
    asked_at, version = _remembered
    if time.monotonic() - asked_at > REMEMBERED_SECONDS:
        version = int(rows("SELECT coalesce(sum(version), 0) FROM layer_public")[0][0])
        _remembered = (time.monotonic(), version)
    return version


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
