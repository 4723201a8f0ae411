"""Files of TERYT units: TERC.csv and name lists in GeoJSON, read into rows and findings; no database."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from sip.intake.contract import Found
from sip.intake.models import Severity
from sip.offices.teryt import Level, MalformedCodeError, UnitKind, kind_of, level_of, parent_of, parts_of

# The whole country is under 300 kB as TERC and as a name list.
SIZE_LIMIT = 20_000_000
NAME_LIMIT = 100
TERC_COLUMNS = ("WOJ", "POW", "GMI", "RODZ", "NAZWA")
CODE_PROPERTIES = ("TERYT", "JPT_KOD_JE")
NAME_PROPERTIES = ("NAZWA", "JPT_NAZWA_")


class UnreadableError(Exception):
    """A file that is refused as a whole; `found` says why."""

    def __init__(self, path: Path, code: str, message: str) -> None:
        super().__init__(message)
        self.found = Found(Severity.ERROR, code, message, identifier=printable(path.name))


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit as a file names it; everything else follows from the code."""

    code: str
    name: str
    valid_on: date | None = None

    @property
    def level(self) -> Level:
        return level_of(self.code)

    @property
    def kind(self) -> UnitKind | None:
        return kind_of(self.code)

    @property
    def parent(self) -> str | None:
        return parent_of(self.code)


@dataclass(slots=True)
class Reading:
    """What the files say. `mentioned` holds the codes of good and of quarantined rows alike."""

    rows: dict[str, UnitRow] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    # Of these, what no file names: the parts of urban-rural gminas on name lists.
    derived: set[str] = field(default_factory=set)
    quarantined: list[str] = field(default_factory=list)
    findings: list[Found] = field(default_factory=list)
    # Rows whose code could not be read: what such a file leaves out has not surely vanished.
    unrecognised: int = 0
    # A TERC file lists the whole country; a name list says nothing of what it does not name.
    complete: bool = False

    @property
    def valid_on(self) -> date | None:
        return max((row.valid_on for row in self.rows.values() if row.valid_on), default=None)

    def quarantine(self, code: str, finding: str, message: str) -> None:
        self.quarantined.append(code)
        self.findings.append(Found(Severity.ERROR, finding, message, identifier=code))


LONGEST_LINE = 10_000


@dataclass(frozen=True, slots=True)
class _Raw:
    code: str
    name: str
    stated: str = ""


