"""Which rows of a layer lie in a place: by their identifiers where those say it, else by an outline."""

from collections.abc import Mapping
from typing import Any, Final

from sip.geo.crs import PL_1992
from sip.public import rows
from sip.services.downloads.sources import Source
from sip.services.downloads.wanted import Place, Where
from sip.services.errors import BadRequest, NotFound
from sip.services.registry.filters import in_gmina, in_precinct, in_unit, of_act

Condition = tuple[str, dict[str, Any]]

EVERY_ROW: Final[Condition] = ("true", {})
# Neighbours that only touch the outline are left out.
SHRUNK_M: Final = 0.05
OVER: Final = "ST_Intersects(geom, %(outline)s::geometry)"
OUTLINE: Final = "SELECT ST_AsHEXEWKB(ST_Buffer(ST_Union(geom), -{shrunk})) FROM {view} WHERE {condition}"
ALL_IN: Final = "SELECT NOT EXISTS (SELECT FROM precinct_public WHERE NOT ({condition}))"
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

    Raises BadRequest for a code that is none, NotFound where the registers have no such place.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.precincts = self._of_precincts()
        self._outline: str | None = None
        self._is_whole = place.where is Where.EVERYTHING

    def condition(self, source: Source) -> Condition:
        return self._by_identifier(source) or self._by_outline()

    def prove(self) -> None:
        """Raises NotFound where the registers know nothing of the place."""
        if self.place.where in (Where.EVERYTHING, Where.AREA):
            return
        view, (condition, values) = self._home()
        if not rows(f"SELECT EXISTS (SELECT FROM {view} WHERE {condition})", values)[0][0]:  # noqa: S608
            raise NotFound(f"{self.place.where}: there is no {self.place.values[0]} in the register.")

    def _of_precincts(self) -> Condition:
        """Precincts of the place, where it is made of such."""
        if self.place.where is Where.UNIT:
            return in_unit("identifier", ".")("unit", self.place.values[0])
        if self.place.where is Where.PRECINCT:
            in_precinct("precinct", self.place.values[0])
            return "identifier = %(precinct)s", {"precinct": self.place.values[0]}
        return EVERY_ROW

    def _home(self) -> tuple[str, Condition]:
        """The view and the rows that a place is made of."""
        if self.place.where is Where.PARCELS:
            return "parcel_public", ("identifier = ANY(%(parcels)s)", {"parcels": list(self.place.values)})
        return "precinct_public", self.precincts

    def _by_identifier(self, source: Source) -> Condition | None:
        if self._is_whole:
            return EVERY_ROW
        if self.place.where is Where.UNIT and source.name in _UNITS:
            found: Condition = _UNITS[source.name]("unit", self.place.values[0])
            return found
        view, condition = self._home()
        if self.place.where is not Where.AREA and source.view == view:
            return condition
        if self.place.where is Where.PRECINCT and source.name == "parcels":
            return in_precinct("precinct", self.place.values[0])
        return None

    def _by_outline(self) -> Condition:
        if self._covers_all():
            return EVERY_ROW
        if self._outline is None:
            self._outline = self._drawn()
        return OVER, {"outline": self._outline}

    def _covers_all(self) -> bool:
        """Whether a unit is the whole register, so that no row need be held against its outline."""
        if self.place.where is not Where.UNIT:
            return False
        condition, values = self.precincts
        return bool(rows(ALL_IN.format(condition=condition), values)[0][0])

    def _drawn(self) -> str:
        if self.place.where is Where.AREA:
            return str(rows(AREA, {"wkt": self.place.values[0]})[0][0])
        view, (condition, values) = self._home()
        found = rows(OUTLINE.format(view=view, condition=condition, shrunk=SHRUNK_M), values)[0][0]
        if found is None:
            raise BadRequest(f"{self.place.where}: nothing of it has an outline.")
        return str(found)
