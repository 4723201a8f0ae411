"""What the map page shows of the layers: its switches and the signs of its legend, which WMS names alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sip.palette import PALETTE, Zooms
from sip.services.registry.land import ADDRESSES, BUILDINGS, GMINAS, LAND_USE, PARCELS, PRECINCTS
from sip.services.registry.layer import Layer

Text = str | Promise

HOUSES: Final[Mapping[str, Text]] = {
    "building-home": _("budynek mieszkalny"),
    "building-public": _("budynek usługowy lub publiczny"),
    "building-works": _("przemysł, magazyn, transport"),
    "building": _("budynek gospodarczy lub inny"),
}
TINTS: Final[Mapping[str, Text]] = {
    "forest": _("las i zadrzewienia"),
    "meadow": _("łąka, pastwisko, sad"),
    "field": _("grunt orny"),
    "water": _("woda"),
    "built": _("teren zabudowany"),
    "road": _("droga, kolej"),
}
GMINA: Final = _("granica gminy")
PRECINCT: Final = _("granica obrębu")
PARCEL: Final = _("granica działki")
NUMBER: Final = _("numer działki")
ADDRESS: Final = _("numer adresowy")
STAGES: Final[Mapping[str, Text]] = {
    "in-force": _("obowiązuje"),
    "adoption": _("w trakcie przyjmowania"),
    "elaboration": _("w opracowaniu"),
    "past": _("już nie obowiązuje"),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """`look` is a colour of the palette where `drawn` is area or house, otherwise a sign of its own."""

    look: str
    drawn: str
    title: Text
    zooms: Zooms


@dataclass(frozen=True, slots=True)
class Switch:
    """`name` stands in addresses of the map; `tiles` are layers of the tiles that it shows and hides."""

    name: str
    title: Text
    tiles: tuple[str, ...]
    signs: tuple[Sign, ...]


def _tiles(*layers: Layer, labels: bool | None = None) -> tuple[str, ...]:
    return tuple(tiled.name for layer in layers for tiled in layer.tiled if labels is None or tiled.labels is labels)


def _tint(name: str, title: Text) -> Sign:
    return Sign(name, "area", title, PALETTE.zooms["land_use_far" if name in PALETTE.far_tints else "land_use"])


# In the order they are listed.
SWITCHES: Final = (
    Switch(
        "parcels",
        _("Granice działek"),
        _tiles(PARCELS, labels=False),
        (Sign("parcel", "parcel", PARCEL, PALETTE.zooms["parcels"]),),
    ),
    Switch(
        "numbers",
        _("Numery działek"),
        _tiles(PARCELS, labels=True),
        (Sign("number", "number", NUMBER, PALETTE.zooms["parcel_labels"]),),
    ),
    Switch(
        "buildings",
        _("Budynki"),
        _tiles(BUILDINGS),
        tuple(Sign(look, "house", title, PALETTE.zooms["buildings"]) for look, title in HOUSES.items()),
    ),
    Switch(
        "addresses",
        _("Adresy"),
        _tiles(ADDRESSES),
        (Sign("address", "number", ADDRESS, PALETTE.zooms["addresses"]),),
    ),
    Switch(
        "land_use",
        _("Użytki gruntowe"),
        _tiles(LAND_USE),
        tuple(_tint(look, title) for look, title in TINTS.items()),
    ),
    Switch(
        "borders",
        _("Obręby i gminy"),
        _tiles(PRECINCTS, GMINAS),
        (
            Sign("gmina", "border", GMINA, PALETTE.zooms["gminas"]),
            Sign("precinct", "border", PRECINCT, PALETTE.zooms["precincts"]),
        ),
    ),
)
