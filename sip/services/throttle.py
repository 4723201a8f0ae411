"""How often one address, or one key, may ask: a leaky bucket in a file that all processes of a host have in memory.

A request costs one read and one write of eight bytes, and no database. What is kept is a moment in a slot that a keyed
hash of the address chooses, never the address. Two processes that write at once lose a request of the count; two
addresses of one slot share what is allowed. Several hosts count for themselves.
"""

import struct
import time
from functools import lru_cache
from hashlib import blake2b
from math import ceil
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest

from sip.clients import client_address, network
from sip.services import keys
from sip.services.errors import TooMany
from sip.services.quotas import Days, day_of, in_memory

SLOTS: Final = 65_536
_MOMENT: Final = struct.Struct("d")
# Seconds' worth of requests that may come at once: a map that opens, a page that loads its features.
BURST_SECONDS: Final = 20.0
DEAREST: Final = 50.0


# Where answers are told what is left (draft-ietf-httpapi-ratelimit-headers).
LIMITS: Final = "sip.limits"
# What the request's key allows.
ALLOWANCE: Final = "sip.allowance"


class Taken(NamedTuple):
    """Seconds to wait, 0 where the request may be answered; and for how many seconds the bucket is filled."""

    wait: float
    ahead: float

    def left(self, rate: float) -> int:
        """How many requests may come at once now."""
        return max(0, int((BURST_SECONDS - self.ahead) * rate))


class Bucket:
    """Slots hold the moment at which all that was asked would have been answered at its rate (GCRA)."""

    def __init__(self, file: Path) -> None:
        self._memory = in_memory(file, SLOTS * _MOMENT.size)

    def take(self, slot: int, now: float, rate: float, cost: float = 1.0) -> Taken:
        """Count a request as COST of them, where RATE a second are allowed."""
        place = slot * _MOMENT.size
        (until,) = _MOMENT.unpack_from(self._memory, place)
        # A clock that was set back leaves moments far ahead; they are forgotten.
        ahead = until - now if now < until <= now + BURST_SECONDS + DEAREST / rate + 1 else 0.0
        if ahead > BURST_SECONDS:
            return Taken(float(ahead - BURST_SECONDS), ahead)
        _MOMENT.pack_into(self._memory, place, now + ahead + cost / rate)
        return Taken(0.0, ahead + cost / rate)


def count(request: HttpRequest) -> None:
    """Count a request to a service: by its key where it brings one, else by its address.

    Raises TooMany, Unauthorised.
    """
    key = keys.presented(request)
    if not key:
        _count_address(request, 1.0)
        return
    if not keys.is_remembered(key):
        # Guessing keys is asking without one.
        _count_address(request, 1.0)
    allowed = request.META[ALLOWANCE] = keys.allowance(key)
    _count_key(request, allowed, 1.0)


def refuse_too_many(request: HttpRequest, cost: float = 1.0) -> None:
    """Raises TooMany for an address that asks more often than SIP_REQUESTS_PER_SECOND, or a key than it allows.

    COST: of how many usual requests this one takes the time, at most DEAREST; what `count` has counted comes on top.
    """
    if allowed := request.META.get(ALLOWANCE):
        _count_key(request, allowed, cost, once_more=True)
    else:
        _count_address(request, cost)


def _count_address(request: HttpRequest, cost: float) -> None:
    rate = float(settings.REQUESTS_PER_SECOND)
    if not rate:
        return
    address = client_address(request)
    # What comes from this machine itself is not counted, nor what nothing is known of.
    if address is None or address.is_loopback:
        return
    taken = bucket().take(_slot(network(address)), time.time(), rate, cost)
    request.META[LIMITS] = (_policy("address", rate), _state("address", rate, taken))
    if taken.wait:
        raise TooMany(ceil(taken.wait))


def limits(request: HttpRequest) -> dict[str, str]:
    """Headers that tell what is left; none where nothing was counted."""
    policy, state = request.META.get(LIMITS, ("", ""))
    return {"RateLimit-Policy": policy, "RateLimit": state} if policy else {}


def asked_today(number: int) -> int:
    """How many requests with the key of this NUMBER this host has counted today."""
    return _days().of(number % SLOTS, day_of(time.time()).ordinal)


def _count_key(request: HttpRequest, allowed: keys.Allowance, cost: float, *, once_more: bool = False) -> None:
    """ONCE_MORE: the request is in the day's count already."""
    now, slot, rate = time.time(), allowed.number % SLOTS, float(allowed.per_second)
    taken, today = bucket("keys").take(slot, now, rate, cost), day_of(now)
    count_of = _days().of if taken.wait or once_more else _days().add
    asked = count_of(slot, today.ordinal)
    seconds, left = max(1, ceil(today.ends - now)), max(0, allowed.per_day - asked)
    request.META[LIMITS] = (
        f'{_policy("key", rate)}, "day";q={allowed.per_day};w=86400',
        f'{_state("key", rate, taken)}, "day";r={left};t={seconds}',
    )
    if taken.wait:
        raise TooMany(ceil(taken.wait), "with this key")
    if asked > allowed.per_day:
        raise TooMany(seconds, "with this key today")


def _policy(name: str, rate: float) -> str:
    return f'"{name}";q={max(1, int(BURST_SECONDS * rate))};w={int(BURST_SECONDS)}'


def _state(name: str, rate: float, taken: Taken) -> str:
    return f'"{name}";r={taken.left(rate)};t={ceil(taken.ahead)}'


@lru_cache(maxsize=10_000)
def _slot(address: str) -> int:
    digest = blake2b(address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=4).digest()
    return int.from_bytes(digest) % SLOTS


def bucket(of: str = "") -> Bucket:
    """Where addresses are counted, or others, OF a name of their own."""
    return _opened(_file(of))


def _days() -> Days:
    return _days_of(_file("days"))


def _file(of: str) -> Path:
    kept: Path = settings.THROTTLE_FILE
    return kept.with_name(f"{kept.name}-{of}") if of else kept


@lru_cache(maxsize=8)
def _opened(file: Path) -> Bucket:
    return Bucket(file)


@lru_cache(maxsize=8)
def _days_of(file: Path) -> Days:
    return Days(file, SLOTS)
