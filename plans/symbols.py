"""How zones look, on the screen and on paper alike: a colour and a pattern for each group of symbols.

Colours of the 13 zones of a plan ogólny, and the hatching of its areas of regulations, are those planners draw them
with (Dz.U. 2023 poz. 2758). Patterns are this system's own, so that a map reads in black and white too. Symbols of
local plans are free text: they are drawn like the zone of the same use, and always named on the map.
"""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.codes import ZONES, PlanTheme, RegulationKind

# Of a pattern's square tile. A unit is a pixel on the screen and UNIT_MM on paper.
TILE: Final = 12
UNIT_MM: Final = 0.25
OUTLINE: Final = "#535353"
INK: Final = "#3d3d3d"


@dataclass(frozen=True, slots=True)
class Look:
    """`pattern` is SVG path data to stroke on each tile of TILE units, empty for none; `name` is for legends."""

    key: str
    name: str | Promise
    colour: str
    pattern: str


def _zone(symbol: str, colour: str, pattern: str) -> Look:
    return Look(symbol, ZONES[symbol].name, colour, pattern)


_DIAGONAL: Final = "M0 12L12 0M-1 1L1 -1M11 13L13 11"
LOOKS: Final = {
    look.key: look
    for look in (
        _zone("SW", "#9a7c64", "M0 12L12 0M0 0L12 12"),
        _zone("SJ", "#d9b473", _DIAGONAL),
        _zone("SZ", "#ffe6ab", "M1.5 10.5L4.5 7.5M7.5 4.5L10.5 1.5"),
        _zone("SU", "#ff6c69", "M3 1v4M1 3h4M9 7v4M7 9h4"),
        _zone("SH", "#ff84b7", "M2 2h8v8h-8z"),
        _zone("SP", "#af88de", "M0 3h12M0 9h12M3 3v6M9 9v3M9 0v3"),
        _zone("SR", "#feef64", "M1 3h5M7 9h5"),
        _zone("SI", "#cccccc", "M3 2l2.5 4h-5zM9 7l2.5 4h-5z"),
        _zone(
            "SN",
            "#bbf58b",
            "M1.2 3a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0M7.2 9a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0",
        ),
        _zone("SC", "#94d4c4", "M6 1.5v9M3.5 4.5h5"),
        _zone("SG", "#fcd4ff", "M0 8L3 4L6 8L9 4L12 8"),
        _zone("SO", "#e3ffc7", "M2.6 3h.8M8.6 9h.8"),
        _zone("SK", "#f2f2f2", ""),
        Look("forest", _("lasy"), "#a3cf9a", "M6 1.5L9 6.5H3zM6 6.5V10.5"),
        Look("water", _("wody"), "#a9d5f0", "M0 4q3 -3 6 0t6 0M0 10q3 -3 6 0t6 0"),
        Look("other", _("inne przeznaczenie"), "#e9e4da", "M5.6 6h.8"),
    )
}
# Hatching lies over the zones' colours and has none of its own.
REGULATION_LOOKS: Final = {
    kind.value: Look(kind.value, kind.label, "", pattern)
    for kind, pattern in (
        (RegulationKind.INFILL, "M2 0v12M10 0v12"),
        (RegulationKind.DOWNTOWN, "M0 2h12M0 10h12"),
        (RegulationKind.STANDARDS, "M0 0L12 12M-1 11L1 13M11 -1L13 1"),
    )
}
# Beginnings of symbols in local plans, of the classes in use since 2021 and of older plans; the longest match counts.
GROUPS: Final = {
    start: key
    for key, starts in {
        "SW": "MW M MU UM MNW MWU",
        "SJ": "MN ML",
        "SZ": "RM RZM MR MRJ",
        "SU": "U UMN A",
        "SH": "UC H UHW",
        "SP": "P S",
        "SR": "R RP RZ RU",
        "SI": "I IT E EE EN GG WW WZ NO NU O T TT CO PE PEF PEW PEB PEG PEO",
        "SN": "Z ZP ZN ZD ZE ZI ZZ ZB ZU US UT UTL",
        "SC": "ZC C",
        "SG": "G PG",
        "SK": "K KD KK KL KP KS KX KW KO CP",
        "forest": "ZL L LS",
        "water": "W WS WM WP WR",
    }.items()
    for start in starts.split()
}
# What the looks stand for in local plans, whose uses are no zones of a plan ogólny.
USES: Final = {
    "SJ": _("zabudowa jednorodzinna i letniskowa"),
    "SW": _("zabudowa wielorodzinna, mieszkania z usługami"),
    "SZ": _("zabudowa zagrodowa"),
    "SU": _("usługi"),
    "SH": _("handel wielkopowierzchniowy"),
    "SP": _("produkcja, składy"),
    "SR": _("tereny rolne"),
    "SI": _("infrastruktura techniczna, energetyka"),
    "SN": _("zieleń, sport i rekreacja"),
    "forest": _("lasy"),
    "water": _("wody"),
    "SC": _("cmentarz"),
    "SG": _("górnictwo"),
    "SK": _("komunikacja"),
    "other": _("inne lub nierozpoznane oznaczenie"),
}
_NUMBERING: Final = re.compile(r"^(?:[A-ZŁŚŻ]{1,2}?\d+[.\s-]*|[\d.\s-]+)(?=[A-ZŁŚŻ])")
_LETTERS: Final = re.compile(r"[A-ZŁŚŻ]+")


def look_of(symbol: str, theme: str) -> Look:
    """Of a zone with SYMBOL of an act of THEME (a code of PlanTheme)."""
    if theme == PlanTheme.GENERAL:
        return LOOKS.get(symbol, LOOKS["other"])
    letters = _LETTERS.match(_NUMBERING.sub("", symbol.strip().upper()))
    name = letters[0] if letters else ""
    found = next((GROUPS[name[:end]] for end in range(len(name), 0, -1) if name[:end] in GROUPS), "other")
    return LOOKS[found]
