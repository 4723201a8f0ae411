"""How often one address may ask: a leaky bucket in a file that all processes of a host have in memory.

A request costs one read and one write of eight bytes, and no database. What is kept is a moment in a slot that a keyed
hash of the address chooses, never the address. Two processes that write at once lose a request of the count; two
addresses of one slot share what is allowed. Several hosts count for themselves.
"""

import mmap
import struct
import time
from functools import cache, lru_cache
from hashlib import blake2b
from math import ceil
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from sip.clients import client_address, network
from sip.services.errors import TooMany

SLOTS: Final = 65_536
_MOMENT: Final = struct.Struct("d")
# Seconds' worth of requests that may come at once: a map that opens, a page that loads its features.
BURST_SECONDS: Final = 20.0
DEAREST: Final = 50.0


class Bucket:
    """Slots hold the moment at which all that was asked would have been answered at RATE a second (GCRA)."""

    def __init__(self, file: Path, rate: float) -> None:
        self.rate = rate
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a+b") as opened:
            opened.truncate(SLOTS * _MOMENT.size)
            self._memory = mmap.mmap(opened.fileno(), SLOTS * _MOMENT.size)

    def wait(self, address: str, now: float, cost: float = 1.0) -> float:
        """Count a request as COST of them; seconds to wait, 0 where it may be answered."""
        place = _slot(address)
        (until,) = _MOMENT.unpack_from(self._memory, place)
        # A clock that was set back leaves moments far ahead; they are forgotten.
        ahead = until - now if now < until <= now + BURST_SECONDS + DEAREST / self.rate + 1 else 0.0
        if ahead > BURST_SECONDS:
            return float(ahead - BURST_SECONDS)
        _MOMENT.pack_into(self._memory, place, now + ahead + cost / self.rate)
        return 0.0


def refuse_too_many(request: HttpRequest, cost: float = 1.0) -> None:
    """Raises TooMany for an address that asks more often than SIP_REQUESTS_PER_SECOND for long.

    COST: of how many usual requests this one takes the time, at most DEAREST.
    """
    if not settings.REQUESTS_PER_SECOND:
        return
    address = client_address(request)
    # What comes from this machine itself is not counted, nor what nothing is known of.
    if address is None or address.is_loopback:
        return
    if wait := _bucket().wait(network(address), time.time(), cost):
        raise TooMany(ceil(wait))


@lru_cache(maxsize=10_000)
def _slot(address: str) -> int:
    digest = blake2b(address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=4).digest()
    return int.from_bytes(digest) % SLOTS * _MOMENT.size


@cache
def _bucket() -> Bucket:
    return Bucket(settings.THROTTLE_FILE, settings.REQUESTS_PER_SECOND)
