"""Classes of the layers of WMS as mapfiles have them, by the layer's name: colours and scales of the map page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from plans.codes import ZONES, RegulationKind
from plans.symbols import LOOKS, USES
from sip.palette import PALETTE
from sip.services.maps.look import (
    COLOURS,
    PREPARED,
    between,
    dashes,
    fill,
    hatch,
    label,
    line,
    outline,
    regulation_pattern,
    sign,
    style,
    theme_look,
    zone_pattern,
)
from sip.services.registry.drawn import LINE, POINT, POLYGON
from sip.services.registry.shown import ADDRESS, GMINA, HOUSES, NUMBER, PARCEL, PRECINCT, TINTS

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of restrictions, as the office lists them."""

    code: str
    name: str


Themes = Sequence[Theme]
Classes = Callable[[Themes], str]
# From afar only what gives a landscape its shape is tinted.
_NEAR_TINTS_MOST: Final = 12_000
# From these scales on zones are named by their symbols, then by their designations.
_ZONE_NAMES_MOST: Final = 8_000
_DESIGNATIONS_MOST: Final = 3_700


def _parcels(_themes: Themes) -> str:
    colour = COLOURS["parcel-line"]
    widths = ((0.35, (8_000, 0)), (0.6, (4_000, 8_000)), (0.9, (1_000, 4_000)), (1.2, (0, 1_000)))
    return sign(str(PARCEL), "", *(outline(colour, width, scales=scales) for width, scales in widths))


def _numbers(_themes: Themes) -> str:
    sizes = ((12, (2_600, 0)), (13, (1_300, 2_600)), (14, (0, 1_300)))
    return sign(
        str(NUMBER),
        "",
        *(label("[NUMER_DZIALKI]", COLOURS["parcel-text"], size, scales=scales) for size, scales in sizes),
    )


def _houses(_themes: Themes) -> str:
    colours = sorted(set(PALETTE.houses.values()))
    kinds = {colour: [kind for kind, own in PALETTE.houses.items() if own == colour] for colour in colours}
    wall = outline(COLOURS["building-line"], 0.8)
    named = (
        sign(str(HOUSES[colour]), f"{{{','.join(kinds[colour])}}}", fill(COLOURS[colour]), wall) for colour in colours
    )
    return "\n".join((*named, sign(str(HOUSES["building"]), "", fill(COLOURS["building"]), wall)))


def _tints(_themes: Themes) -> str:
    return "\n".join(
        sign(
            str(TINTS[tint]),
            f"{{{','.join(uses)}}}",
            fill(COLOURS[tint]),
            *between(0, 0 if tint in PALETTE.far_tints else _NEAR_TINTS_MOST),
        )
        for tint, uses in PALETTE.tints.items()
    )


def _precincts(_themes: Themes) -> str:
    near, far = (0, 15_000), (15_000, 0)
    return sign(
        str(PRECINCT),
        "",
        line(COLOURS["precinct-band"], 8, scales=near),
        line(COLOURS["precinct-band"], 3, scales=far),
        line(COLOURS["precinct-line"], 1.6, scales=near),
        line(COLOURS["precinct-line"], 0.8, scales=far),
    )


def _gminas(_themes: Themes) -> str:
    near, far = (0, 120_000), (120_000, 0)
    return sign(
        str(GMINA),
        "",
        line(COLOURS["gmina-band"], 10, scales=near),
        line(COLOURS["gmina-band"], 6, scales=far),
        line(COLOURS["gmina-line"], 2, scales=near),
        line(COLOURS["gmina-line"], 1.4, scales=far),
    )


def _precinct_names(_themes: Themes) -> str:
    name = label("[NAZWA_OBREBU]", COLOURS["precinct-text"], 13, "PRIORITY 6", font="bold", scales=(3_700, 0))
    return sign(str(_("nazwa obrębu")), "", name)


def _gmina_names(_themes: Themes) -> str:
    name = label("[NAZWA_GMINY]", COLOURS["gmina-text"], 18, "PRIORITY 8", font="bold", halo=3.5, scales=(42_000, 0))
    return sign(str(_("nazwa gminy")), "", name)


def _addresses(_themes: Themes) -> str:
    return sign(str(ADDRESS), "", label("[NUMER]", COLOURS["address-text"], 12, "PRIORITY 4", font="bold"))


