"""The map page's list of layers and its legend, made of the registry."""

import pytest

from sip.geo.grid import PL_1992_GRID
from sip.palette import PALETTE
from sip.services.registry import TILED
from sip.services.registry.land import ADDRESSES, BUILDINGS, GMINAS, LAND_USE, PARCELS, PRECINCTS
from sip.services.registry.layer import Tiled
from sip.services.registry.shown import SWITCHES

SWITCHED = [name for switch in SWITCHES for name in switch.tiles]


def test_every_tiled_layer_of_the_land_has_one_switch() -> None:
    land = (ADDRESSES, BUILDINGS, GMINAS, LAND_USE, PARCELS, PRECINCTS)

    assert sorted(SWITCHED) == sorted(tiled.name for layer in land for tiled in layer.tiled)


@pytest.mark.parametrize("tiled", [tiled for tiled in TILED if tiled.name in PALETTE.zooms], ids=lambda it: it.name)
def test_nothing_is_drawn_before_the_tiles_hold_it(tiled: Tiled) -> None:
    first, last = tiled.zooms[PL_1992_GRID.name]
    drawn = PALETTE.zooms[tiled.name]

    assert first <= drawn.first
    assert last >= min(drawn.below or PL_1992_GRID.deepest, PL_1992_GRID.deepest) - 1


def test_areas_and_houses_of_the_legend_have_their_colour() -> None:
    looks = {sign.look for switch in SWITCHES for sign in switch.signs if sign.drawn in ("area", "house")}

    assert looks <= set(PALETTE.light)
