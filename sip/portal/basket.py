"""The basket: parcels that the address itself names, as a page and as files; nothing is kept here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from parcels.identifiers import ParcelId
from sip.extracts.parcel import LandUseRow
from sip.geo.crs import WGS84
from sip.map_address import map_address
from sip.public import rows, statement
from sip.registers.versions import MOST_IDENTIFIER
from sip.services.registry.land import PARCELS
from sip.services.rest.features import select
from sip.spreadsheet import csv_lines

MOST: Final = 50
# Between identifiers pasted into one field.
BETWEEN: Final = re.compile(r"[\s,;\0]+")
# Room around the parcels on the map, as a share of their extent, and at least so many metres.
ROOM: Final = 0.1
LEAST_ROOM_M: Final = 20.0
BASKET: Final = statement(__file__, "basket.sql")


@dataclass(frozen=True, slots=True)
class Entry:
    """One named parcel. Without a number it is not in force: gone where there is an end, else unknown.

    `extent` is minimum easting, minimum northing, maximum easting, maximum northing in PL-1992, metres.
    """

    identifier: str
    number: str | None
    sheet: str | None
    precinct: str | None
    precinct_name: str | None
    unit_name: str | None
    registered_area_ha: Decimal | None
    land_use: tuple[LandUseRow, ...]
    extent: list[float] | None
    ended_at: datetime | None
    successors: tuple[str, ...]

    @property
    def in_force(self) -> bool:
        return self.number is not None

    @property
    def has_page(self) -> bool:
        """Dirty identifiers and those that never were have no page of their own."""
        return ParcelId.parse(self.identifier) is not None and (self.in_force or self.ended_at is not None)

    @property
    def uses(self) -> str:
        """Land use in short: "RIVa 0,4000, Br 0,0800"."""
        return ", ".join(
            use.symbol if use.area_ha is None else f"{use.symbol} {number_format(use.area_ha, 4)}"
            for use in self.land_use
        )

    @property
    def state(self) -> str:
        if self.in_force:
            return _("w rejestrze")
        if self.ended_at:
            return _("zamknięta %(day)s") % {"day": date_format(self.ended_at, "d.m.Y")}
        return _("nie ma jej w rejestrze")


# In the order of basket.sql.
FIELDS: Final = tuple(field.name for field in fields(Entry))


def basket_page(request: HttpRequest) -> HttpResponse:
    asked = asked_parcels(request)
    named = asked[:MOST]
    entries = _entries(named)
    in_force = [entry for entry in entries if entry.in_force]
    context = {
        "entries": [(entry, _address("basket", _without(named, entry.identifier))) for entry in entries],
        "named": named,
        "most": MOST,
        "left_out": asked[MOST:],
        "count": len(in_force),
        "area": sum((entry.registered_area_ha or Decimal() for entry in in_force), Decimal()),
        "without_area": sum(entry.registered_area_ha is None for entry in in_force),
        "map_url": _map_url(in_force),
        "geojson_url": _address("basket-geojson", named),
        "csv_url": _address("basket-csv", named),
        "order_url": _address("downloads", [entry.identifier for entry in in_force]),
        "extract_url": _address("extracts", [entry.identifier for entry in in_force]),
        "service_url": _address("services", [entry.identifier for entry in in_force]),
        "share_url": request.build_absolute_uri(_address("basket", named)),
    }
    return render(request, "portal/basket.html", context)


def basket_geojson(request: HttpRequest) -> HttpResponse:
    """The parcels in force, in WGS 84 as RFC 7946 wants; the others have no shape to give."""
    among = ("identifier = ANY(%(identifiers)s)", {"identifiers": asked_parcels(request)[:MOST]})
    features = [text for _, text in select(PARCELS, [among], MOST, WGS84.srid)]
    body = f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
    return HttpResponse(body, content_type="application/geo+json", headers=_saved_as("dzialki.geojson"))


def basket_csv(request: HttpRequest) -> HttpResponse:
    """A row for each parcel named, those that are not in force too, as Polish spreadsheets want it."""
    lines = csv_lines(_table(_entries(asked_parcels(request)[:MOST])), delimiter=";")
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=_saved_as("dzialki.csv"))


def asked_parcels(request: HttpRequest) -> list[str]:
    """Identifiers in the address, each once and in their order; several may stand in one parameter."""
    words = (word for given in request.GET.getlist("d") for word in BETWEEN.split(given))
    return list(dict.fromkeys(word[:MOST_IDENTIFIER] for word in words if word))


def _entries(identifiers: list[str]) -> list[Entry]:
    found = rows(BASKET, {"identifiers": identifiers}) if identifiers else []
    return [_entry(dict(zip(FIELDS, row, strict=True))) for row in found]


def _entry(row: dict[str, Any]) -> Entry:
    row["land_use"] = tuple(LandUseRow(**use) for use in orjson.loads(row["land_use"] or "[]"))
    row["successors"] = tuple(row["successors"])
    return Entry(**row)


def _without(identifiers: list[str], one: str) -> list[str]:
    return [identifier for identifier in identifiers if identifier != one]


def _address(name: str, identifiers: list[str]) -> str:
    """Slashes of identifiers stay readable, which a query allows."""
    query = urlencode([("d", identifier) for identifier in identifiers], safe="/")
    return f"{reverse(name)}?{query}" if query else reverse(name)


def _map_url(entries: list[Entry]) -> str:
    """The map on which all of them are seen; empty where none has a shape."""
    extents = [entry.extent for entry in entries if entry.extent]
    if not extents:
        return ""
    west, south = (min(extent[axis] for extent in extents) for axis in (0, 1))
    east, north = (max(extent[axis] for extent in extents) for axis in (2, 3))
    room = max((east - west) * ROOM, (north - south) * ROOM, LEAST_ROOM_M)
    return map_address(extent=(west - room, south - room, east + room, north + room))


def _table(entries: list[Entry]) -> Iterator[Sequence[object]]:
    yield (
        _("identyfikator"),
        _("numer"),
        _("arkusz"),
        _("obręb"),
        _("nazwa obrębu"),
        _("gmina"),
        _("powierzchnia ewidencyjna [ha]"),
        _("użytki [ha]"),
        _("stan"),
        _("powstały z niej"),
    )
    for entry in entries:
        area = "" if entry.registered_area_ha is None else number_format(entry.registered_area_ha, 4)
        yield (
            entry.identifier,
            entry.number or "",
            entry.sheet or "",
            entry.precinct or "",
            entry.precinct_name or "",
            entry.unit_name or "",
            area,
            entry.uses,
            entry.state,
            " ".join(entry.successors),
        )


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