def _zones(font: str, size: float, titles: Mapping[str, Text]) -> Classes:
    """What has no title is drawn, and stands in no legend."""

    def drawn(_themes: Themes) -> str:
        names = (
            label("[OZNACZENIE]", COLOURS["zone-text"], size, font=font, halo=3, scales=(0, _DESIGNATIONS_MOST)),
            label(
                "[SYMBOL]", COLOURS["zone-text"], size, font=font, halo=3, scales=(_DESIGNATIONS_MOST, _ZONE_NAMES_MOST)
            ),
        )
        return "\n".join(
            sign(
                str(titles[key]) if stage == "in-force" and key in titles else None,
                f"{key}:{stage}",
                *_zone_look(key, stage),
                *names,
            )
            for key in LOOKS
            for stage in ("in-force", "adoption", "elaboration")
        )

    return drawn


_ZONE_TITLES: Final[Mapping[str, Text]] = {
    symbol: format_lazy("{} – {}", symbol, zone.name) for symbol, zone in ZONES.items()
}


def _zone_look(key: str, stage: str) -> tuple[str, ...]:
    opacity = 100 if stage == "in-force" else PREPARED
    name = zone_pattern(key)
    edge = outline(COLOURS["zone-line"], 0.8, "OPACITY 80", dashes(stage))
    return (fill(LOOKS[key].colour, opacity), hatch(name, opacity) if name else "", edge)


def _regulations(_themes: Themes) -> str:
    return "\n".join(
        sign(
            str(kind.label),
            kind.value,
            hatch(regulation_pattern(kind.value)),
            outline(COLOURS["zone-line"], 1.4, "PATTERN 6 4 END"),
        )
        for kind in RegulationKind
    )


def _restrictions(shape: str) -> Classes:
    def drawn(themes: Themes) -> str:
        return "\n".join(
            sign(theme.name, theme.code, *_theme_look(place, shape)) for place, theme in enumerate(themes)
        ) or sign(None, "", *_theme_look(0, shape))

    return drawn


def _theme_look(place: int, shape: str) -> tuple[str, ...]:
    colour, name = theme_look(place)
    if shape == POINT:
        edge = f'OUTLINECOLOR "{COLOURS["selected-casing"]}"'
        return (style('SYMBOL "dot"', "SIZE 12", f'COLOR "{colour}"', edge, "OUTLINEWIDTH 1.5"),)
    if shape == LINE:
        return (line(colour, 2),)
    return (hatch(name), outline(colour, 2))


_LEVELS: Final[Mapping[str, tuple[Text, str]]] = {
    "granted": (_("rozstrzygnięcie pozytywne"), "info"),
    "refused": (_("odmowa albo sprzeciw"), "error"),
    "pending": (_("sprawa w toku"), "warning"),
    "ended": (_("zakończona inaczej"), "act-past"),
}


def _entries(shape: str) -> Classes:
    def drawn(_themes: Themes) -> str:
        return "\n".join(
            sign(str(name), level, *_entry_look(COLOURS[colour], shape)) for level, (name, colour) in _LEVELS.items()
        )

    return drawn


def _entry_look(colour: str, shape: str) -> tuple[str, ...]:
    if shape == POINT:
        edge = f'OUTLINECOLOR "{COLOURS["selected-casing"]}"'
        return (style('SYMBOL "dot"', "SIZE 12", f'COLOR "{colour}"', edge, "OUTLINEWIDTH 1.5"),)
    return (line(colour, 3),) if shape == LINE else (fill(colour, 30), outline(colour, 2))


def _acts(_themes: Themes) -> str:
    names = {
        "in-force": _("granica aktu obowiązującego"),
        "adoption": _("granica aktu przyjmowanego"),
        "elaboration": _("granica aktu w opracowaniu"),
    }
    return "\n".join(
        sign(
            str(name),
            stage,
            line(COLOURS["halo"], 5, "OPACITY 70"),
            line(COLOURS["act-line"], 2.6, "LINECAP BUTT", dashes(stage)),
        )
        for stage, name in names.items()
    )


CLASSES: Final[Mapping[str, Classes]] = {
    "uzytki": _tints,
    "strefy_planistyczne": _zones("italic", 11.5, _ZONE_TITLES),
    "przeznaczenia": _zones("bold", 12.5, USES),
    "regulacje": _regulations,
    "ograniczenia_obszary": _restrictions(POLYGON),
    "ograniczenia_linie": _restrictions(LINE),
    "ograniczenia_punkty": _restrictions(POINT),
    "rejestry_obszary": _entries(POLYGON),
    "rejestry_linie": _entries(LINE),
    "rejestry_punkty": _entries(POINT),
    "dzialki": _parcels,
    "budynki": _houses,
    "obreby": _precincts,
    "gminy": _gminas,
    "akty_planowania": _acts,
    "adresy": _addresses,
    "numery_dzialek": _numbers,
    "nazwy_obrebow": _precinct_names,
    "nazwy_gmin": _gmina_names,
}
