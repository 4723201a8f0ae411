"""Which column is what: attribute names in common use, by our names for them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sip.geo.gmlstream import Unreadable
from sip.registers.reading.values import clean

Row = Mapping[str, str]
"""Texts of one feature by column name, as read."""

COMMON: Final = {
    "namespace": "przestrzennazw przestrzen_nazw namespace",
    "local_id": "lokalnyid lokalny_id idlokalny id_lokalny localid",
    "version_id": "wersjaid wersja_id idwersji versionid",
    "object_from": "startobiekt start_obiekt",
    "valid_from": "startwersjaobiekt startwersjiobiektu start_wersja_obiekt poczatekwersjiobiektu",
    "valid_to": "koniecwersjaobiekt koniecwersjiobiektu koniec_wersja_obiekt",
    "object_to": "koniecobiekt koniec_obiekt",
    "x": "x wsp_x wspolrzedna_x easting longitude lon lng dlugosc dlugosc_geograficzna",
    "y": "y wsp_y wspolrzedna_y northing latitude lat szerokosc szerokosc_geograficzna",
    "geometry": "wkt geom geometry geometria the_geom wkt_geom geom_wkt msgeometry",
}
_PLAIN: Final = str.maketrans("ąćęłńóśźż", "acelnoszz")


_GAP: Final = re.compile(r"[\s-]+")
_MOST_COLUMNS: Final = 100
_LONGEST_NAME: Final = 60


class UnknownColumns(Unreadable):
    """A table without a column that could be what has to be there; `columns` are those it has."""

    def __init__(self, columns: Iterable[str]) -> None:
        self.columns = tuple(name[:_LONGEST_NAME] for name in columns)[:_MOST_COLUMNS]
        super().__init__("unknown-columns", "; ".join(self.columns))


class Columns:
    """The attributes of one kind of object in one file: an explicit mapping first, then names in common use.

    A mapping is kept for all files of an office, so one without the mapped column is read by the common names. OWN are
    the kind's attributes beside the common ones: for each of our names those that files use, parted by spaces, in small
    letters without Polish marks. REQUIRED are our names of which a file must have one.
    """

    def __init__(self, own: Mapping[str, str], mapping: Mapping[str, str], *, required: Sequence[str] = ()) -> None:
        self._required = required
        self._chosen = {ours: _folded(column) for ours, column in mapping.items() if column}
        self._names = {ours: names.split() for ours, names in {**COMMON, **own}.items()}

    def knows(self, column: str) -> bool:
        """Whether the column is one of those read."""
        folded = _folded(column)
        return folded in self._chosen.values() or any(folded in names for names in self._names.values())

    def suffice(self, columns: Iterable[str]) -> bool:
        """Whether what has to be there is among the columns; without any demand one column that is read will do."""
        if not self._required:
            return any(map(self.knows, columns))
        wanted = {name for ours in self._required for name in (self._chosen.get(ours), *self._names[ours])}
        return any(_folded(column) in wanted for column in columns)

    def is_geometry(self, column: str) -> bool:
        chosen = self._chosen.get("geometry")
        return _folded(column) in ([chosen] if chosen else self._names["geometry"])

    def of(self, row: Row) -> dict[str, str]:
        """The row's texts by our attribute names, stripped, "" for nothing; the first name that has a text counts."""
        folded = {_folded(name): clean(raw) for name, raw in row.items()}
        chosen = {ours: [column] for ours, column in self._chosen.items() if column in folded}
        return {
            ours: next(filter(None, (folded.get(name) for name in chosen.get(ours, names))), "")
            for ours, names in self._names.items()
        }


def _folded(name: str) -> str:
    return _GAP.sub("_", name.strip().lower().translate(_PLAIN))
