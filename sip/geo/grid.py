"""The national tile grid in EPSG:2180: corner and tile size of the national WMTS, scales halved at each zoom."""

from dataclasses import dataclass
from typing import Final

from sip.geo.crs import PL_1992

TILE_PIXELS: Final = 512
# Source: capabilities of the national WMTS; a pixel of 0.28 mm at 1 : 30 238 155.714.
COARSEST_RESOLUTION: Final = 30_238_155.714_285_7 * 0.000_28


@dataclass(frozen=True, slots=True)
class Grid:
    """Quadtree of square tiles; `west` and `north` are the corner's easting and northing in metres."""

    west: float
    north: float
    resolution: float
    deepest: int
    srid: int

    def holds(self, z: int, x: int, y: int) -> bool:
        return 0 <= z <= self.deepest and 0 <= x < 2**z and 0 <= y < 2**z

    def parameters(self, z: int, x: int, y: int) -> dict[str, float]:
        """What ST_TileEnvelope needs, and the ground size of a pixel in metres."""
        side = self.resolution * TILE_PIXELS
        return {
            "z": z,
            "x": x,
            "y": y,
            "west": self.west,
            "south": self.north - side,
            "east": self.west + side,
            "north": self.north,
            "srid": self.srid,
            "pixel": self.resolution / 2**z,
        }


PL_1992_GRID: Final = Grid(100_000, 850_000, COARSEST_RESOLUTION, deepest=17, srid=PL_1992.srid)
