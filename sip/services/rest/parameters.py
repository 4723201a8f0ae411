"""Query parameters of the REST interface, read strictly: what is not understood is refused by name."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sip.geo.crs import ETRS89, KNOWN, PL_1992, WGS84
from sip.services.errors import BadRequest

PAGE = 100
LARGEST_PAGE = 1000
# Decimals that keep a centimetre.
DEGREE_DIGITS = 7
METRE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Numbers in the order easting/longitude, northing/latitude, and the system they are in."""

    values: tuple[float, ...]
    srid: int


def refuse_unknown(query: Mapping[str, str], known: set[str]) -> None:
    unknown = sorted(set(query) - known)
    if unknown:
        raise BadRequest(f"Unknown parameter {unknown[0]!r}. Known: {', '.join(sorted(known))}.")


def number(query: Mapping[str, str], name: str) -> float:
    text = query.get(name, "")
    try:
        value = float(text)
    except ValueError:
        raise BadRequest(f"{name}: {text!r} is not a number.") from None
    if not math.isfinite(value):
        raise BadRequest(f"{name}: {text!r} is not a finite number.")
    return value


def srid(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, "").upper().removeprefix("EPSG:")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text[:6]) not in KNOWN:
        raise BadRequest(f"{name}: {query[name]!r} is not served. Served: {', '.join(map(str, sorted(KNOWN)))}.")
    return int(text)


def coordinates(query: Mapping[str, str], name: str, count: int) -> Coordinates | None:
    """COUNT comma-separated numbers, optionally followed by an SRID; WGS 84 longitude, latitude without one."""
    if name not in query:
        return None
    parts = query[name].split(",")
    if len(parts) not in (count, count + 1):
        raise BadRequest(f"{name}: {count} numbers are needed, separated by commas, and optionally an SRID.")
    system = srid({name: parts[count]}, name, WGS84.srid) if len(parts) > count else WGS84.srid
    return Coordinates(tuple(number({name: part}, name) for part in parts[:count]), system)


def limit(query: Mapping[str, str]) -> int:
    text = query.get("limit", str(PAGE))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= LARGEST_PAGE:
        raise BadRequest(f"limit: {text!r} is not a whole number between 1 and {LARGEST_PAGE}.")
    return int(text)


def output(query: Mapping[str, str]) -> dict[str, int]:
    """Statement parameters for the system answers are given in; RFC 7946 wants WGS 84 unless agreed otherwise."""
    crs = srid(query, "crs", WGS84.srid)
    degrees = crs in (WGS84.srid, ETRS89.srid)
    return {"crs": crs, "stored": PL_1992.srid, "digits": DEGREE_DIGITS if degrees else METRE_DIGITS}
