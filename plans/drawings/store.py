"""Where the tiles of drawings lie, and how one is read: a look into the file's index and one read of its bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from PIL.TiffImagePlugin import ImageFileDirectory_v2 as Directory

from sip.geo.grid import TILE_PIXELS

_WIDTH: Final = 256
_OFFSETS: Final = 324
_LENGTHS: Final = 325
# Indexes of so many drawings are remembered.
_REMEMBERED: Final = 64


@dataclass(frozen=True, slots=True)
class Level:
    """The blocks of one zoom, row by row; a length of 0 is a block of nothing."""

    columns: int
    offsets: tuple[int, ...]
    lengths: tuple[int, ...]


def folder() -> Path:
    """Made if need be; nobody else on the machine looks into it."""
    place = Path(settings.MEDIA_ROOT) / "drawings"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def path_of(key: str) -> Path:
    """KEY is one of ours, never as someone wrote it."""
    return folder() / f"{key}.tif"


def discard(keys: Iterable[str]) -> None:
    """Remove the files of KEYS."""
    for key in keys:
        path_of(key).unlink(missing_ok=True)


def block(key: str, level: int, column: int, row: int) -> bytes:
    """A WebP picture of one tile, LEVEL counted from the deepest zoom; empty where there is nothing.

    Raises FileNotFoundError if the file is gone.
    """
    # Made anew, the same picture need not lie in its file as before.
    levels = _index(key, path_of(key).stat().st_mtime_ns)
    blocks = levels[level] if level < len(levels) else Level(1, (), ())
    place = row * blocks.columns + column
    if not 0 <= column < blocks.columns or not 0 <= place < len(blocks.lengths) or not blocks.lengths[place]:
        return b""
    with path_of(key).open("rb") as file:
        file.seek(blocks.offsets[place])
        return file.read(blocks.lengths[place])


@lru_cache(maxsize=_REMEMBERED)
def _index(key: str, made_at: int) -> tuple[Level, ...]:
    levels = []
    with path_of(key).open("rb") as file:
        head = file.read(8)
        head += file.read(8) if 43 in head[2:4] else b""
        place = Directory(head).next
        while place:
            file.seek(place)
            directory = Directory(head)
            directory.load(file)
            levels.append(_level(directory))
            place = directory.next
    return tuple(levels)


def _level(directory: Any) -> Level:
    return Level(-(-directory[_WIDTH] // TILE_PIXELS), tuple(directory[_OFFSETS]), tuple(directory[_LENGTHS]))
