"""What a client of ULDK asks: names of parameters in any case, English or Polish; the last of repeated ones counts."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest

from sip.geo.crs import KNOWN, PL_1992
from sip.services import parameters
from sip.services.errors import BadRequest
from sip.services.parameters import Coordinates
from sip.services.places import NOWHERE, Condition, at
from sip.services.uldk.protocol import not_understood, nothing

LONGEST_ID: Final = 200
MOST_TOKENS: Final = 40
# Farther than that nobody's hand slips, and every vertex within is looked at.
WIDEST_RADIUS: Final = 100.0
USUAL_RADIUS: Final = 10.0
# The older service.php's words.
ALIASES: Final = {
    "wojewodztwo": "voivodeship",
    "powiat": "county",
    "gmina": "commune",
    "obreb": "region",
    "dzialka": "parcel",
    "numer": "parcel",
    "nazwa": "name",
    "id": "teryt",
}


@dataclass(frozen=True)
class Asked:
    """Parameters by their names in lower case."""

    given: dict[str, str]

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        raw = request.META.get("QUERY_STRING", "")
        try:
            unquote_to_bytes(raw.encode("latin-1")).decode()
        except UnicodeDecodeError:
            # Programs of Windows write Polish letters so; any bytes can be read as it.
            request.encoding = "cp1250"
        return cls({name.strip().lower(): values[-1].strip() for name, values in request.GET.lists() if values})

    def get(self, *names: str) -> str:
        """The first of NAMES that is given, or nothing."""
        return next((self.given[name] for name in names if name in self.given), "")

    @property
    def verb(self) -> str:
        return self.get("request")

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Columns of the answer in our words; one that is not known stays, and its field is empty."""
        names = [name.strip().lower() for name in (self.get("result", "wynik") or "geom_wkb").split(",")]
        if len(names) > MOST_TOKENS:
            raise not_understood(f"result: najwyżej {MOST_TOKENS} pól.")
        return tuple(ALIASES.get(name, name) for name in names)

    @cached_property
    def srid(self) -> int:
        """System of the answer."""
        return _srid(self.get("srid"))

    def identifier(self, longest: int = LONGEST_ID) -> str:
        """Raises Refused for what can be no identifier."""
        text = self.get("id", "teryt")
        if "\0" in text or len(text) > longest:
            raise nothing()
        return text

    @property
    def place(self) -> Condition:
        """Condition on `geom` for the point `xy`, easting (or longitude) first. Raises Refused outside the country."""
        point = self.point
        try:
            condition = at("xy", point)
        except BadRequest:
            raise nothing() from None
        if condition == NOWHERE:
            raise nothing()
        return condition

    @property
    def point(self) -> Coordinates:
        parts = self.get("xy").split(",")
        if len(parts) not in (2, 3):
            raise nothing()
        srid = _srid(parts[2]) if len(parts) > 2 else PL_1992.srid
        try:
            x, y = (parameters.number({"xy": part}, "xy") for part in parts[:2])
        except BadRequest:
            raise nothing() from None
        return Coordinates((x, y), srid)

    @property
    def radius(self) -> float:
        """In metres."""
        if not self.get("radius"):
            return USUAL_RADIUS
        try:
            radius = parameters.number(self.given, "radius")
        except BadRequest:
            radius = math.nan
        if not 0 <= radius <= WIDEST_RADIUS:
            raise not_understood(f"radius: liczba metrów od 0 do {WIDEST_RADIUS:g}.")
        return radius


def _srid(text: str) -> int:
    try:
        return parameters.srid({"srid": text.strip()}, "srid", PL_1992.srid)
    except BadRequest:
        served = ", ".join(map(str, sorted(KNOWN)))
        raise not_understood(f"srid: obsługiwane są {served}.") from None
