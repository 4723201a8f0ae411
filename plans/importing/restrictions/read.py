"""Files of restrictions -> records: points, lines and areas with the attributes that registers commonly have."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from plans.importing.read.records import Kind, RestrictionFacts
from plans.importing.restrictions.subject import Subject
from sip.registers.reading.columns import Columns
from sip.registers.reading.placing import AREAS, Draft, Placer
from sip.registers.reading.rows import RawRow, draft, faults
from sip.registers.reading.table import TableFile
from sip.registers.reading.values import moment
from sip.registers.record import Problem, Record
from sip.registers.versions import MOST_IDENTIFIER

# Columns in which persons are named (applicants, owners) and free remarks are read by no name.
OWN: Final = {
    "designation": "oznaczenie nr_rejestru numer_rejestru nr_rej nr_rejestr numer_wpisu nr_wpisu kod_inspire kodinspire"
    " inspireid inspire_id kod_obszaru kod symbol numer nr znak znak_sprawy nr_decyzji numer_decyzji designation code",
    "name": "nazwa nazwa_obiektu nazwaobiektu nazwa_obszaru nazwa_formy nazwa_zabytku obiekt tytul rodzaj typ forma"
    " kategoria name title",
    "description": "opis opis_obiektu opis_ograniczenia charakterystyka ustalenia zakazy description",
    "document": "dokument akt akt_prawny akt_ustanawiajacy uchwala nr_uchwaly numer_uchwaly decyzja rozporzadzenie"
    " zarzadzenie podstawa podstawa_prawna podst_pr document",
    "link": "link lacze url www adres_www strona hiperlacze",
    "in_force_from": "obowiazujeod obowiazuje_od obow_od data_od wazne_od data_decyzji data_wydania data_wpisu"
    " data_uchwaly data_ustanowienia in_force_from",
    "in_force_to": "obowiazujedo obowiazuje_do obow_do data_do wazne_do data_wygasniecia data_wykreslenia in_force_to",
}
SHAPES: Final = (*AREAS, "Point", "MultiPoint", "LineString", "MultiLineString")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
# A local id that stands for an object wherever it is written; numbers of rows do not.
_UNIQUE: Final = re.compile(r"PL\.[A-Za-z].+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


class AnyColumns(Columns):
    """Of a restriction its place alone is enough: the theme says what it is."""

    def suffice(self, columns: Iterable[str]) -> bool:
        return True


class RestrictionSource:
    """Restrictions of one file, to be iterated once; `notes` fill up meanwhile. Iteration raises Unreadable."""

    def __init__(self, subject: Subject, mapping: Mapping[str, str], path: Path) -> None:
        self._subject = subject
        self._columns = AnyColumns(OWN, mapping)
        self._path = path
        self._table: TableFile | None = None
        self.notes: list[Problem] = []

    def __iter__(self) -> Iterator[Record]:
        self._table = table = TableFile(self._path, self._columns)
        placer = Placer(
            self.notes,
            default=table.declared,
            usual=table.usual,
            shapes={Kind.RESTRICTIONS: SHAPES},
            code=lambda _draft: next(iter(self._subject.covers), ""),
        )
        yield from placer.records(map(self._draft, table))

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all."""
        return self._table.progress() if self._table else (0, 0)

    def _draft(self, row: RawRow) -> Draft:
        values, problems = self._columns.of(row.values), faults(row)
        theme = self._subject.theme
        named = values["designation"] or values["local_id"]
        made = draft(
            Kind.RESTRICTIONS,
            row,
            values,
            _facts(theme.code, theme.name, values, problems),
            problems,
            identifier="/".join(filter(None, (theme.code, named)))[:MOST_IDENTIFIER],
        )
        if not made.namespace and not _UNIQUE.fullmatch(made.local_id):
            # Known again by what it says and where it is.
            made.local_id = ""
        # The same object may come under several themes, e.g. a park with its trees.
        made.namespace = "/".join(filter(None, (theme.code, made.namespace)))
        return made


def _facts(theme: str, usual_name: str, values: Mapping[str, str], problems: list[Problem]) -> RestrictionFacts:
    address = _ADDRESS.search(values["link"])
    return RestrictionFacts(
        theme=theme,
        name=values["name"] or usual_name,
        designation=values["designation"],
        description=values["description"],
        document=values["document"],
        link=address[0] if address else "",
        since=_day(values, "in_force_from", problems),
        until=_day(values, "in_force_to", problems),
    )


def _day(values: Mapping[str, str], name: str, problems: list[Problem]) -> date | None:
    found = moment(values[name], problems, name)
    return found.date() if found else None
