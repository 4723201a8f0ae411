"""What ULDK can be asked for: each verb answers with a status and lines of fields."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from parcels.identifiers import BuildingId, ParcelId
from sip.geo.crs import PL_1992
from sip.offices.teryt import Level
from sip.public import hot_rows, statement
from sip.services.search.words import words
from sip.services.uldk import objects, units
from sip.services.uldk.asked import LONGEST_ID, Asked
from sip.services.uldk.objects import Object, find, shown
from sip.services.uldk.protocol import Refused, extent, lines, not_understood, nothing

Verb = Callable[[Asked], str]

MOST_AGGREGATED: Final = 200
# More precincts than a powiat has; each outline has thousands of points.
MOST_DRAWN: Final = 500
MOST_NAMED: Final = 5000
SNAP: Final = statement(__file__, "sql/snap.sql")
LOCATED: Final = re.compile(
    r"(?P<name>.+?)[ ,]+(?:(?P<sheet>AR_[0-9]{1,4})[ .,]+)?(?P<number>[0-9]{1,7}(?:/[0-9]{1,7})?)", re.I
)


def answer(objects_found: Sequence[Object], asked: Asked, *, counted: bool = False) -> str:
    """COUNTED: the status is the number of objects, otherwise it only says that there are some."""
    if not objects_found:
        raise nothing()
    return lines(len(objects_found) if counted else 0, shown(objects_found, asked.tokens))


def _identifier(asked: Asked, longest: int = LONGEST_ID) -> str:
    """Raises Refused with an empty body for an empty one, as the original answers."""
    text = asked.identifier(longest)
    if not text:
        raise Refused("")
    return text


def _parcel_id(text: str) -> ParcelId:
    """Letters in any case. Raises Refused."""
    found = ParcelId.parse(text.strip().upper())
    if found is None:
        raise nothing()
    return found


def _as_conditions(parcel: ParcelId) -> dict[str, Any]:
    return {"precincts": [parcel.precinct], "number": parcel.number, "sheet": _sheet(parcel.sheet)}


def _sheet(sheet: str) -> str:
    """Some write AR_03 where others write AR_3."""
    return sheet[3:].lstrip("0")


def parcel_by_id(asked: Asked) -> str:
    return answer(find(asked, "parcel", **_as_conditions(_parcel_id(_identifier(asked)))), asked)


def parcel_by_id_or_number(asked: Asked) -> str:
    """By identifier, or by a precinct's name and a number: "Krzewina 134"."""
    text = _identifier(asked)
    if parcel := ParcelId.parse(text.upper()):
        return answer(find(asked, "parcel", **_as_conditions(parcel)), asked, counted=True)
    located = LOCATED.fullmatch(text)
    name = list(words(located["name"])) if located else []
    if not located or not name:
        raise nothing()
    sheet = _sheet(located["sheet"] or "")
    return answer(find(asked, "named", number=located["number"], sheet=sheet, words=name), asked, counted=True)


def parcel_successors(asked: Asked) -> str:
    """Ours: parcels in force that a parcel, former or not, has become."""
    found = find(asked, "successors", **_as_conditions(_parcel_id(_identifier(asked))))
    return answer(found, asked, counted=True)


def building_by_id(asked: Asked) -> str:
    text = _identifier(asked).upper()
    building = BuildingId.parse(text)
    if building is None:
        raise nothing()
    rest = text.removeprefix(f"{building.precinct}.")
    return answer(find(asked, "building", precinct=building.precinct, rest=rest), asked)


def _regions(asked: Asked, *, counted: bool = False) -> str:
    text = _identifier(asked)
    # Some precincts are named by numbers.
    begun, named = units.precincts_begun(text), list(words(text))
    most = MOST_DRAWN if objects.has_shapes(asked) else MOST_NAMED
    found = find(asked, "region", begun=begun, words=named or None, most=most)
    if len(found) > most:
        raise not_understood(f"id: obejmuje więcej niż {most} obrębów.")
    return answer(found, asked, counted=counted)


def region_by_id(asked: Asked) -> str:
    """Precincts by the beginning of their codes, thus all of a unit's, or by a name: clients ask the original so."""
    return _regions(asked)


def region_by_name_or_id(asked: Asked) -> str:
    return _regions(asked, counted=True)


def _at_place(name: str) -> Verb:
    """Objects at a point; on a boundary those of both sides."""

    def verb(asked: Asked) -> str:
        condition, values = asked.place
        return answer(find(asked, name, condition, **values), asked)

    return verb


def _unit_by_id(level: Level) -> Verb:
    """One unit, or all whose codes begin so; all of the register without a code."""

    def verb(asked: Asked) -> str:
        return answer(units.drawn(units.begun(asked.identifier(), level), asked), asked)

    return verb


def _unit_at(level: Level) -> Verb:
    """The unit of the precinct at a point; a second statement, kept, draws its outline."""

    def verb(asked: Asked) -> str:
        condition, values = asked.place
        found = find(Asked({"result": "teryt"}), "region_at", condition, **values)
        if not found:
            raise nothing()
        return answer(units.drawn(units.around(found[0].unit, level), asked), asked)

    return verb


def aggregate_area(asked: Asked) -> str:
    """One shape of several parcels."""
    texts = [text for text in _identifier(asked, MOST_AGGREGATED * 40).split(",") if text.strip()]
    if len(texts) > MOST_AGGREGATED:
        raise not_understood(f"id: najwyżej {MOST_AGGREGATED} działek.")
    wanted = [_parcel_id(text) for text in texts]
    found = find(
        asked,
        "aggregate",
        precincts=[parcel.precinct for parcel in wanted],
        numbers=[parcel.number for parcel in wanted],
        sheets=[_sheet(parcel.sheet) for parcel in wanted],
    )
    return answer(found, asked)


def snap_to_point(asked: Asked) -> str:
    """Three lines: the status, the nearest boundary point, its distance in metres."""
    _condition, values = asked.place
    decimals, coarse = objects.digits(asked.srid)
    radius = {"radius": asked.radius, "srid": asked.srid, "home": PL_1992.srid, "digits": decimals}
    found = hot_rows(SNAP, {**values, **radius})
    if not found:
        raise nothing()
    distance, wkb, wkt, x, y = found[0]
    edges = extent([x, y, x, y], coarse)
    shape = Object("", "", "", "", "", "", "", wkb, wkt, edges)
    return lines(0, [*shown([shape], asked.tokens), [f"{distance:.6f}"]])


VERBS: Final[dict[str, Verb]] = {
    "GetParcelById": parcel_by_id,
    "GetParcelByIdOrNr": parcel_by_id_or_number,
    "GetParcelByXY": _at_place("parcel_at"),
    "GetParcelSuccessors": parcel_successors,
    "GetBuildingById": building_by_id,
    "GetBuildingByXY": _at_place("building_at"),
    "GetRegionById": region_by_id,
    "GetRegionByXY": _at_place("region_at"),
    "GetRegionByNameOrId": region_by_name_or_id,
    "GetCommuneById": _unit_by_id(Level.GMINA),
    "GetCommuneByXY": _unit_at(Level.GMINA),
    "GetCountyById": _unit_by_id(Level.POWIAT),
    "GetCountyByXY": _unit_at(Level.POWIAT),
    "GetVoivodeshipById": _unit_by_id(Level.VOIVODESHIP),
    "GetVoivodeshipByXY": _unit_at(Level.VOIVODESHIP),
    "GetAggregateArea": aggregate_area,
    "SnapToPoint": snap_to_point,
}