def printable(text: str) -> str:
    """TEXT fit for a finding: nothing a database or terminal stumbles over, at most 80 characters."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:80])


def read_units(files: Iterable[Path]) -> Reading:
    """All FILES as one reading; raises UnreadableError for the first that cannot be understood at all."""
    reading = Reading()
    for file in files:
        text = _text(file)
        if text.lstrip().startswith("{"):
            for raw in _name_list(file, text):
                _take(reading, raw)
            _derive_parts(reading)
        else:
            reading.complete = True
            for raw in _terc(file, text):
                _take(reading, raw)
    return reading


def _text(file: Path) -> str:
    if not file.is_file():
        raise UnreadableError(file, "not-a-file", _("To nie jest plik."))
    size = file.stat().st_size
    if size > SIZE_LIMIT:
        raise UnreadableError(
            file,
            "too-large",
            _("Plik jest za duży na wykaz jednostek (ponad %d MB).") % (SIZE_LIMIT // 1_000_000),
        )
    content = file.read_bytes()
    if not content.strip():
        raise UnreadableError(file, "empty-file", _("Plik jest pusty."))
    if b"\0" in content:
        raise UnreadableError(file, "binary-file", _("To plik binarny, a nie wykaz w CSV albo GeoJSON."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(
            file, "wrong-encoding", _("Plik nie jest zapisany w UTF-8; zapisz go ponownie w tym kodowaniu.")
        ) from None


def _terc(file: Path, text: str) -> Iterator[_Raw]:
    lines = text.splitlines()
    # Looked at here, as the csv module's own limit is one for the whole process and other readers raise it.
    if any(len(line) > LONGEST_LINE for line in lines):
        raise UnreadableError(file, "wrong-csv", _("Nie da się odczytać CSV: %s.") % _("wiersz jest za długi"))
    rows = csv.reader(lines, delimiter=";")
    try:
        header = [name.strip().upper() for name in next(rows, [])]
        _require_columns(file, header)
        for values in rows:
            if values:
                yield _terc_row(dict(zip(header, (value.strip() for value in values), strict=False)))
    except csv.Error as error:
        raise UnreadableError(file, "wrong-csv", _("Nie da się odczytać CSV: %s.") % error) from None


def _require_columns(file: Path, header: list[str]) -> None:
    missing = [name for name in TERC_COLUMNS if name not in header]
    if missing:
        raise UnreadableError(
            file,
            "wrong-columns",
            _("To nie jest plik TERC: brakuje kolumn %s (kolumny rozdziela średnik).") % ", ".join(missing),
        )


def _terc_row(row: Mapping[str, str]) -> _Raw:
    # Padded, so that a digit lost in one column does not make another unit's code.
    number = "".join(row.get(column, "").rjust(2, "?") for column in TERC_COLUMNS[:3]).rstrip("?")
    kind = row.get("RODZ", "")
    return _Raw(f"{number}_{kind}" if kind else number, row.get("NAZWA", ""), row.get("STAN_NA", ""))


def _name_list(file: Path, text: str) -> Iterator[_Raw]:
    try:
        collection = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError(file, "wrong-json", _("Plik jest ucięty albo nie jest poprawnym GeoJSON.")) from None
    features = collection.get("features")
    if not isinstance(features, list):
        raise UnreadableError(file, "wrong-structure", _("GeoJSON nie zawiera listy obiektów (features)."))
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        yield _named(properties if isinstance(properties, dict) else {})


def _named(properties: Mapping[str, object]) -> _Raw:
    known = {key.upper(): value for key, value in properties.items() if isinstance(value, str)}
    code = next((known[name] for name in CODE_PROPERTIES if name in known), "").strip()
    name = next((known[name] for name in NAME_PROPERTIES if name in known), "").strip()
    # The state register of borders writes gmina codes without the underscore.
    return _Raw(f"{code[:6]}_{code[6]}" if re.fullmatch(r"\d{7}", code) else code, name)


def _take(reading: Reading, raw: _Raw) -> None:
    """Add RAW to the reading's rows, or quarantine it with a finding."""
    try:
        level = level_of(raw.code)
    except MalformedCodeError:
        reading.unrecognised += 1
        message = _("Błędny kod jednostki „%(code)s” (%(name)s).")
        words = {"code": printable(raw.code), "name": printable(raw.name)}
        reading.findings.append(Found(Severity.ERROR, "malformed-code", message % words, identifier=words["code"]))
        return
    reading.mentioned.add(raw.code)
    if not _good_name(raw.name):
        reading.quarantine(raw.code, "malformed-name", _("Brak nazwy jednostki albo nazwa jest uszkodzona."))
        return
    row = UnitRow(raw.code, _as_written(raw.name, level), _date(reading, raw))
    if raw.code in reading.rows:
        _duplicate(reading, row)
    else:
        reading.rows[raw.code] = row


def _good_name(name: str) -> bool:
    # A question mark stands where letters were lost on the way.
    return bool(name) and len(name) <= NAME_LIMIT and name.isprintable() and not {"?", "\ufffd"} & set(name)


def _as_written(name: str, level: Level) -> str:
    """NAME as people write it: TERC has voivodeships in capitals, name lists put "powiat" before powiats."""
    if level is Level.VOIVODESHIP:
        return name.lower()
    return name.removeprefix("powiat ") if level is Level.POWIAT else name


def _date(reading: Reading, raw: _Raw) -> date | None:
    if not raw.stated:
        return None
    try:
        return date.fromisoformat(raw.stated)
    except ValueError:
        message = _("Błędna data stanu „%s”; jednostkę przyjęto bez daty.") % printable(raw.stated)
        reading.findings.append(Found(Severity.WARNING, "malformed-date", message, identifier=raw.code))
        return None


def _duplicate(reading: Reading, row: UnitRow) -> None:
    first = reading.rows[row.code]
    if first.name == row.name:
        message = _("Jednostka występuje w pliku więcej niż raz.")
        reading.findings.append(Found(Severity.WARNING, "duplicate", message, identifier=row.code))
        return
    message = _("Jednostka występuje pod różnymi nazwami: „%(first)s” i „%(other)s”; przyjęto pierwszą.")
    reading.quarantine(row.code, "duplicate", message % {"first": first.name, "other": row.name})


def _derive_parts(reading: Reading) -> None:
    """Name lists stop at gminas, yet an urban-rural gmina always consists of its town and its rural area."""
    for row in list(reading.rows.values()):
        if row.kind is UnitKind.URBAN_RURAL:
            for part in set(parts_of(row.code)) - reading.mentioned:
                reading.rows[part] = UnitRow(part, row.name)
                reading.mentioned.add(part)
                reading.derived.add(part)
