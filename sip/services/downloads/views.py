"""A parcel's files by their addresses, with names that any file system takes."""

from collections.abc import Callable
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse

from sip.extracts.parcel import ParcelRecord, last_version, parcel
from sip.services.answers import known_already, readable, standing, unchanged
from sip.services.downloads.dxf import dxf
from sip.services.downloads.geojson import geojson
from sip.services.downloads.gml import gml
from sip.services.downloads.points import points
from sip.services.errors import NotFound
from sip.services.layers import register_version

Writer = Callable[[ParcelRecord], bytes]
# Ending of the file's name -> what writes it, its media type.
FORMATS: dict[str, tuple[Writer, str]] = {
    "geojson": (geojson, "application/geo+json"),
    "gml": (gml, "application/gml+xml; version=3.2"),
    "dxf": (dxf, "image/vnd.dxf"),
    "csv": (points, "text/csv; charset=utf-8"),
}


@readable
def download(request: HttpRequest, identifier: str, ending: str) -> HttpResponse:
    """The parcel in force, or the last version of a former one, which says when it ended."""
    headers = standing(request, _etag(identifier, ending), "no-cache")
    if known_already(request, headers):
        return unchanged(headers)
    record = parcel(identifier) or last_version(identifier)
    if record is None:
        raise NotFound(f"There is no parcel {identifier} in the register.")
    write, media_type = FORMATS[ending]
    name = f"dzialka-{identifier.replace('/', '-')}.{ending}"
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return HttpResponse(write(record), content_type=media_type, headers=headers)


@readable
def no_such_parcel(_request: HttpRequest) -> HttpResponse:
    raise NotFound("The address has no identifier of a parcel such as 060902_5.0001.154.")


def _etag(identifier: str, ending: str) -> str:
    text = f"{register_version()} {identifier} {ending}"
    return f'W/"{blake2b(text.encode(), digest_size=12).hexdigest()}"'
