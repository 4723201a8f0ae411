"""Which rows of a layer lie in a place: by their identifiers where those say it, else by an outline."""

from collections.abc import Mapping
from typing import Any, Final

from sip.geo.crs import PL_1992
from sip.public import rows
from sip.services.downloads.sources import Source
from sip.services.downloads.wanted import Place, Where
from sip.services.errors import NotFound
from sip.services.registry.filters import in_gmina, in_precinct, in_unit, of_act

Condition = tuple[str, dict[str, Any]]

EVERY_ROW: Final[Condition] = ("true", {})
# Neighbours that only touch the outline are left out.
SHRUNK_M: Final = 0.05
OVER: Final = "ST_Intersects(geom, %(outline)s::geometry)"
OUTLINE: Final = "SELECT ST_AsHEXEWKB(ST_Buffer(ST_Union(geom), -{shrunk})) FROM {view} WHERE {condition}"
EXISTS: Final = "SELECT EXISTS (SELECT FROM {view} WHERE {condition})"
AREA: Final = f"SELECT ST_AsHEXEWKB(ST_GeomFromText(%(wkt)s, {PL_1992.srid}))"
_UNITS: Final[Mapping[str, Any]] = {
    "parcels": in_unit("identifier", "."),
    "precincts": in_unit("identifier", "."),
    "planning-acts": in_gmina,
    "planning-zones": of_act(in_gmina),
    "planning-regulations": of_act(in_gmina),
}


class Fence:
    """A place as conditions. Its outline is asked for once, in the transaction that reads the rows.

    Raises BadRequest for a code that is none.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.homes = _homes(place)
        self._outline: str | None = None

    def condition(self, source: Source) -> Condition:
        return self._by_identifier(source) or self._by_outline()

    def prove(self) -> None:
        """Raises NotFound where the registers know nothing of the place."""
        if self.homes and not any(_found(view, condition) for view, condition in self.homes.items()):
            raise NotFound(f"{self.place.where}: there is no {self.place.values[0][:80]} in the register.")

    def _by_identifier(self, source: Source) -> Condition | None:
        if self.place.where is Where.EVERYTHING:
            return EVERY_ROW
        if self.place.where is Where.UNIT and source.name in _UNITS:
            found: Condition = _UNITS[source.name]("unit", self.place.values[0])
            return found
        return self.homes.get(source.view)

    def _by_outline(self) -> Condition:
        if self.place.where is Where.UNIT and self._is_whole():
            return EVERY_ROW
        if self._outline is None:
            self._outline = self._drawn()
        return OVER, {"outline": self._outline}

    def _is_whole(self) -> bool:
        """Whether nothing of the register lies elsewhere, so that no row need be held against the outline."""
        return not any(_found(view, (f"NOT ({condition})", values)) for view, (condition, values) in self.homes.items())

    def _drawn(self) -> str:
        """Precincts that are known from the identifiers of their parcels only are drawn by these."""
        if self.place.where is Where.AREA:
            return str(rows(AREA, {"wkt": self.place.values[0]})[0][0])
        for view, (condition, values) in self.homes.items():
            if found := rows(OUTLINE.format(view=view, condition=condition, shrunk=SHRUNK_M), values)[0][0]:
                return str(found)
        raise NotFound(f"{self.place.where}: nothing of it has an outline.")


def _homes(place: Place) -> dict[str, Condition]:
    """Views and the rows in them that a place is made of, the more telling first; none where it is no such place."""
    value = place.values[0] if place.values else ""
    if place.where is Where.UNIT:
        within = in_unit("identifier", ".")("unit", value)
        return {"precinct_public": within, "parcel_public": within}
    if place.where is Where.PRECINCT:
        parcels = in_precinct("precinct", value)
        return {"precinct_public": ("identifier = %(precinct)s", {"precinct": value}), "parcel_public": parcels}
    if place.where is Where.PARCELS:
        return {"parcel_public": ("identifier = ANY(%(parcels)s)", {"parcels": list(place.values)})}
    return {}


def _found(view: str, condition: Condition) -> bool:
    text, values = condition
    return bool(rows(EXISTS.format(view=view, condition=text), values)[0][0])
