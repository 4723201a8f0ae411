"""The map: what its scripts need to know to begin."""

from dataclasses import asdict
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

from sip.public import rows
from sip.services.layers import register_version

# The page's language as browsers write dates and numbers in it: as the server does, 1 October 2026.
SPOKEN = {"en": "en-GB"}
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


def map_page(request: HttpRequest) -> HttpResponse:
    version = register_version()
    config = {
        "tiles": f"/tiles/pl1992/{version}/{{z}}/{{x}}/{{y}}.mvt",
        "extent": _extent(version),
        "parcel_at": reverse("api-parcels-at", urlconf="sip.services.urls"),
        "parcel_page": f"{get_script_prefix()}dzialka/",
        "search": f"{get_script_prefix()}api/v1/search/",
        "language": SPOKEN.get(get_language(), get_language()),
        "backgrounds": [asdict(background) for background in settings.BACKGROUNDS],
    }
    return render(request, "portal/map.html", {"map_config": config, "backgrounds": settings.BACKGROUNDS})


@lru_cache(maxsize=2)
def _extent(_version: int) -> list[float]:
    """Of all that the map shows; asked once for each version of the register, as it reads every outline."""
    found = rows(EXTENT)[0]
    return EMPTY_EXTENT if found[0] is None else [float(value) for value in found]
