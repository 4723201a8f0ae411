"""What an untrusted TIFF says of itself: size, colours, and where on the ground it is."""

import html
import itertools
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import pyproj
import shapely
from django.conf import settings
from django.utils.translation import gettext as _
from PIL.TiffImagePlugin import ImageFileDirectory_v2 as Directory

from plans.drawings import gdal
from sip.geo.crs import KNOWN, AxisOrder, Coordinates, Reading
from sip.geo.gmlstream import Unreadable
from sip.geo.grid import PL_1992_GRID
from sip.geo.proof import in_poland, prove
from sip.registers.reading.bytesource import regular_size
from sip.registers.record import Problem

NAME: Final = "drawing.tif"
WORLD: Final = "drawing.tfw"
_MAGIC: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_BIG: Final = (b"+\0", b"\0+")
# The tag that GDAL keeps its own words in; among them may be the name of another file to read overviews from.
_GDAL_WORDS: Final = 42112
_OTHER_FILE: Final = re.compile("OVERVIEW_FILE|OVERVIEWS", re.IGNORECASE)
_MOST_DIRECTORIES: Final = 64
_WORLD_FILE: Final = re.compile(
    rb"\s*(?:[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?\s+){5}[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?\s*"
)
_LONGEST_WORLD_FILE: Final = 1000
# Places along each edge: a straight edge of one system is bent in another.
_ALONG: Final = 8
_COLOURS: Final = {
    ("Palette",): "palette",
    ("Gray",): "grey",
    ("Gray", "Alpha"): "grey",
    ("Red", "Green", "Blue"): "colour",
    ("Red", "Green", "Blue", "Alpha"): "colour",
}
# Of a projection that calls itself something else: what its datum is named does not move it by a pixel here.
_NAMES: Final = ("datum", "ellps", "towgs84", "no_defs", "type", "nadgrids", "wktext")


@dataclass(frozen=True, slots=True)
class Picture:
    """`folder` holds it under NAME. `colours` is one of palette, grey, colour; `alpha`, whether it says what is
    transparent. `footprint` is its outline in PL-1992. Pixels are WIDTH by HEIGHT.
    """

    folder: Path
    width: int
    height: int
    colours: str
    alpha: bool
    srid: int
    footprint: shapely.Polygon
    notes: tuple[Problem, ...]


def inspect(file: Path, world_file: Path | None, folder: Path, unit: str) -> Picture:
    """Look at FILE without decoding it; FOLDER is empty and ours. UNIT begins with the TERYT code of its voivodeship.

    Raises Unreadable.
    """
    _prove_harmless(file)
    (folder / NAME).symlink_to(file.resolve())
    if world_file:
        (folder / WORLD).write_bytes(_world(world_file))
    told = _told(folder)
    width, height = _size(told)
    interpreted = tuple(band.get("colorInterpretation", "") for band in told.get("bands", ()))
    if interpreted not in _COLOURS or any(band["type"] != "Byte" for band in told["bands"]):
        kinds = ", ".join(f"{band.get('colorInterpretation', '?')} {band['type']}" for band in told["bands"][:5])
        raise Unreadable("unsupported-picture", kinds)
    edge = _edge(told, width, height)
    reading, notes = _reading(told, edge, unit)
    colours = _COLOURS[interpreted]
    footprint = _footprint(edge, reading)
    return Picture(folder, width, height, colours, "Alpha" in interpreted, reading.crs.srid, footprint, notes)


def _prove_harmless(file: Path) -> None:
    """That it is a TIFF at all, and names no other file."""
    regular_size(file)
    with file.open("rb") as opened:
        head = opened.read(8)
        if head[:4] not in _MAGIC:
            raise Unreadable("unknown-format", "TIFF?")
        head += opened.read(8) if head[2:4] in _BIG else b""
        try:
            place, seen = Directory(head).next, set[int]()
            while place and place not in seen and len(seen) < _MOST_DIRECTORIES:
                seen.add(place)
                opened.seek(place)
                directory = Directory(head)
                directory.load(opened)
                words = html.unescape(str(directory.get(_GDAL_WORDS, "")))
                if _OTHER_FILE.search(words):
                    raise Unreadable("unsupported-picture", "OVERVIEW_FILE")
                place = directory.next
        except Unreadable:
            raise
        except Exception as fault:  # whatever a broken directory makes the reader stumble over
            raise Unreadable("damaged-picture", type(fault).__name__) from None


