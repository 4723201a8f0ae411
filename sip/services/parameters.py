"""Query parameters of the REST interface, read strictly: what is not understood is refused by name."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Final

from django.http import HttpRequest
from django.utils.timezone import make_aware

from sip.geo.crs import ETRS89, KNOWN, WGS84
from sip.services.errors import BadRequest

Query = Mapping[str, str]

PAGE: Final = 100
LARGEST_PAGE: Final = 1000
# Decimals that keep a centimetre.
DEGREE_DIGITS: Final = 7
METRE_DIGITS: Final = 2
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{0,40})?(?:[eE][+-]?[0-9]{1,4})?|[+-]?\.[0-9]{1,40}")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Numbers in the order easting/longitude, northing/latitude, and the system they are in."""

    values: tuple[float, ...]
    srid: int


def read(request: HttpRequest, known: Collection[str]) -> dict[str, str]:
    """The parameters, each of those KNOWN and given once."""
    if not request.META.get("QUERY_STRING"):
        return {}
    given = request.GET
    for name, values in given.lists():
        if name not in known:
            raise BadRequest(f"Unknown parameter {name[:60]!r}.{meant(name, known)} {_listed(known)}")
        if len(values) > 1:
            raise BadRequest(f"{name}: is given {len(values)} times; once is understood.")
        if "\0" in values[0]:
            raise BadRequest(f"{name}: has a character that is no text.")
    return given.dict()


def meant(word: str, known: Collection[str]) -> str:
    """A sentence with the one of KNOWN that WORD was to be, or nothing where none is near."""
    plain = {each.lower().replace("_", "-"): each for each in known}
    near = get_close_matches(word[:60].lower().replace("_", "-"), plain, n=1, cutoff=0.6)
    return f" Did you mean {plain[near[0]]!r}?" if near else ""


def _listed(known: Collection[str]) -> str:
    return f"Known: {', '.join(sorted(known))}." if known else "None is known here."


def number(query: Query, name: str) -> float:
    if name not in query:
        raise BadRequest(f"{name}: is missing.")
    text = query.get(name, "").strip()
    if not _NUMBER.fullmatch(text):
        raise BadRequest(f"{name}: {text!r} is not a number.")
    value = float(text)
    if not math.isfinite(value):
        raise BadRequest(f"{name}: {text!r} is not a finite number.")
    return value


def srid(query: Query, name: str, default: int) -> int:
    if not query.get(name):
        return default
    text = query[name].upper().removeprefix("EPSG:")
    if not _WHOLE.fullmatch(text) or int(text) not in KNOWN:
        raise BadRequest(f"{name}: {query[name]!r} is not served. Served: {', '.join(map(str, sorted(KNOWN)))}.")
    return int(text)


def coordinates(query: Query, name: str, count: int) -> Coordinates | None:
    """COUNT comma-separated numbers, optionally followed by an SRID; WGS 84 longitude, latitude without one."""
    if name not in query:
        return None
    parts = query[name].split(",")
    if len(parts) not in (count, count + 1):
        raise BadRequest(f"{name}: {count} numbers are needed, separated by commas, and optionally an SRID.")
    system = srid({name: parts[count]}, name, WGS84.srid) if len(parts) > count else WGS84.srid
    return Coordinates(tuple(number({name: part}, name) for part in parts[:count]), system)


def limit(query: Query) -> int:
    text = query.get("limit", str(PAGE))
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= LARGEST_PAGE:
        raise BadRequest(f"limit: {text!r} is not a whole number between 1 and {LARGEST_PAGE}.")
    return int(text)


def exact_count(query: Query) -> bool:
    if query.get("count", "exact") != "exact":
        raise BadRequest(f"count: {query['count']!r} is not understood; 'exact' is.")
    return "count" in query


def day(query: Query, name: str) -> date | None:
    if name not in query:
        return None
    try:
        found = date.fromisoformat(query[name]) if _DATE.fullmatch(query[name]) else _no_date(query, name)
    except ValueError:
        return _no_date(query, name)
    if found == date.max:
        raise BadRequest(f"{name}: no day follows this one.")
    return found


def end_of(day: date) -> datetime:
    """The moment before which a version must have begun to be the day's, as the country counts days."""
    if day == date.max:
        raise BadRequest("date: no day follows this one.")
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _no_date(query: Query, name: str) -> date:
    raise BadRequest(f"{name}: {query[name]!r} is not a date such as 2026-01-31.")


def digits(crs: int) -> int:
    """Decimals of an answer's coordinates."""
    return DEGREE_DIGITS if crs in (WGS84.srid, ETRS89.srid) else METRE_DIGITS
