"""What is declared of a layer: its source and properties, what it is asked by, and how tiles hold it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise

from sip.geo.grid import PL_1992_GRID, WEB_MERCATOR_QUAD, Grid
from sip.services.registry.filters import Filter

TEXT: Final = {"type": "string"}
TEXT_OR_NULL: Final = {"type": ["string", "null"]}
NUMBER_OR_NULL: Final = {"type": ["number", "null"]}
WHOLE_OR_NULL: Final = {"type": ["integer", "null"]}
MOMENT: Final = {"type": "string", "format": "date-time"}
DATE_OR_NULL: Final = {"type": ["string", "null"], "format": "date"}
# Outer rings counterclockwise, as RFC 7946 wants them.
AREA: Final = "ST_ForcePolygonCCW(page.geom)"
AREAS: Final = ("Polygon", "MultiPolygon")
SQUARE: Final = {
    "type": "Polygon",
    "coordinates": [[[22.51, 51.1], [22.511, 51.1], [22.511, 51.101], [22.51, 51.101], [22.51, 51.1]]],
}

# Limits of zoom by grid, both ends included. The ground is as large in WebMercatorQuad two and a half zooms later.
Zooms = Mapping[str, tuple[int, int]]
_DEEPEST: Final = {grid.name: grid.deepest for grid in (PL_1992_GRID, WEB_MERCATOR_QUAD)}


def zooms(pl1992: tuple[int, int | None], mercator: tuple[int, int | None]) -> Zooms:
    """None stands for the deepest zoom of the grid."""
    limits = {PL_1992_GRID.name: pl1992, WEB_MERCATOR_QUAD.name: mercator}
    return {name: (first, _DEEPEST[name] if last is None else last) for name, (first, last) in limits.items()}


@dataclass(frozen=True, slots=True)
class Property:
    """`value` is SQL over `page`, a row of the layer's view; `title` is for people, `description` for programmers."""

    value: str
    schema: Mapping[str, Any]
    title: str | Promise
    description: str
    example: Any


@dataclass(frozen=True, slots=True)
class Tiled:
    """A layer of the tiles. `columns` are SQL over rows of `view`; `id` is the feature's number there.

    `view` stands for the layer's own where tiles need another, `on_day` for it in tiles of another day (past.py); a
    layer without it is shown as it is now. `labels` makes points of the shapes. In `generalised` zooms shapes are
    simplified to a pixel, and those under `least_pixels` are left out. Points are in exactly one tile each, shapes in
    all that they touch.
    """

    name: str
    view: str
    columns: Mapping[str, str]
    zooms: Zooms
    description: str
    id: str = "id"
    described: Mapping[str, str] = field(default_factory=dict)
    generalised: Zooms | None = None
    least_pixels: int = 0
    labels: bool = False
    points: bool = False
    on_day: str = ""

    def shown(self, grid: Grid, z: int) -> bool:
        first, last = self.zooms[grid.name]
        return first <= z <= last

    def is_generalised(self, grid: Grid, z: int) -> bool:
        first, last = self.generalised[grid.name] if self.generalised else (0, -1)
        return first <= z <= last


@dataclass(frozen=True, eq=False)
class Layer:
    """A register as it is published: `key` is the unique column its pages are ordered by, `address` what an item is
    asked for by.

    `identity` is SQL for the feature's id. Dirty identifiers are no addresses: buildings and addresses, whose
    identifiers repeat, are missing or hold anything, are addressed by `object_key`, 16 hexadecimal digits made of
    their INSPIRE identifier, which stays while versions come and go.
    """

    name: str
    one: str
    title: str | Promise
    abstract: str | Promise
    view: str
    geometries: tuple[str, ...]
    properties: Mapping[str, Property]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    key: str = "identifier"
    key_is_number: bool = False
    address: str = "identifier"
    identity: str = "page.identifier"
    joins: str = ""
    example: str = ""
    shape: str = "page.geom"
    past_view: str = ""
    # SQL that a row of `past_view` meets if it binds in law on %(day)s, as the register had it at %(moment)s
    binding: str = ""
    # the same for a row that is the register's of that day, whether it binds or not
    of_day: str = ""
    geometry_example: Mapping[str, Any] = field(default_factory=dict)
    tiled: tuple[Tiled, ...] = ()

    def fields(self, tiled: Tiled) -> dict[str, str]:
        """What the columns of its TILED hold."""
        return {name: tiled.described.get(name) or self.properties[name].description for name in tiled.columns}
