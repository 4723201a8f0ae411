"""Tile grids: the national one in EPSG:2180, which transforms nothing, and the world's WebMercatorQuad."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from sip.geo.crs import CRS, PL_1992, WEB_MERCATOR

TILE_PIXELS: Final = 512


class Box(NamedTuple):
    """Corners, easting before northing."""

    west: float
    south: float
    east: float
    north: float

    def grown(self, by: float) -> "Box":
        return Box(self.west - by, self.south - by, self.east + by, self.north + by)

    def within(self, other: "Box") -> "Box | None":
        """What both cover; None where they do not meet."""
        west, south = max(self.west, other.west), max(self.south, other.south)
        east, north = min(self.east, other.east), min(self.north, other.north)
        return Box(west, south, east, north) if west < east and south < north else None


@dataclass(frozen=True, slots=True)
class Grid:
    """Quadtree of square tiles, counted from the north-western corner.

    `side` is that of the single tile of zoom 0, in units of the system; `ground` is how many metres such a unit is
    in the middle of the country; outside `area` there is nothing of ours.
    """

    name: str
    crs: CRS
    west: float
    north: float
    side: float
    deepest: int
    area: Box
    ground: float = 1.0

    @property
    def resolution(self) -> float:
        """Units a pixel at zoom 0."""
        return self.side / TILE_PIXELS

    def holds(self, z: int, x: int, y: int) -> bool:
        return 0 <= z <= self.deepest and 0 <= x < 2**z and 0 <= y < 2**z

    def box(self, z: int, x: int, y: int) -> Box:
        """Neighbours share their edges to the last bit."""
        side = self.side / 2**z
        return Box(self.west + x * side, self.north - (y + 1) * side, self.west + (x + 1) * side, self.north - y * side)

    def cell(self, z: int, x: float, y: float) -> tuple[int, int]:
        """Column and row of the tile that a place is in."""
        side = self.side / 2**z
        return int((x - self.west) // side), int((self.north - y) // side)


# Source: capabilities of the national WMTS; a pixel of 0.28 mm at 1 : 30 238 155.714 for zoom 0, tiles of 512 pixels.
PL_1992_GRID: Final = Grid(
    "pl1992",
    PL_1992,
    west=100_000,
    north=850_000,
    side=30_238_155.714_285_7 * 0.000_28 * TILE_PIXELS,
    deepest=17,
    area=Box(100_000, 50_000, 950_000, 850_000),
)
# Source: OGC 17-083r4, WebMercatorQuad. The area is 13.5 to 25 E, 48.5 to 56 N: a transformation of places far from
# the country would fail.
_HALF_WORLD: Final = 20_037_508.342_789_244
WEB_MERCATOR_QUAD: Final = Grid(
    "WebMercatorQuad",
    WEB_MERCATOR,
    west=-_HALF_WORLD,
    north=_HALF_WORLD,
    side=2 * _HALF_WORLD,
    deepest=20,
    area=Box(1_502_813, 6_190_545, 2_782_988, 7_558_416),
    ground=0.62,
)
GRIDS: Final = {grid.name: grid for grid in (PL_1992_GRID, WEB_MERCATOR_QUAD)}
