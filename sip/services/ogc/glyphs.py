"""Letters of labels as signed distance fields, in ranges of 256, as maps in the browser ask for them.

The format is that of Mapbox and MapLibre: a protocol buffer with, for each glyph, its bitmap of distances to the
outline, and its metrics at 24 pixels.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

# By the name that styles ask by. Debian's fonts-dejavu-core, which prints need too.
_FOLDER: Final = Path("/usr/share/fonts/truetype/dejavu")
FONTS: Final = {"DejaVu Sans": _FOLDER / "DejaVuSans.ttf", "DejaVu Sans Bold": _FOLDER / "DejaVuSans-Bold.ttf"}
# First characters of ranges: Latin, its extensions, Greek, Cyrillic, more Latin, punctuation.
RANGES: Final = (0, 256, 512, 768, 1024, 7680, 8192)
_RANGE: Final = 256
_SIZE: Final = 24
# Pixels around each glyph, and over how many the distance is told; a quarter of the values is outside.
_BORDER: Final = 3
_RADIUS: Final = 8.0
_OUTSIDE: Final = 0.25
# Outlines are found on a raster so many times finer.
_FINE: Final = 4
_MISSING: Final = "\U0010ffff"

Field = NDArray[np.uint8]


class Glyph(NamedTuple):
    code: int
    field: Field | None
    width: int
    height: int
    left: int
    top: int
    advance: int


def write_all(folder: Path) -> None:
    """Files FOLDER/<font>/<first>-<last>.pbf."""
    for name, file in FONTS.items():
        own = folder / name
        own.mkdir(parents=True, exist_ok=True)
        for first in RANGES:
            span = f"{first}-{first + _RANGE - 1}"
            (own / f"{span}.pbf").write_bytes(written(name, span, glyphs(file, first)))


def glyphs(file: Path, first: int) -> Iterator[Glyph]:
    """Those the font has among the 256 characters from FIRST on."""
    font = ImageFont.truetype(str(file), _SIZE * _FINE, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(font.getmask(_MISSING))
    for code in range(first, first + _RANGE):
        character = chr(code)
        if unicodedata.category(character)[0] == "C" or bytes(font.getmask(character)) == missing:
            continue
        yield _glyph(font, code)


def _glyph(font: ImageFont.FreeTypeFont, code: int) -> Glyph:
    character = chr(code)
    advance = round(font.getlength(character) / _FINE)
    west, north, east, south = font.getbbox(character, anchor="ls")
    if west >= east or north >= south:
        return Glyph(code, None, 0, 0, 0, 0, advance)
    left, top = int(west // _FINE), int(-(north // _FINE))
    width, height = int(-(-east // _FINE)) - left, top + int(-(-south // _FINE))
    ascender = -(-font.getmetrics()[0] // _FINE)
    canvas = Image.new("L", ((width + 2 * _BORDER) * _FINE, (height + 2 * _BORDER) * _FINE))
    place = ((_BORDER - left) * _FINE, (top + _BORDER) * _FINE)
    ImageDraw.Draw(canvas).text(place, character, fill=255, font=font, anchor="ls")
    return Glyph(code, _field(np.asarray(canvas) > 127), width, height, left, top - ascender, advance)


def _field(inside: NDArray[np.bool_]) -> Field:
    """Distances to the outline from the middles of the pixels: 192 on it, less outside."""
    padded = np.pad(inside, 1)
    alike = padded[1:-1, 1:-1]
    edge = alike & ~(padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:])
    outline = np.argwhere(edge).astype(np.float32)
    rows, columns = (np.arange(length // _FINE) * _FINE + (_FINE - 1) / 2 for length in inside.shape)
    middles = np.stack(np.meshgrid(rows, columns, indexing="ij"), axis=-1).reshape(-1, 1, 2).astype(np.float32)
    nearest = np.sqrt(((middles - outline) ** 2).sum(axis=-1).min(axis=1)).reshape(len(rows), len(columns))
    half = inside[_FINE // 2 :: _FINE, _FINE // 2 :: _FINE]
    distance = np.where(half, -nearest, nearest) / _FINE
    field: Field = np.clip(255 - 255 * (distance / _RADIUS + _OUTSIDE), 0, 255).astype(np.uint8)
    return field


def written(name: str, span: str, found: Iterator[Glyph]) -> bytes:
    """message glyphs { repeated fontstack stacks = 1; } with the stack's name = 1, range = 2 and glyphs = 3."""
    stack = _bytes(1, name.encode()) + _bytes(2, span.encode())
    stack += b"".join(_bytes(3, _message(each)) for each in found)
    return _bytes(1, stack)


def _message(glyph: Glyph) -> bytes:
    """id = 1, bitmap = 2, width = 3, height = 4, left = 5 and top = 6 (zigzag), advance = 7."""
    bitmap = b"" if glyph.field is None else _bytes(2, glyph.field.tobytes())
    return (
        _number(1, glyph.code)
        + bitmap
        + _number(3, glyph.width)
        + _number(4, glyph.height)
        + _number(5, _zigzag(glyph.left))
        + _number(6, _zigzag(glyph.top))
        + _number(7, glyph.advance)
    )


def _number(tag: int, value: int) -> bytes:
    return _varint(tag << 3) + _varint(value)


def _bytes(tag: int, value: bytes) -> bytes:
    return _varint(tag << 3 | 2) + _varint(len(value)) + value


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*found, value))
