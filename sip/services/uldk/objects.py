"""Objects as ULDK lists them: one statement finds and draws them, and their fields stand in the order asked for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from parcels.identifiers import BuildingId
from sip.geo.crs import ETRS89, WGS84
from sip.offices.teryt import Level, UnitKind
from sip.public import Rows, hot_rows, statement
from sip.services.search import names
from sip.services.search.names import Area
from sip.services.uldk.asked import Asked
from sip.services.uldk.protocol import extent, field, with_fractions

OBJECTS: Final = statement(__file__, "sql/objects.sql")
# A centimetre is the least that a register knows; the extent of degrees is a little finer.
METRES: Final = (6, 2)
DEGREES: Final = (10, 8)
SOURCE: Final = "EGiB"


@dataclass(frozen=True, slots=True)
class Object:
    """`identifier` is a parcel's, a building's, a precinct's or a unit's; shapes are empty where nobody asked."""

    identifier: str
    number: str
    name: str
    precinct: str
    unit: str
    region: str
    data_date: str
    wkb: str
    wkt: str
    extent: str

    @classmethod
    def bare(cls, unit: str) -> "Object":
        """A unit of which nobody asked the shape."""
        return cls(unit, "", "", "", unit, "", "", "", "", "")


def digits(srid: int) -> tuple[int, int]:
    """Decimals of WKT and of an extent."""
    return DEGREES if srid in (WGS84.srid, ETRS89.srid) else METRES


@cache
def text_of(name: str, place: str = "") -> str:
    """The statement that lists what sql/NAME.sql finds; PLACE is a condition on where."""
    return OBJECTS.format(found=statement(__file__, f"sql/{name}.sql").format(place=place))


def drawing(asked: Asked) -> dict[str, Any]:
    return {
        "wkb": "geom_wkb" in asked.tokens,
        "wkt": "geom_wkt" in asked.tokens,
        "extent": "geom_extent" in asked.tokens,
        "dated": "datasource" in asked.tokens,
        "srid": asked.srid,
        "digits": digits(asked.srid)[0],
    }


def has_shapes(asked: Asked) -> bool:
    return any(token.startswith("geom_") for token in asked.tokens)


def find(asked: Asked, name: str, place: str = "", **given: Any) -> list[Object]:
    """Objects that sql/NAME.sql finds with the parameters GIVEN."""
    found = hot_rows(text_of(name, place), {**drawing(asked), **given})
    return listed(found, asked.srid)


def listed(found: Rows, srid: int) -> list[Object]:
    return [Object(*_texts(row, digits(srid)[1])) for row in found]


def _texts(row: tuple[Any, ...], decimals: int) -> list[str]:
    *said, wkt, edges = row
    return [*(text or "" for text in said), with_fractions(wkt or ""), extent(edges, decimals) if edges else ""]


def shown(objects: Iterable[Object], tokens: Iterable[str]) -> list[list[str]]:
    """The fields; empty where a word is not known, or says nothing of such an object."""
    known = [FIELDS.get(token, _empty) for token in tokens]
    return [[value(one) for value in known] for one in objects]


def _number(one: Object) -> str:
    """A parcel's number; a building's is its parcel's."""
    building = BuildingId.parse(one.identifier)
    return building.parcel.number if building and building.parcel else one.number


def _own_name(one: Object) -> str:
    return one.name or (capital(area.name) if (area := unit(one.identifier)) else one.number)


def _above(level: Level) -> Callable[[Object], str]:
    """The name of the unit of LEVEL that an object is, or is in."""

    def name(one: Object) -> str:
        for code in _codes(one.unit, level):
            if area := unit(code):
                return capital(area.name)
        return ""

    return name


def _codes(unit: str, level: Level) -> tuple[str, ...]:
    if level is Level.VOIVODESHIP:
        return (unit[:2],)
    if level is Level.POWIAT:
        return (unit[:4],) if len(unit) >= 4 else ()
    return (unit, f"{unit[:6]}_{UnitKind.URBAN_RURAL.value}") if len(unit) == 8 else ()


def capital(name: str) -> str:
    """TERYT writes "lubelskie", ULDK "Lubelskie"."""
    return field(name[:1].upper() + name[1:])


def unit(code: str) -> Area | None:
    """A unit that the register has land of; there are as many as a powiat has."""
    return next((area for area in names.areas() if area.code == code), None)


def _source(one: Object) -> str:
    return f"{SOURCE}, stan na {one.data_date}" if one.data_date else SOURCE


def _empty(_one: Object) -> str:
    return ""


FIELDS: Final[dict[str, Callable[[Object], str]]] = {
    "geom_wkb": lambda one: one.wkb,
    "geom_wkt": lambda one: one.wkt,
    "geom_extent": lambda one: one.extent,
    "teryt": lambda one: field(one.identifier),
    "parcel": lambda one: field(_number(one)),
    "region": lambda one: field(one.region),
    "commune": _above(Level.GMINA),
    "county": _above(Level.POWIAT),
    "voivodeship": _above(Level.VOIVODESHIP),
    "name": lambda one: field(_own_name(one)),
    "datasource": _source,
}
