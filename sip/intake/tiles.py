"""Tiles of the offices' start page; upper rooms add theirs through the settings, as intake imports none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from sip.offices.permissions import Person


@dataclass(frozen=True, slots=True)
class Tile:
    title: str
    words: str
    url: str


TileOf = Callable[[Person], Tile | None]


def tiles_for(person: Person) -> list[Tile]:
    """What OFFICE_TILES offers PERSON, in the order of the settings."""
    makers: list[TileOf] = [import_string(path) for path in settings.OFFICE_TILES]
    return [tile for maker in makers if (tile := maker(person))]
