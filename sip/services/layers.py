"""Versions of the published layers, remembered for a second so that hot reads need not ask each time."""

import time

from sip.public import rows

REMEMBERED_SECONDS = 1.0
_NOTHING = (float("-inf"), 0)
_remembered = _NOTHING


def register_version() -> int:
    """A number that grows with every publication and every rollback of any layer."""
    global _remembered
    asked_at, version = _remembered
    if time.monotonic() - asked_at > REMEMBERED_SECONDS:
        version = int(rows("SELECT coalesce(sum(version), 0) FROM layer_public")[0][0])
        _remembered = (time.monotonic(), version)
    return version


def forget() -> None:
    """Ask again at the next call, for those who cannot wait a second."""
    global _remembered
    _remembered = _NOTHING
