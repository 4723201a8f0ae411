"""What a planning act consists of: zones, areas of regulations, provisions, drawings, and its versions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import orjson
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from plans.codes import PROFILES, ZONES, RegulationKind
from sip.extracts.plan_register import end_of
from sip.public import rows, statement

PARTS: Final = statement(__file__, "plan_act.sql")
ZONES_OF: Final = PARTS.format(
    view="planning_zone_history_public",
    columns="identifier, designation, symbol, name, other_name, basic_profiles::text, additional_profiles::text,"
    " max_intensity, max_built_share, max_height, min_green_share, ST_Area(geom)",
)
REGULATIONS_OF: Final = PARTS.format(
    view="planning_regulation_history_public",
    columns="kind, designation, name, standards::text, ST_Area(geom)",
)
DRAWINGS_OF: Final = PARTS.format(view="planning_drawing_history_public", columns="title, link, legend, scale")
PROVISIONS_OF: Final = PARTS.format(view="provision_history_public", columns="symbol, paragraph, body")
ABOUT: Final = """
SELECT a.other_titles::text, a.change, delivery.data_date, ST_XMin(a.geom), ST_YMin(a.geom), ST_XMax(a.geom),
    ST_YMax(a.geom), ST_Area(a.geom)
FROM planning_act_history_public AS a LEFT JOIN delivery_public AS delivery ON delivery.id = a.delivery
WHERE a.identifier = %(act)s AND (a.valid_to IS NULL OR a.valid_to >= %(moment)s)
ORDER BY a.valid_from LIMIT 1
"""
VERSIONS: Final = """
SELECT title, status, in_force_from, in_force_to, valid_from, valid_to, version_id FROM planning_act_history_public
WHERE identifier = %(act)s ORDER BY valid_from DESC
"""
INDICATORS: Final = ("max_height", "max_intensity", "max_built_share", "min_green_share")
# Words of the schema's elements, which have no Polish letters.
POLISH: Final = {
    "odleglosc": "odległość",
    "laczna": "łączna",
    "obszarow": "obszarów",
    "placowki": "placówki",
    "poz": "POZ",
    "przeciwpozarowej": "przeciwpożarowej",
    "spolecznej": "społecznej",
    "szkoly": "szkoły",
    "urzadzonego": "urządzonego",
    "wylaczenie": "wyłączenie",
    "zlobka": "żłobka",
}
NUMBERS: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Zone:
    """`area_m2` is of the outline in the plane of PL-1992. Profiles are in words."""

    identifier: str
    designation: str
    symbol: str
    name: str
    basic_profiles: tuple[str, ...]
    additional_profiles: tuple[str, ...]
    max_intensity: Decimal | None
    max_built_share: Decimal | None
    max_height: Decimal | None
    min_green_share: Decimal | None
    area_m2: float

    @property
    def area_text(self) -> str:
        return area_text(self.area_m2)


@dataclass(frozen=True, slots=True)
class Provision:
    """`html` was cleaned when it was delivered; without a symbol it holds for the whole act."""

    symbol: str
    paragraph: str
    html: str


@dataclass(frozen=True, slots=True)
class SymbolGroup:
    """Zones of one symbol: what they have in common, and how much of the act they take."""

    symbol: str
    zones: tuple[Zone, ...]
    provisions: tuple[Provision, ...]

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(zone.name for zone in self.zones if zone.name))

    @property
    def area_ha(self) -> float:
        return sum(zone.area_m2 for zone in self.zones) / 10_000

    @property
    def basic_profiles(self) -> list[str]:
        return list(dict.fromkeys(profile for zone in self.zones for profile in zone.basic_profiles))

    @property
    def additional_profiles(self) -> list[str]:
        return list(dict.fromkeys(profile for zone in self.zones for profile in zone.additional_profiles))

    @property
    def indicators(self) -> list[str]:
        return indicators(self.zones)


@dataclass(frozen=True, slots=True)
class Regulation:
    """`standards` are pairs of a name and a value with its unit."""

    kind: str
    designation: str
    name: str
    standards: tuple[tuple[str, str], ...]
    area_m2: float

    @property
    def kind_name(self) -> str:
        return str(RegulationKind(self.kind).label) if self.kind in RegulationKind.values else self.kind

    @property
    def area_text(self) -> str:
        return area_text(self.area_m2)


@dataclass(frozen=True, slots=True)
class Drawing:
    title: str
    link: str
    legend: str
    scale: int | None


@dataclass(frozen=True, slots=True)
class ActVersion:
    """`valid_from` and `valid_to` are the register's time, the days those of the law."""

    title: str
    status: str
    in_force_from: date | None
    in_force_to: date | None
    valid_from: datetime
    valid_to: datetime | None
    version_id: str


@dataclass(frozen=True, slots=True)
class ActParts:
    """Of one act on one day. `extent` as of parcels (PL-1992, metres), None where services gave no outline."""

    other_titles: tuple[str, ...]
    change: int | None
    data_date: date | None
    extent: tuple[float, float, float, float] | None
    area_m2: float | None
    groups: tuple[SymbolGroup, ...]
    regulations: tuple[Regulation, ...]
    drawings: tuple[Drawing, ...]
    general_provisions: tuple[Provision, ...]
    # Of designations, or of symbols that no zone of the act has; `symbol` names all of which the same is said.
    other_provisions: tuple[Provision, ...]

    @property
    def area_text(self) -> str:
        return "" if self.area_m2 is None else area_text(self.area_m2)

    @property
    def zone_count(self) -> int:
        return sum(len(group.zones) for group in self.groups)

    @property
    def has_provisions(self) -> bool:
        found = any(group.provisions for group in self.groups)
        return found or bool(self.general_provisions or self.other_provisions)

    @property
    def zones_ha(self) -> float:
        return sum(group.area_ha for group in self.groups)


