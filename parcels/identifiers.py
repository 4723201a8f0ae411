"""The grammar of cadastral identifiers: unit, precinct, parcel, building."""

import re
from dataclasses import dataclass
from typing import Final

UNIT_PATTERN: Final = r"[0-9]{6}_[1-589]"
PRECINCT_PATTERN: Final = rf"{UNIT_PATTERN}\.[0-9]{{4}}"
SHEET_PATTERN: Final = r"AR_[0-9]{1,4}"
NUMBER_PATTERN: Final = r"[1-9][0-9]{0,6}(?:/[1-9][0-9]{0,6})?"
PARCEL_PATTERN: Final = rf"{PRECINCT_PATTERN}\.(?:{SHEET_PATTERN}\.)?{NUMBER_PATTERN}"

_PARCEL: Final = re.compile(
    rf"(?P<precinct>{PRECINCT_PATTERN})\.(?:(?P<sheet>{SHEET_PATTERN})\.)?(?P<number>{NUMBER_PATTERN})"
)
_BUILDING: Final = re.compile(
    rf"(?P<precinct>{PRECINCT_PATTERN})\."
    rf"(?:(?P<plot>(?:{SHEET_PATTERN}\.)?{NUMBER_PATTERN})\.)?(?P<number>[0-9]{{1,6}})_BUD"
)


@dataclass(frozen=True, slots=True)
class ParcelId:
    """idDzialki taken apart: `precinct` is the whole precinct identifier, `sheet` is "AR_5" or empty."""

    precinct: str
    number: str
    sheet: str = ""

    @classmethod
    def parse(cls, text: str) -> "ParcelId | None":
        """None where the text does not follow the grammar; nothing is normalised."""
        found = _PARCEL.fullmatch(text)
        return cls(found["precinct"], found["number"], found["sheet"] or "") if found else None

    def __str__(self) -> str:
        return ".".join(filter(None, (self.precinct, self.sheet, self.number)))

    @property
    def unit(self) -> str:
        """Identifier of the registration unit, e.g. 060110_2."""
        return self.precinct.partition(".")[0]

    @property
    def main(self) -> int:
        """The number before a division, for sorting: 154 of 154/15."""
        return int(self.number.partition("/")[0])

    @property
    def denominator(self) -> int | None:
        """What a division added: 15 of 154/15."""
        _, _, after = self.number.partition("/")
        return int(after) if after else None


@dataclass(frozen=True, slots=True)
class BuildingId:
    """idBudynku taken apart: by its parcel, or where `parcel` is None directly in its precinct."""

    precinct: str
    number: str
    parcel: ParcelId | None = None

    @classmethod
    def parse(cls, text: str) -> "BuildingId | None":
        """None where the text does not follow the grammar."""
        found = _BUILDING.fullmatch(text)
        if not found:
            return None
        parcel = ParcelId.parse(f"{found['precinct']}.{found['plot']}") if found["plot"] else None
        return cls(found["precinct"], found["number"], parcel)

    def __str__(self) -> str:
        return f"{self.parcel or self.precinct}.{self.number}_BUD"
