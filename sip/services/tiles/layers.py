"""What tiles hold: one table of layers and their zoom limits in both grids."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sip.geo.grid import PL_1992_GRID, WEB_MERCATOR_QUAD, Grid

# Limits of zoom by grid, both ends included. The ground is as large in WebMercatorQuad two and a half zooms later.
Zooms = Mapping[str, tuple[int, int]]
DEEPEST: Final = {grid.name: grid.deepest for grid in (PL_1992_GRID, WEB_MERCATOR_QUAD)}


def zooms(pl1992: tuple[int, int | None], mercator: tuple[int, int | None]) -> Zooms:
    """None stands for the deepest zoom of the grid."""
    limits = {PL_1992_GRID.name: pl1992, WEB_MERCATOR_QUAD.name: mercator}
    return {name: (first, DEEPEST[name] if last is None else last) for name, (first, last) in limits.items()}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the tiles, read from a public VIEW; COLUMNS is its select list, with the feature's `id`.

    `labels` makes points of the shapes. In `generalised` zooms shapes are simplified to a pixel, and those
    under `least_pixels` are left out. Points are in exactly one tile each, shapes in all that they touch.
    """

    name: str
    view: str
    columns: str
    attributes: Mapping[str, str]
    zooms: Zooms
    description: str
    generalised: Zooms | None = None
    least_pixels: int = 0
    labels: bool = False
    points: bool = False

    def shown(self, grid: Grid, z: int) -> bool:
        first, last = self.zooms[grid.name]
        return first <= z <= last

    def is_generalised(self, grid: Grid, z: int) -> bool:
        first, last = self.generalised[grid.name] if self.generalised else (0, -1)
        return first <= z <= last


_NAME: Final = "name"
_IDENTIFIED: Final = {"identifier": "identifier in the land register"}
# In the order they are drawn.
LAYERS: Final = (
    Layer(
        "land_use",
        "land_use_public",
        "id, ofu",
        {"ofu": "land use code (OFU)"},
        zooms((7, None), (10, None)),
        "contours of land use; only large ones in the first zooms",
        generalised=zooms((7, 11), (10, 14)),
        least_pixels=64,
    ),
    Layer(
        "parcels",
        "parcel_public",
        "id, identifier, number",
        {**_IDENTIFIED, "number": "number within the precinct"},
        zooms((11, None), (14, None)),
        "parcels in force",
    ),
    Layer(
        "buildings",
        "building_public",
        "id, identifier, kind, floors_above AS floors",
        {**_IDENTIFIED, "kind": "kind (KŚT)", "floors": "floors above the ground"},
        zooms((13, None), (15, None)),
        "buildings",
    ),
    Layer(
        "precincts",
        "precinct_public",
        "id, identifier, name",
        {**_IDENTIFIED, _NAME: "name"},
        zooms((7, None), (10, None)),
        "precincts",
        generalised=zooms((7, 10), (10, 13)),
    ),
    Layer(
        "gminas",
        "gmina_public",
        "code::int AS id, code, name",
        {"code": "first six digits of the TERYT code", _NAME: "name"},
        zooms((2, 11), (5, 14)),
        "gminas, towns and rural areas together",
        generalised=zooms((2, 11), (5, 14)),
    ),
    Layer(
        "addresses",
        "address_public",
        "id, place, street, number",
        {"place": "place", "street": "street", "number": "number"},
        zooms((14, None), (16, None)),
        "address points",
        points=True,
    ),
    Layer(
        "gmina_labels",
        "gmina_public",
        "code::int AS id, code, name",
        {"code": "first six digits of the TERYT code", _NAME: "name"},
        zooms((3, 11), (6, 14)),
        "a point in each gmina, in one tile only",
        labels=True,
    ),
    Layer(
        "precinct_labels",
        "precinct_public",
        "id, identifier, name",
        {**_IDENTIFIED, _NAME: "name"},
        zooms((8, None), (11, None)),
        "a point in each precinct, in one tile only",
        labels=True,
    ),
    Layer(
        "parcel_labels",
        "parcel_public",
        "id, identifier, number",
        {**_IDENTIFIED, "number": "number within the precinct"},
        zooms((12, None), (15, None)),
        "a point in each parcel, in one tile only",
        labels=True,
    ),
)