def parts(act: str, day: date) -> ActParts:
    """Of an act that the register had on DAY."""
    values = {"act": act, "moment": end_of(day)}
    other_titles, change, data_date, *box, area = rows(ABOUT, values)[0]
    provisions = sorted((Provision(*row) for row in rows(PROVISIONS_OF, values)), key=_provision_key)
    groups = _groups(map(_zone, rows(ZONES_OF, values)), provisions)
    known = {"", *(group.symbol for group in groups)}
    regulations = sorted(map(_regulation, rows(REGULATIONS_OF, values)), key=lambda each: natural(each.designation))
    return ActParts(
        other_titles=tuple(orjson.loads(other_titles)),
        change=change,
        data_date=data_date,
        extent=None if box[0] is None else (box[0], box[1], box[2], box[3]),
        area_m2=area,
        groups=groups,
        regulations=tuple(regulations),
        drawings=tuple(Drawing(*row) for row in sorted(rows(DRAWINGS_OF, values))),
        general_provisions=tuple(each for each in provisions if not each.symbol),
        other_provisions=_each_once(each for each in provisions if each.symbol not in known),
    )


def versions(act: str) -> list[ActVersion]:
    """All that the register knows of, the newest first; none where it never had the act."""
    return [ActVersion(*row) for row in rows(VERSIONS, {"act": act})]


def area_text(area_m2: float) -> str:
    """As people read it: hectares, or square metres of what is small."""
    if area_m2 >= 1000:
        return _("%(area)s ha") % {"area": number_format(area_m2 / 10_000, 2, force_grouping=True)}
    return _("%(area)s m²") % {"area": number_format(area_m2, 0, force_grouping=True)}


def natural(text: str) -> list[tuple[int, str]]:
    """Orders designations as people count: 2MN before 10MN."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in NUMBERS.split(text)]


def indicators(zones: Iterable[Zone]) -> list[str]:
    """In words, with the range where zones differ."""
    zones = list(zones)
    words = {
        "max_height": _("wysokość zabudowy do %(value)s m"),
        "max_intensity": _("nadziemna intensywność zabudowy do %(value)s"),
        "max_built_share": _("zabudowa do %(value)s%% działki"),
        "min_green_share": _("teren biologicznie czynny od %(value)s%% działki"),
    }
    found = ((words[name], sorted({getattr(zone, name) for zone in zones} - {None})) for name in INDICATORS)
    return [text % {"value": _span(values)} for text, values in found if values]


def _span(values: list[Decimal]) -> str:
    ends = dict.fromkeys((values[0], values[-1]))
    return "–".join(number_format(value.normalize().__format__("f")) for value in ends)


def _groups(zones: Iterable[Zone], provisions: list[Provision]) -> tuple[SymbolGroup, ...]:
    by_symbol: dict[str, list[Zone]] = {}
    for zone in sorted(zones, key=lambda zone: natural(zone.designation)):
        by_symbol.setdefault(zone.symbol, []).append(zone)
    return tuple(
        SymbolGroup(symbol, tuple(found), tuple(each for each in provisions if symbol and each.symbol == symbol))
        for symbol, found in sorted(by_symbol.items(), key=lambda item: natural(item[0]))
    )


def _each_once(provisions: Iterable[Provision]) -> tuple[Provision, ...]:
    """A resolution says of "1MN, 2MN, 3MN" together what is delivered for each of them."""
    found: dict[Provision, list[str]] = {}
    for each in provisions:
        found.setdefault(replace(each, symbol=""), []).append(each.symbol)
    return tuple(replace(text, symbol=", ".join(symbols)) for text, symbols in found.items())


def _provision_key(provision: Provision) -> tuple[Any, Any]:
    return natural(provision.symbol), natural(provision.paragraph)


def _zone(row: tuple[Any, ...]) -> Zone:
    identifier, designation, symbol, name, other_name, basic, additional, *numbers = row
    kind = ZONES.get(symbol)
    known = other_name or name or (str(kind.name) if kind else "")
    return Zone(identifier, designation, symbol, known, _profiles(basic), _profiles(additional), *numbers)


def _profiles(text: str) -> tuple[str, ...]:
    return tuple(str(PROFILES.get(code, code)) for code in orjson.loads(text))


def _regulation(row: tuple[Any, ...]) -> Regulation:
    kind, designation, name, standards, area = row
    found = orjson.loads(standards)
    yes_or_no = {"true": _("tak"), "false": _("nie")}
    values = tuple(
        (_spelled(key), yes_or_no.get(each["value"], f"{each['value']} {each['uom']}".strip()))
        for key, each in found.items()
    )
    return Regulation(kind, designation, name, values, area)


def _spelled(element: str) -> str:
    """An element's name as words: odlegloscDoSzkolyPodstawowej -> odległość do szkoły podstawowej."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", element).lower().split()
    return " ".join(POLISH.get(word, word) for word in words)
