"""How many requests came in a day, counted in a file that all processes of a host have in memory."""

import mmap
import struct
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from django.utils.timezone import get_default_timezone

_COUNTED: Final = struct.Struct("II")
_MOST: Final = 2**32 - 1


def in_memory(file: Path, size: int) -> mmap.mmap:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as opened:
        opened.truncate(size)
        return mmap.mmap(opened.fileno(), size)


class Day(NamedTuple):
    """A day as the country counts them, and the moment at which it ends."""

    ordinal: int
    ends: float


_today = Day(0, 0.0)


def day_of(now: float) -> Day:
    global _today
    known = _today
    if not known.ends - 90_000 < now < known.ends:
        zone = get_default_timezone()
        date = datetime.fromtimestamp(now, UTC).astimezone(zone).date()
        ends = datetime.combine(date + timedelta(days=1), time.min, zone).timestamp()
        _today = known = Day(date.toordinal(), ends)
    return known


class Days:
    """Slots hold a day and how many requests it has had. Two processes that write at once lose one of the count."""

    def __init__(self, file: Path, slots: int) -> None:
        self._memory = in_memory(file, slots * _COUNTED.size)

    def add(self, slot: int, day: int) -> int:
        """Count one more; returns how many it makes."""
        made = min(self.of(slot, day) + 1, _MOST)
        _COUNTED.pack_into(self._memory, slot * _COUNTED.size, day, made)
        return made

    def of(self, slot: int, day: int) -> int:
        counted_on, count = _COUNTED.unpack_from(self._memory, slot * _COUNTED.size)
        return int(count) if counted_on == day else 0