def _told(folder: Path) -> dict[str, Any]:
    """Corners whose latitude cannot be told are an error to gdalinfo; where they are is judged here."""
    text = gdal.run("gdalinfo", "-if", "GTiff", "-json", "-nomd", "-norat", NAME, folder=folder, forgiving=True)
    try:
        told: dict[str, Any] = orjson.loads(text)
    except orjson.JSONDecodeError:  # numbers that are none
        raise Unreadable("damaged-picture", "gdalinfo") from None
    return told


def _world(file: Path) -> bytes:
    regular_size(file)
    with file.open("rb") as opened:
        content = opened.read(_LONGEST_WORLD_FILE)
    if not _WORLD_FILE.fullmatch(content):
        raise Unreadable("no-georeference", file.name)
    return content


def _size(told: dict[str, Any]) -> tuple[int, int]:
    width, height = told["size"]
    if width * height > settings.DRAWING_MEGAPIXELS * 1_000_000:
        raise Unreadable("too-many-pixels", f"{width} × {height}, {settings.DRAWING_MEGAPIXELS}")
    return width, height


def _edge(told: dict[str, Any], width: int, height: int) -> Coordinates:
    """Places around the picture's edge, as its own system counts them, easting first. Raises Unreadable."""
    numbers = told.get("geoTransform")
    if numbers is None or not all(map(math.isfinite, numbers)):
        only_points = _("Są w nim tylko punkty dostosowania (GCP): zapisz go po przekształceniu.")
        raise Unreadable("no-georeference", only_points if told.get("gcps") else "")
    x0, a, b, y0, d, e = numbers
    # Without a place a picture lies at zero, a unit to a pixel.
    if not abs(a * e - b * d) > 0 or (x0, y0, abs(a), abs(e)) == (0, 0, 1, 1):
        raise Unreadable("no-georeference")
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height), (0, 0)], dtype=float)
    steps = np.linspace(0, 1, _ALONG, endpoint=False)[:, None]
    pixels = np.concatenate([start + (end - start) * steps for start, end in itertools.pairwise(corners)])
    return np.column_stack((x0 + pixels @ (a, b), y0 + pixels @ (d, e)))


def _reading(told: dict[str, Any], edge: Coordinates, unit: str) -> tuple[Reading, tuple[Problem, ...]]:
    """Rasters put easting first whatever their system says."""
    wkt = told.get("coordinateSystem", {}).get("wkt", "")
    if srid := _srid(wkt):
        return Reading(KNOWN[srid], AxisOrder.EAST_NORTH), ()
    proof = prove(None, edge, [unit] * len(edge), usual=AxisOrder.EAST_NORTH)
    if proof is None or proof.reading.order is not AxisOrder.EAST_NORTH:
        raise Unreadable("no-crs", _called(wkt))
    return proof.reading, (Problem("crs-assumed", f"{_called(wkt) or '-'}: {proof.reading.crs.name}"),)


def _srid(wkt: str) -> int | None:
    """Which of the systems we know this is, by its code, by what it is, or by its numbers."""
    try:
        crs = pyproj.CRS.from_wkt(wkt)
        crs = crs.sub_crs_list[0] if crs.is_compound else crs
    except pyproj.exceptions.CRSError:
        return None
    if (code := crs.to_epsg(min_confidence=25)) in KNOWN:
        return code
    numbers = _numbers(crs)
    return next((srid for srid in KNOWN if numbers and numbers == _numbers(pyproj.CRS.from_epsg(srid))), None)


def _numbers(crs: pyproj.CRS) -> dict[str, Any]:
    return {name: value for name, value in crs.to_dict().items() if name not in _NAMES} if crs.is_projected else {}


def _called(wkt: str) -> str:
    found = re.search(r'\["([^"]{1,60})', wkt)
    return found[1] if found else ""


def _footprint(edge: Coordinates, reading: Reading) -> shapely.Polygon:
    """Raises Unreadable where not all of it is about Poland, its middle in it."""
    placed = reading.to_pl_1992(edge)
    area = PL_1992_GRID.area
    about = np.isfinite(placed).all() and (placed >= area[:2]).all() and (placed <= area[2:]).all()
    if not about or not in_poland(placed.mean(axis=0, keepdims=True)).all():
        raise Unreadable("absurd-coordinates", f"{edge[0][0]:.2f} {edge[0][1]:.2f} EPSG:{reading.crs.srid}")
    outline = shapely.Polygon(placed.round(3))
    if not outline.is_valid or not outline.area:
        raise Unreadable("no-georeference")
    return outline
