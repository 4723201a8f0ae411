"""What the register says of one parcel: a frozen record, composed from the public views, rendered elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

import orjson
from django.utils.timezone import make_aware

from sip.public import hot_rows, statement

PARCEL = statement(__file__, "parcel.sql")
IN_FORCE = PARCEL.replace("{when}", "p.valid_to IS NULL")
LAST = PARCEL.replace("{when}", "p.valid_to IS NOT NULL")
AT_MOMENT = PARCEL.replace("{when}", "p.valid_from < %(moment)s AND (p.valid_to IS NULL OR p.valid_to >= %(moment)s)")
# The record's fields in the order of parcel.sql.
PARCEL_FIELDS = (
    "identifier",
    "number",
    "sheet",
    "precinct",
    "precinct_name",
    "unit",
    "unit_name",
    "powiat_name",
    "registered_area_ha",
    "land_use",
    "valid_from",
    "valid_to",
    "object_from",
    "data_date",
    "computed_area_m2",
)


@dataclass(frozen=True, slots=True)
class LandUseRow:
    ofu: str
    ozu: str
    ozk: str
    area_ha: float | None

    @property
    def symbol(self) -> str:
        """As on the map: the use, then soil use and class where they add something, e.g. "RIVa" or "B-RIVa"."""
        soil = f"{self.ozu}{self.ozk}"
        return soil if self.ozu == self.ofu else "-".join(filter(None, (self.ofu, soil)))


@dataclass(frozen=True, slots=True)
class ParcelRecord:
    """Areas: `registered_area_ha` is the legal one; `computed_area_m2` comes from the geometry, for checks.

    `extent` is minimum easting, minimum northing, maximum easting, maximum northing in PL-1992, metres.
    `version_pk` is this version's key in the public views; it changes with each publication, so it is never shown.
    """

    identifier: str
    number: str
    sheet: str
    precinct: str
    precinct_name: str | None
    unit: str
    unit_name: str | None
    powiat_name: str | None
    registered_area_ha: Decimal | None
    land_use: tuple[LandUseRow, ...]
    valid_from: datetime
    valid_to: datetime | None
    object_from: datetime | None
    data_date: date | None
    computed_area_m2: float
    extent: tuple[float, float, float, float]
    version_pk: int

    @property
    def registered_area_m2(self) -> int | None:
        return None if self.registered_area_ha is None else int(self.registered_area_ha * 10_000)

    @property
    def centre(self) -> tuple[float, float]:
        """Of the extent: easting and northing."""
        west, south, east, north = self.extent
        return (west + east) / 2, (south + north) / 2


def parcel(identifier: str, day: date | None = None) -> ParcelRecord | None:
    """The parcel in force under IDENTIFIER, now or at the end of DAY."""
    if day is None:
        return _record(IN_FORCE, {"identifier": identifier})
    return _record(AT_MOMENT, {"identifier": identifier, "moment": midnight_after(day)})


@lru_cache(maxsize=100)
def midnight_after(day: date) -> datetime:
    """The end of DAY here: what was valid before it was valid on the day."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


def last_version(identifier: str) -> ParcelRecord | None:
    """The latest of the ended versions that bore IDENTIFIER."""
    return _record(LAST, {"identifier": identifier})


def _record(statement_text: str, values: dict[str, object]) -> ParcelRecord | None:
    found = hot_rows(statement_text, values)
    if not found:
        return None
    row = found[0]
    uses = tuple(LandUseRow(**use) for use in orjson.loads(row[9]))
    named = dict(zip(PARCEL_FIELDS, row, strict=False))
    return ParcelRecord(**{**named, "land_use": uses, "extent": row[15:19], "version_pk": row[19]})
