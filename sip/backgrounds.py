"""Pictures below the map (orthophoto, topographic map) from national and other services, named in the settings."""

import json
import re
from dataclasses import dataclass, fields
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SETTING: Final = "SIP_BACKGROUNDS"
KINDS: Final = ("wmts", "wms")
NEEDED: Final = ("id", "title", "kind", "url", "layer")
# Levels of the national WMTS in EPSG:2180, as its capabilities give them; not every level halves the one before.
NATIONAL_SCALES: Final = (
    30_238_155.714285716,
    15_119_077.857142858,
    7_559_538.928571429,
    3_779_769.4642857146,
    1_889_884.7321428573,
    944_942.3660714286,
    472_471.1830357143,
    236_235.59151785716,
    94_494.23660714286,
    47_247.11830357143,
    23_623.559151785714,
    9_449.423660714287,
    4_724.711830357143,
    1_889.8847321428573,
    944.9423660714286,
    472.4711830357143,
    236.23559151785716,
)


@dataclass(frozen=True, slots=True)
class Background:
    """A layer of a WMTS or WMS in EPSG:2180.

    A WMTS has tiles of 512 pixels from the corner 850000, 100000 (northing, easting), levels `MATRIX_SET:0`,
    `MATRIX_SET:1`, ... and the scale denominators `scales`, as the national services have them.
    """

    id: str
    title: str
    kind: Literal["wmts", "wms"]
    url: str
    layer: str
    attribution: str = ""
    format: str = "image/jpeg"
    matrix_set: str = "EPSG:2180"
    scales: tuple[float, ...] = NATIONAL_SCALES


def backgrounds(text: str) -> tuple[Background, ...]:
    """Read the setting, a JSON list of objects with the fields of Background."""
    if not text.strip():
        return ()
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImproperlyConfigured(f"{SETTING}: is no JSON: {error}") from None
    if not isinstance(listed, list):
        raise ImproperlyConfigured(f"{SETTING}: must be a list")
    found = tuple(_background(entry, number) for number, entry in enumerate(listed, 1))
    if len({background.id for background in found}) < len(found):
        raise ImproperlyConfigured(f"{SETTING}: an id stands twice")
    return found


def _background(entry: object, number: int) -> Background:
    where = f"{SETTING}, entry {number}"
    if not isinstance(entry, dict):
        raise ImproperlyConfigured(f"{where}: must be an object")
    known = [field.name for field in fields(Background)]
    if unknown := sorted(set(entry) - set(known)):
        raise ImproperlyConfigured(f"{where}: {unknown[0]} is none of {', '.join(known)}")
    if missing := [name for name in NEEDED if not entry.get(name)]:
        raise ImproperlyConfigured(f"{where}: {missing[0]} is missing")
    scales = _scales(entry.pop("scales", NATIONAL_SCALES), where)
    if wrong := [name for name, value in entry.items() if not isinstance(value, str)]:
        raise ImproperlyConfigured(f"{where}: {wrong[0]} must be text")
    _check(entry, where)
    return Background(**entry, scales=scales)


def _check(entry: dict[str, Any], where: str) -> None:
    if not re.fullmatch(r"[a-z0-9_-]{1,40}", entry["id"]):
        raise ImproperlyConfigured(f"{where}: id may have small letters without accents, digits, - and _")
    if entry["kind"] not in KINDS:
        raise ImproperlyConfigured(f"{where}: kind is none of {', '.join(KINDS)}")
    # The host becomes part of the pages' security policy, where a space or semicolon would change its meaning.
    parts = urlsplit(entry["url"])
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", parts.netloc):
        raise ImproperlyConfigured(f"{where}: url must begin with https:// and a host")


def _scales(values: object, where: str) -> tuple[float, ...]:
    if not isinstance(values, list | tuple) or not values:
        raise ImproperlyConfigured(f"{where}: scales must be a list of numbers")
    if not all(type(value) in (int, float) and 0 < value < float("inf") for value in values):
        raise ImproperlyConfigured(f"{where}: scales must be numbers above 0")
    if list(values) != sorted(set(values), reverse=True):
        raise ImproperlyConfigured(f"{where}: scales must fall")
    return tuple(float(value) for value in values)
