"""The drawing of a plan miejscowy as a GeoTIFF: zones in colours with their designations, title and legend beside."""

from pathlib import Path
from typing import Final

import numpy as np
import shapely
from PIL import Image, ImageDraw, ImageFont, TiffImagePlugin
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from plans.demo.land import Gmina, Places, Shapes
from plans.demo.local import LocalPlan
from plans.demo.prose import PURPOSES
from plans.demo.records import Act

PIXEL = 0.6  # metres; with finer ones most of the time of loading the demo would go to tiles
MARGIN = 55.0  # metres of paper round the plan
LEGEND = 560  # pixels beside it
PAPER, INK, PARCELS, LIMIT = "#fdfcf7", "#1c1c1c", "#b3a8a0", "#c2185b"
COLOURS: Final = {
    "MN": "#f3d7a1", "MN/U": "#efb778", "MN/RM": "#f5dfa8", "MW": "#a9714b", "MW/U": "#c58b62", "U/MW": "#d8735f",
    "RM": "#ffe9b0", "U": "#ff7b7b", "UO": "#ff9ecb", "UO/US": "#f6a6a6", "UK": "#e57bd0", "US": "#7fd0a0",
    "P": "#af88de", "P/U": "#c9a6e8", "R": "#fff7c9", "ZP": "#8fdc7a", "ZI": "#6fb96a", "ZN": "#cdeeb8",
    "ZC": "#94d4c4", "ZD": "#b9e59a", "ZL": "#5d9b56", "WS": "#9cd3f5", "IT": "#bbbbbb", "KP": "#d9d9d9",
    "KK": "#c4c4c4", "KDZ": "#ffffff", "KDL": "#fafafa", "KDD": "#f0f0f0", "KDW": "#e6e6e6",
}  # fmt: skip
# Tags of GeoTIFF: size of a pixel, the place of the first one, keys.
SCALE_TAG, TIEPOINT_TAG, KEYS_TAG = 33550, 33922, 34735
MODEL_PROJECTED, PIXEL_IS_AREA = 1, 1


def write(path: Path, act: Act, plan: LocalPlan, gmina: Gmina) -> Path:
    """One file below 2 MB, in the land's coordinates, north up."""
    west, south, east, north = shapely.bounds(plan.area)
    sheet = _Sheet(west - MARGIN, north + MARGIN, east + MARGIN, south - MARGIN)
    near = gmina.shapes[shapely.intersects(gmina.shapes, shapely.box(west, south, east, north).buffer(MARGIN))]
    sheet.zones(plan, near)
    sheet.legend(act, plan)
    sheet.save(path, gmina.srid)
    return path


class _Sheet:
    """Paper in pixels, placed by its north-west corner."""

    def __init__(self, west: float, north: float, east: float, south: float) -> None:
        self._corner = (west, north)
        self._width = round((east - west) / PIXEL)
        height = max(round((north - south) / PIXEL), 900)
        self._image = Image.new("RGB", (self._width + LEGEND, height), PAPER)
        self._pen = ImageDraw.Draw(self._image)

    def _pixels(self, places: Places) -> list[tuple[float, float]]:
        west, north = self._corner
        spots = np.column_stack([places[:, 0] - west, north - places[:, 1]]) / PIXEL
        return [(x, y) for x, y in spots.round(1).tolist()]

    def _line(self, ring: BaseGeometry, colour: str, width: int) -> None:
        self._pen.line(self._pixels(shapely.get_coordinates(ring)), fill=colour, width=width, joint="curve")

    def zones(self, plan: LocalPlan, parcels: Shapes) -> None:
        """Large zones first: what lies in a hole of another is drawn over it."""
        for i in np.argsort(-shapely.area(shapely.convex_hull(plan.shapes)), kind="stable").tolist():
            colour = COLOURS[str(plan.symbols[i])]
            self._pen.polygon(self._pixels(shapely.get_coordinates(plan.shapes[i].exterior)), fill=colour)
        for ring in shapely.get_rings(parcels).tolist():
            self._line(ring, PARCELS, 1)
        for ring in shapely.get_rings(plan.shapes).tolist():
            self._line(ring, INK, 2)
        for part in shapely.get_parts(plan.area).tolist():
            self._dashes(part.exterior)
        self._labels(plan)

    def _dashes(self, ring: shapely.LinearRing) -> None:
        step = 9.0
        for place in np.arange(0, ring.length, 1.6 * step).tolist():
            self._line(substring(ring, place, min(place + step, ring.length)), LIMIT, 5)

    def _labels(self, plan: LocalPlan) -> None:
        for shape, text in zip(plan.shapes.tolist(), plan.designations.tolist(), strict=True):
            room = shapely.maximum_inscribed_circle(shape, tolerance=1.0)
            size = int(min(20, max(7, room.length / PIXEL * 0.8)))
            (spot,) = self._pixels(shapely.get_coordinates(room)[:1])
            font = _font(size)
            self._pen.text(spot, text, fill=INK, font=font, anchor="mm", stroke_width=2, stroke_fill=PAPER)

    def legend(self, act: Act, plan: LocalPlan) -> None:
        left, top = self._width + 20, 40
        self._pen.rectangle((self._width, 0, *self._image.size), fill=PAPER)
        title, text = _font(20), _font(14)
        for line in _wrapped(act.title, 44):
            self._pen.text((left, top), line, fill=INK, font=title)
            top += 32
        top += 24
        for symbol in [symbol for symbol in PURPOSES if symbol in set(plan.symbols.tolist())]:
            self._pen.rectangle((left, top, left + 62, top + 30), fill=COLOURS[symbol], outline=INK, width=2)
            self._pen.text((left + 31, top + 15), symbol, fill=INK, font=text, anchor="mm")
            self._pen.text((left + 76, top + 15), PURPOSES[symbol][:60], fill=INK, font=text, anchor="lm")
            top += 36
        self._pen.text((left, top + 16), "Rysunek zmyślony, demonstracyjny", fill=LIMIT, font=text)

    def save(self, path: Path, srid: int) -> None:
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        west, north = self._corner
        for tag, kind, values in (
            (SCALE_TAG, 12, (PIXEL, PIXEL, 0.0)),
            (TIEPOINT_TAG, 12, (0.0, 0.0, 0.0, west, north, 0.0)),
            (KEYS_TAG, 3, (1, 1, 0, 3, 1024, 0, 1, MODEL_PROJECTED, 1025, 0, 1, PIXEL_IS_AREA, 3072, 0, 1, srid)),
        ):
            tags.tagtype[tag] = kind
            tags[tag] = values
        # Not of a palette: tiles of those are kept without loss, which takes thrice the time.
        self._image.save(path, "TIFF", tiffinfo=tags, compression="tiff_adobe_deflate")


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """DejaVu, which documents want too; where it is missing one that lacks Polish letters."""
    try:
        return ImageFont.truetype("DejaVuSans.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


def _wrapped(text: str, most: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
