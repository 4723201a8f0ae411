"""Asking WMS and WFS, and where the test village is."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.test import Client
from lxml import etree
from PIL import Image

from sip.public import rows

Box = tuple[float, float, float, float]


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
