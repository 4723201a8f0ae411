"""The layers that machines and maps are served, each declared once: what it is read from, says, and looks up by.

REST, OGC API, tiles, WMS, WFS and downloads are made of this table.
"""

from typing import Final

from sip.services.registry.land import ADDRESSES, BUILDINGS, GMINAS, LAND_USE, PARCELS, PRECINCTS, UNITS
from sip.services.registry.layer import Layer, Tiled
from sip.services.registry.planning import PLANNING_ACTS, PLANNING_REGULATIONS, PLANNING_ZONES, RESTRICTIONS
from sip.services.registry.registers import REGISTER_ENTRIES

# In the order they are drawn, names over all shapes.
LAYERS: Final[tuple[Layer, ...]] = (
    LAND_USE,
    PARCELS,
    BUILDINGS,
    PRECINCTS,
    GMINAS,
    UNITS,
    PLANNING_ZONES,
    PLANNING_REGULATIONS,
    RESTRICTIONS,
    PLANNING_ACTS,
    ADDRESSES,
)
# As people look for them.
SERVED: Final = (
    *(PARCELS, PRECINCTS, BUILDINGS, ADDRESSES, UNITS, PLANNING_ACTS, PLANNING_ZONES, PLANNING_REGULATIONS),
    REGISTER_ENTRIES,
)
# Each decision changes them: tiles of their own, so that those of the land stay what they are between deliveries.
APART: Final = (REGISTER_ENTRIES,)
_TILED: Final = tuple(tiled for layer in LAYERS for tiled in layer.tiled)
TILED: Final[tuple[Tiled, ...]] = (*(t for t in _TILED if not t.labels), *(t for t in _TILED if t.labels))
TILED_APART: Final = tuple(tiled for layer in APART for tiled in layer.tiled)
# What the columns of each layer of the tiles hold.
FIELDS: Final = {tiled.name: layer.fields(tiled) for layer in (*LAYERS, *APART) for tiled in layer.tiled}
