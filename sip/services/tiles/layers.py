"""What tiles hold: one table of layers and their zoom limits in both grids."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sip.geo.grid import PL_1992_GRID, WEB_MERCATOR_QUAD, Grid
from sip.services.tiles import past

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
    `on_day` stands for the view in tiles of another day (past.py); a layer without it is shown as it is now.
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
    on_day: str = ""

    def shown(self, grid: Grid, z: int) -> bool:
        first, last = self.zooms[grid.name]
        return first <= z <= last

    def is_generalised(self, grid: Grid, z: int) -> bool:
        first, last = self.generalised[grid.name] if self.generalised else (0, -1)
        return first <= z <= last


_NAME: Final = "name"
_IDENTIFIED: Final = {"identifier": "identifier in the land register"}
_DAYS: Final = "in_force_from::text, in_force_to::text"
_IN_FORCE: Final = {
    "in_force_from": "first day in force, YYYY-MM-DD",
    "in_force_to": "first day no longer in force",
}
_STATUS: Final = {"status": "elaboration, adoption, legalForce or obsolete", **_IN_FORCE}
_ZONE: Final = {
    "identifier": "INSPIRE identifier",
    "act": "identifier of the planning act",
    "designation": "designation on the drawing",
    "symbol": "symbol as written",
    "kind": "theme of the act: local-plans, general-plan, study or voivodeship-plan",
    **_STATUS,
}
_ZONE_COLUMNS: Final = f"id, identifier, act, designation, symbol, theme AS kind, status, {_DAYS}"
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
        on_day=past.versions("land_use_history_public"),
    ),
    Layer(
        "parcels",
        "parcel_public",
        "id, identifier, number",
        {**_IDENTIFIED, "number": "number within the precinct"},
        zooms((11, None), (14, None)),
        "parcels in force",
        on_day=past.versions("parcel_history_public"),
    ),
    Layer(
        "buildings",
        "building_public",
        "id, identifier, kind, floors_above AS floors",
        {**_IDENTIFIED, "kind": "kind (KŚT)", "floors": "floors above the ground"},
        zooms((13, None), (15, None)),
        "buildings",
        on_day=past.versions("building_history_public"),
    ),
    Layer(
        "precincts",
        "precinct_public",
        "id, identifier, name",
        {**_IDENTIFIED, _NAME: "name"},
        zooms((7, None), (10, None)),
        "precincts",
        generalised=zooms((7, 10), (10, 13)),
        on_day=past.versions("precinct_history_public"),
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
        "planning_zones",
        past.of_act("planning_zone_history_public", "symbol"),
        _ZONE_COLUMNS,
        _ZONE,
        zooms((9, None), (12, None)),
        "zones of planning acts, in force or not; only large ones in the first zooms",
        generalised=zooms((9, 12), (12, 15)),
        least_pixels=16,
        on_day=past.of_act_on_day("planning_zone_history_public", "symbol"),
    ),
    Layer(
        "planning_regulations",
        past.of_act("planning_regulation_history_public", "kind"),
        f"id, identifier, act, designation, kind, status, {_DAYS}",
        {
            "identifier": "INSPIRE identifier",
            "act": "identifier of the planning act",
            "designation": "designation on the drawing",
            "kind": "OUZ, OZS or OSD",
            **_STATUS,
        },
        zooms((9, None), (12, None)),
        "areas of regulations of a plan ogólny: infill, downtown, standards of access",
        generalised=zooms((9, 12), (12, 15)),
        least_pixels=16,
        on_day=past.of_act_on_day("planning_regulation_history_public", "kind"),
    ),
    Layer(
        "restrictions",
        "restriction_public",
        f"id, identifier, theme, name, {_DAYS}",
        {"identifier": "INSPIRE identifier", "theme": "code of the theme", _NAME: "name", **_IN_FORCE},
        zooms((9, None), (12, None)),
        "public-law restrictions beside planning acts: areas, lines and points",
        generalised=zooms((9, 12), (12, 15)),
        on_day=past.restrictions("restriction_history_public"),
    ),
    Layer(
        "planning_acts",
        "planning_act_public",
        f"id, identifier, title, {past.THEME} AS theme, status, {_DAYS}",
        {
            "identifier": "INSPIRE identifier",
            "title": "title",
            "theme": "local-plans, general-plan, study or voivodeship-plan",
            **_STATUS,
        },
        zooms((5, None), (8, None)),
        "outlines of planning acts, in force or not",
        generalised=zooms((5, 12), (8, 15)),
        least_pixels=16,
        on_day=past.acts("planning_act_history_public"),
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
        on_day=past.versions("precinct_history_public"),
    ),
    Layer(
        "parcel_labels",
        "parcel_public",
        "id, identifier, number",
        {**_IDENTIFIED, "number": "number within the precinct"},
        zooms((12, None), (15, None)),
        "a point in each parcel, in one tile only",
        labels=True,
        on_day=past.versions("parcel_history_public"),
    ),
    Layer(
        "planning_zone_labels",
        past.of_act("planning_zone_history_public", "symbol"),
        _ZONE_COLUMNS,
        _ZONE,
        zooms((12, None), (15, None)),
        "a point in each zone of a planning act, in one tile only",
        labels=True,
        on_day=past.of_act_on_day("planning_zone_history_public", "symbol"),
    ),
)
