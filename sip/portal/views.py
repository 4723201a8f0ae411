"""Pages for everyone: the map, a parcel."""

from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sip.extracts import parcel as extract
from sip.extracts.parcel import ParcelRecord, Relative
from sip.extracts.picture import picture
from sip.public import rows
from sip.services.layers import register_version

# What the map shows first when the register is empty: powiat lubelski, PL-1992.
EMPTY_EXTENT = [715_000.0, 340_000.0, 775_000.0, 400_000.0]
EXTENT = """
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (
    SELECT ST_Extent(geom) AS e FROM (
        SELECT geom FROM precinct_public
        UNION ALL SELECT geom FROM parcel_public
        UNION ALL SELECT geom FROM building_public
    ) AS shown) AS found
"""
ENDED = """
SELECT identifier, valid_from, valid_to, registered_area FROM parcel_history_public
WHERE identifier = %(identifier)s AND valid_to IS NOT NULL ORDER BY valid_to DESC LIMIT 1
"""


def map_page(request: HttpRequest) -> HttpResponse:
    version = register_version()
    config = {
        "tiles": f"/tiles/pl1992/{version}/{{z}}/{{x}}/{{y}}.mvt",
        "extent": _extent(version),
        "parcel_at": reverse("api-parcels-at", urlconf="sip.services.urls"),
        "parcel_page": f"{get_script_prefix()}dzialka/",
        "search": f"{get_script_prefix()}api/v1/search/",
        "language": get_language(),
        "backgrounds": [asdict(background) for background in settings.BACKGROUNDS],
    }
    return render(request, "portal/map.html", {"map_config": config, "backgrounds": settings.BACKGROUNDS})


def parcel_page(request: HttpRequest, identifier: str) -> HttpResponse:
    record = extract.parcel(identifier)
    predecessors, successors = extract.relatives(identifier)
    if record is None:
        return _parcel_gone(request, identifier, successors)
    context = {
        "parcel": record,
        "area_text": _area(record),
        "versions": extract.versions(identifier),
        "lineage": {"predecessors": _linked(predecessors), "successors": _linked(successors)},
        "buildings": extract.buildings(identifier),
        "addresses": extract.addresses(identifier),
        "neighbours": [{"identifier": other, "url": _page(other)} for other in extract.neighbours(identifier)],
        "picture": picture(record),
        "geojson_url": reverse("api-parcel", args=[identifier], urlconf="sip.services.urls"),
        "map_url": f"{reverse('map')}?d={identifier}",
        "data_note": _data_note(record.data_date),
    }
    return render(request, "portal/parcel.html", context)


def _parcel_gone(request: HttpRequest, identifier: str, successors: list[Relative]) -> HttpResponse:
    ended = rows(ENDED, {"identifier": identifier})
    names = ("identifier", "valid_from", "valid_to", "registered_area_ha")
    context = {
        "identifier": identifier,
        "successors": _linked(successors),
        "last_version": dict(zip(names, ended[0], strict=True)) if ended else None,
    }
    return render(request, "portal/parcel_gone.html", context, status=410 if ended else 404)


def _linked(relatives: list[Relative]) -> list[dict[str, Any]]:
    return [
        {
            "identifier": relative.identifier,
            "url": _page(relative.identifier) if relative.known else None,
            "kind": relative.kind_label,
            "source": relative.source_label,
            "share": relative.share,
            "happened_at": relative.happened_at,
        }
        for relative in relatives
    ]


def _page(identifier: str) -> str:
    # Dirty identifiers have no page of their own, but a link must not break the page that names them.
    return f"{get_script_prefix()}dzialka/{identifier}/"


def _area(record: ParcelRecord) -> str:
    if record.registered_area_ha is None:
        return _("brak danych")
    hectares = number_format(record.registered_area_ha, 4)
    return f"{hectares} ha ({record.registered_area_m2} m²)"


def _data_note(day: date | None) -> str:
    return _("Stan danych: %(day)s.") % {"day": date_format(day, "j E Y")} if day else ""


@lru_cache(maxsize=2)
def _extent(_version: int) -> list[float]:
    """Of all that the map shows; asked once for each version of the register, as it reads every outline."""
    found = rows(EXTENT)[0]
    return EMPTY_EXTENT if found[0] is None else [float(value) for value in found]
