"""From a picture to its tiles: warped once to PL-1992, cut on the tile grid, each zoom half as fine as the next.

The result is a TIFF of WebP tiles whose blocks are the tiles of the grid: level 0 holds those of the deepest zoom, each
overview those of the zoom before. What is outside of the picture takes no room.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from plans.drawings import gdal
from plans.drawings.picture import NAME, Picture
from sip.geo.crs import PL_1992
from sip.geo.grid import PL_1992_GRID, TILE_PIXELS, Box

# Changes when other bytes are made of the same picture.
EDITION: Final = 1
# Drawings of few colours keep them exactly; of scans and photographs that would take sixteen times the room.
QUALITY: Final = {"palette": "100", "grey": "90", "colour": "90"}
# How much coarser than the picture the deepest zoom may be, in zooms.
_COARSER: Final = 0.3
# Beyond the zoom at which the picture is a tile or two, so many more.
_BEYOND: Final = 2
# Whole tiles of the first zoom are mostly empty, and those of a long strip nearly all: at most so many pixels for one
# of the picture, or so many at all.
_EMPTY: Final = 64
_ALWAYS: Final = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Zooms:
    """Both ends included."""

    first: int
    last: int


def zooms(picture: Picture) -> Zooms:
    """The deepest as fine as the picture, the first where it is but a spot."""
    metres = math.sqrt(picture.footprint.area / (picture.width * picture.height))
    last = math.ceil(math.log2(PL_1992_GRID.resolution / metres) - _COARSER)
    last = min(max(last, 0), PL_1992_GRID.deepest)
    box = Box(*picture.footprint.bounds)
    while last and _pixels(box, last) > settings.DRAWING_MEGAPIXELS * 2_000_000:
        last -= 1
    first = last
    while first and max(_span(box, first)) > 2:
        first -= 1
    first, most = max(first - _BEYOND, 0), max(picture.width * picture.height * _EMPTY, _ALWAYS)
    while first < last and math.prod(_size(box, Zooms(first, last))) > most:
        first += 1
    return Zooms(first, last)


def build(picture: Picture, limits: Zooms, step: gdal.Step) -> Path:
    """Make the file in the picture's folder. STEP is told the percent done. Raises Unreadable."""
    folder = picture.folder
    source = NAME
    if picture.colours == "palette":
        source = "expanded.tif"
        options = ("-if", "GTiff", "-expand", "rgba", "-a_nodata", "none", *_PLAIN)
        gdal.run("gdal_translate", *options, NAME, source, folder=folder, step=lambda done: step(done // 5))
    gdal.run(
        "gdalwarp", *_warp(picture, limits), source, "warped.tif", folder=folder, step=lambda n: step(20 + n // 5 * 2)
    )
    gdal.run(
        "gdal_translate",
        *_cut(picture, limits),
        "warped.tif",
        "tiles.tif",
        folder=folder,
        step=lambda n: step(60 + n // 5 * 2),
    )
    return folder / "tiles.tif"


_PLAIN: Final = ("-co", "TILED=YES", "-co", "COMPRESS=LZW", "-co", "SPARSE_OK=TRUE", "-co", "BIGTIFF=IF_SAFER")


def _warp(picture: Picture, limits: Zooms) -> list[str]:
    """The extent is whole tiles of the first zoom, so that tiles of every zoom begin where blocks do."""
    box = _tiles(Box(*picture.footprint.bounds), limits.first)
    width, height = _size(Box(*picture.footprint.bounds), limits)
    return [
        *("-if", "GTiff", "-of", "GTiff", *_PLAIN, "-multi", "-wm", "256", "-r", "bilinear", "-dstalpha", "-nomd"),
        *("-wo", "UNIFIED_SRC_NODATA=YES", "-wo", "NUM_THREADS=ALL_CPUS", "-wo", "SKIP_NOSOURCE=YES"),
        *("-s_srs", f"EPSG:{picture.srid}", "-t_srs", f"EPSG:{PL_1992.srid}"),
        *("-te", *map(repr, box), "-ts", str(width), str(height)),
    ]


def _cut(picture: Picture, limits: Zooms) -> list[str]:
    levels = limits.last - limits.first
    overviews = ("OVERVIEWS=IGNORE_EXISTING", f"OVERVIEW_COUNT={levels}") if levels else ("OVERVIEWS=NONE",)
    bands = ("1", "1", "1", "2") if picture.colours == "grey" else ("1", "2", "3", "4")
    options = (
        "COMPRESS=WEBP",
        f"QUALITY={QUALITY[picture.colours]}",
        f"OVERVIEW_QUALITY={QUALITY[picture.colours]}",
        f"BLOCKSIZE={TILE_PIXELS}",
        "OVERVIEW_RESAMPLING=AVERAGE",
        "SPARSE_OK=TRUE",
        "NUM_THREADS=ALL_CPUS",
        "BIGTIFF=IF_SAFER",
        *overviews,
    )
    return [
        *("-if", "GTiff", "-of", "COG", "-colorinterp", "red,green,blue,alpha"),
        *(word for band in bands for word in ("-b", band)),
        *(word for option in options for word in ("-co", option)),
    ]


def _size(box: Box, limits: Zooms) -> tuple[int, int]:
    """Pixels of the last zoom in whole tiles of the first."""
    columns, rows = _span(box, limits.first)
    pixels = TILE_PIXELS * 2 ** (limits.last - limits.first)
    return columns * pixels, rows * pixels


def _span(box: Box, z: int) -> tuple[int, int]:
    """Columns and rows of tiles of zoom Z that the box touches."""
    west, north = PL_1992_GRID.cell(z, box.west, box.north)
    east, south = PL_1992_GRID.cell(z, box.east, box.south)
    return east - west + 1, south - north + 1


def _tiles(box: Box, z: int) -> Box:
    """The box grown to whole tiles of zoom Z."""
    first = PL_1992_GRID.box(z, *PL_1992_GRID.cell(z, box.west, box.north))
    last = PL_1992_GRID.box(z, *PL_1992_GRID.cell(z, box.east, box.south))
    return Box(first.west, last.south, last.east, first.north)


def _pixels(box: Box, z: int) -> float:
    size: float = PL_1992_GRID.resolution / 2**z
    return (box.east - box.west) * (box.north - box.south) / size**2
