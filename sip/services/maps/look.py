"""How layers look in pictures of WMS: pieces of mapfiles, with colours and patterns of the map page."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Final

from plans.symbols import LOOKS, REGULATION_LOOKS
from sip.palette import PALETTE

COLOURS: Final = PALETTE.light
# Pixels of a pattern's square on the map page, of its 12 units, and how wide its lines are there.
_SQUARE: Final = 16
_UNITS: Final = 12
_LINE: Final = 1.1
# A pattern's square with room that the next one's lines may reach into.
_SVG: Final = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SQUARE}" height="{_SQUARE}" viewBox="0 0 {_UNITS} {_UNITS}">'
    '<path d="{path}" fill="none" stroke="{ink}" stroke-opacity="{opacity}" stroke-width="{width:.3f}"/></svg>'
)
# Broken lines of what is not yet in force, as on the map page.
DASHES: Final[Mapping[str, str]] = {"in-force": "", "adoption": "12 4 2 4", "elaboration": "3 5"}
PREPARED: Final = 30
_HALF: Final = 0.5


def quoted(text: str) -> str:
    """TEXT as a string of a mapfile, on one line; those have no way to write a quotation mark."""
    return '"{}"'.format(" ".join(text.replace('"', "”").replace("\\", "/").split()))


def block(kind: str, *lines: str) -> str:
    return "\n".join((kind, *(line for line in lines if line), "END"))


def style(*lines: str, scales: tuple[float, float] = (0, 0)) -> str:
    return block("STYLE", *lines, *between(*scales))


def between(least: float, most: float) -> tuple[str, ...]:
    """Scale limits: from 1 : LEAST (0: any) to 1 : MOST (0: any), as wide as a pixel of 0.28 mm makes them."""
    return (f"MINSCALEDENOM {least:g}" if least else "", f"MAXSCALEDENOM {most:g}" if most else "")


def line(colour: str, width: float, *more: str, scales: tuple[float, float] = (0, 0)) -> str:
    return style(f'COLOR "{colour}"', f"WIDTH {width}", "LINEJOIN ROUND", *more, scales=scales)


def outline(colour: str, width: float, *more: str, scales: tuple[float, float] = (0, 0)) -> str:
    return style(f'OUTLINECOLOR "{colour}"', f"WIDTH {width}", "LINEJOIN ROUND", *more, scales=scales)


def fill(colour: str, opacity: int = 100) -> str:
    return style(f'COLOR "{colour}"', f"OPACITY {opacity}" if opacity < 100 else "")


def hatch(name: str, opacity: int = 100) -> str:
    # The colour is the symbol's own; legends show classes that have none as lines.
    return style(
        f'SYMBOL "{name}"',
        f'COLOR "{COLOURS["zone-line"]}"',
        f"SIZE {_SQUARE}",
        f"OPACITY {opacity}" if opacity < 100 else "",
    )


def dashes(stage: str) -> str:
    return f"PATTERN {DASHES[stage]} END" if DASHES[stage] else ""


def label(
    text: str,
    colour: str,
    size: float,
    *more: str,
    font: str = "sans",
    halo: float = 2.5,
    scales: tuple[float, float] = (0, 0),
) -> str:
    """A name with a pale border, only where it fits; TEXT is an item in brackets, SIZE in pixels."""
    return block(
        "LABEL",
        f'FONT "{font}"',
        f'TEXT "{text}"',
        f"SIZE {size * _POINTS:.2f}",
        f'COLOR "{colour}"',
        f'OUTLINECOLOR "{COLOURS["halo"]}"',
        f"OUTLINEWIDTH {halo}",
        "POSITION CC",
        "PARTIALS FALSE",
        "BUFFER 3",
        *more,
        *between(*scales),
    )


# MapServer's sizes are heights of letters; the page's are those of the font's box.
_POINTS: Final = 0.72


def sign(name: str | None, expression: str, *parts: str) -> str:
    """A CLASS; without a NAME it is not in the legend, without an EXPRESSION it takes every object.

    An EXPRESSION is a value, or several in braces.
    """
    return block(
        "CLASS",
        f"NAME {quoted(name)}" if name else "",
        f"EXPRESSION {expression if expression.startswith('{') else quoted(expression)}" if expression else "",
        *parts,
    )


def pattern(path: str, ink: str, opacity: float) -> tuple[str, str]:
    """Name of the symbol and its picture as SVG."""
    picture = _SVG.format(path=path, ink=ink, opacity=opacity, width=_LINE * _UNITS / _SQUARE)
    return f"p{blake2b(picture.encode(), digest_size=6).hexdigest()}", picture


def zone_pattern(key: str) -> str:
    return pattern(LOOKS[key].pattern, COLOURS["zone-line"], _HALF)[0] if LOOKS[key].pattern else ""


def regulation_pattern(kind: str) -> str:
    return pattern(REGULATION_LOOKS[kind].pattern, COLOURS["zone-line"], 1)[0]


def theme_look(place: int) -> tuple[str, str]:
    """Colour and pattern's name of the theme of restrictions at PLACE of their list."""
    colour, path = PALETTE.themes[place % len(PALETTE.themes)]
    return colour, pattern(path, colour, 1)[0]


def pictures() -> dict[str, str]:
    """All patterns by name."""
    drawn: Iterable[tuple[str, str, float]] = (
        *((look.pattern, COLOURS["zone-line"], _HALF) for look in LOOKS.values() if look.pattern),
        *((look.pattern, COLOURS["zone-line"], 1) for look in REGULATION_LOOKS.values()),
        *((path, colour, 1) for colour, path in PALETTE.themes),
    )
    return dict(pattern(*each) for each in drawn)
