"""Asking WMS and WFS, and where the test village is."""

import re
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.test import Client
from lxml import etree
from PIL import Image

from sip.geo.crs import KNOWN, AxisOrder
from sip.public import rows

Box = tuple[float, float, float, float]
# Pixels of a side of the pictures asked for.
SIDE = 200
# Of WFS.
VERSIONS = ["1.1.0", "2.0.0"]


def wms(client: Client, **parameters: Any) -> Any:
    return client.get(f"/wms?{urlencode(parameters)}")


def place(number: str = "2", srid: int = 2180) -> Box:
    """West, south, east and north of a parcel."""
    statement = (
        "SELECT ST_XMin(g), ST_YMin(g), ST_XMax(g), ST_YMax(g) FROM (SELECT ST_Transform(geom, %(srid)s) AS g"
        " FROM parcel_public WHERE number = %(number)s) AS one"
    )
    west, south, east, north = rows(statement, {"srid": srid, "number": number})[0]
    return west, south, east, north


def picture(answer: Any) -> Image.Image:
    assert answer.headers["Content-Type"].startswith("image/"), answer.content[:600]
    return Image.open(BytesIO(answer.content)).convert("RGBA")


def inked(image: Image.Image) -> int:
    """Pixels on which something is drawn."""
    pixels = np.asarray(image)
    return int(((pixels[..., 3] > 0) & (pixels[..., :3] < 255).any(axis=-1)).sum())


def report(answer: Any) -> tuple[str, str]:
    """Code and text of an exception report."""
    root = etree.fromstring(answer.content)
    found = next(root.iter("{*}ServiceException", "ServiceException", "{*}Exception"))
    return found.get("code") or found.get("exceptionCode") or "", " ".join(map(str, found.itertext())).strip()


def asked(version: str, srid: str, box: Box, **more: Any) -> dict[str, Any]:
    """A picture of BOX, west, south, east and north, as the version writes it."""
    newer = version == "1.3.0"
    west, south, east, north = box
    swapped = newer and srid != "CRS:84" and KNOWN[int(srid.partition(":")[2])].axes == AxisOrder.NORTH_EAST
    edges = (south, west, north, east) if swapped else (west, south, east, north)
    return {
        "SERVICE": "WMS",
        "VERSION": version,
        "REQUEST": "GetMap",
        "LAYERS": "dzialki",
        "STYLES": "",
        "CRS" if newer else "SRS": srid,
        "BBOX": ",".join(map(repr, edges)),
        "WIDTH": SIDE,
        "HEIGHT": SIDE,
        "FORMAT": "image/png",
        "TRANSPARENT": "TRUE",
        **more,
    }


def wfs(client: Client, version: str = "2.0.0", **parameters: Any) -> Any:
    return client.get(
        f"/wfs?{urlencode({'SERVICE': 'WFS', 'VERSION': version, 'REQUEST': 'GetFeature', **parameters})}"
    )


def parcels(client: Client, version: str = "2.0.0", **parameters: Any) -> Any:
    name = "TYPENAMES" if version == "2.0.0" else "TYPENAME"
    return wfs(client, version, **{name: "ms:dzialki"}, **parameters)


def numbers(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return re.findall("<ms:NUMER_DZIALKI>([^<]*)<", answer.content.decode())
