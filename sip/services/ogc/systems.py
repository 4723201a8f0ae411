"""Coordinate systems by their URIs (OGC API Features Part 2), with the axis order that each authority lays down."""

from collections.abc import Mapping
from typing import Final

from sip.geo.crs import KNOWN, PL_1992, WGS84, AxisOrder, Reading
from sip.services.errors import BadRequest

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG: Final = "http://www.opengis.net/def/crs/EPSG/0/{}"
STORAGE: Final = EPSG.format(PL_1992.srid)
SYSTEMS: Final[Mapping[str, Reading]] = {
    CRS84: Reading(WGS84, AxisOrder.EAST_NORTH),
    **{EPSG.format(crs.srid): Reading(crs, crs.axes) for crs in KNOWN.values()},
}


def _meant(uri: str) -> str:
    """People write the code alone."""
    code = EPSG.format(uri.rpartition(":")[2])
    return f" Did you mean {code!r}?" if code in SYSTEMS else ""


def system(query: Mapping[str, str], name: str) -> tuple[str, Reading]:
    """URI and meaning of the parameter NAME; CRS84 where it is not given. Raises BadRequest."""
    uri = query.get(name, CRS84)
    if uri not in SYSTEMS:
        raise BadRequest(f"{name}: {uri[:120]!r} is not served.{_meant(uri)} Served: {', '.join(SYSTEMS)}.")
    return uri, SYSTEMS[uri]
