"""What a reading of TERYT units would change in the table, and what is doubtful about it; changes nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from sip.intake.contract import Counts, Found
from sip.intake.models import Delivery, Kind, Severity, State
from sip.intake.unit_files import Reading, UnitRow
from sip.offices.models import Office, Unit
from sip.offices.teryt import Level, level_of, parent_of

PLURALS = {
    Level.VOIVODESHIP: "voivodeships",
    Level.POWIAT: "powiats",
    Level.GMINA: "gminas",
    Level.REGISTRATION_UNIT: "registration_units",
}

Stored = dict[str, Unit]


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows of the files by their fate, and what becomes of stored units."""

    new: list[UnitRow]
    changed: list[UnitRow]
    unchanged: list[UnitRow]
    vanished: list[Unit]
    # Stored without a parent, which this delivery brings; they do not count as changed.
    adopted: list[Unit]
    # Codes a unit may have for its parent.
    current: frozenset[str]

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.vanished or self.adopted)

    def parent_of(self, code: str) -> str | None:
        parent = parent_of(code)
        return parent if parent in self.current else None


def check_parents(reading: Reading, stored: Stored, *, partial: bool) -> None:
    """Quarantine rows of TERC without their parent; a name list's stay, as the parent's list may follow."""
    staying = _current(stored) & reading.mentioned if _is_whole(reading, partial) else _current(stored)
    known = staying | reading.rows.keys()
    awaited: set[str] = set()
    for row in sorted(reading.rows.values(), key=lambda row: list(Level).index(row.level)):
        if row.parent is None or row.parent in known:
            continue
        if reading.complete:
            del reading.rows[row.code]
            known.discard(row.code)
            message = _("Nieznana jednostka nadrzędna: %s.") % row.parent
            reading.quarantine(row.code, "unknown-parent", message)
        else:
            awaited.add(row.parent)
    message = _("Tej jednostki nie ma w wykazie; podległe jej przyjęto. Dostarcz także jej wykaz.")
    reading.findings += [
        Found(Severity.WARNING, "missing-parent", message, identifier=code) for code in sorted(awaited)
    ]


def difference_of(reading: Reading, stored: Stored, *, partial: bool) -> Difference:
    vanished = _vanished(reading, stored, partial=partial)
    gone = {unit.code for unit in vanished}
    rows = list(reading.rows.values())
    difference = Difference(
        new=[row for row in rows if row.code not in stored],
        changed=[],
        unchanged=[],
        vanished=vanished,
        adopted=[],
        current=frozenset(_current(stored) - gone | reading.rows.keys()),
    )
    for row in rows:
        if unit := stored.get(row.code):
            fate = difference.changed if _differs(row, unit, difference) else difference.unchanged
            fate.append(row)
    difference.adopted.extend(_adopted(stored, reading, difference))
    return difference


def _current(stored: Stored) -> set[str]:
    return {code for code, unit in stored.items() if unit.valid_to is None}


def _differs(row: UnitRow, unit: Unit, difference: Difference) -> bool:
    return (unit.name, unit.parent_id, unit.valid_to) != (row.name, difference.parent_of(row.code), None)


def _adopted(stored: Stored, reading: Reading, difference: Difference) -> Iterator[Unit]:
    for code in difference.current & stored.keys() - reading.rows.keys():
        unit = stored[code]
        if unit.parent_id is None and difference.parent_of(code):
            yield unit


def _is_whole(reading: Reading, partial: bool) -> bool:
    return reading.complete and not partial and not reading.unrecognised


def _vanished(reading: Reading, stored: Stored, *, partial: bool) -> list[Unit]:
    """Current units that the files end: all they leave out where they are whole, else the replaced ones."""
    unnamed = sorted(_current(stored) - reading.mentioned)
    if _is_whole(reading, partial):
        return [stored[code] for code in unnamed]
    listed = {row.code[:6]: row.code for row in reading.rows.values() if row.level is Level.GMINA}
    return [stored[code] for code in unnamed if _is_replaced(code, listed)]


def _is_replaced(code: str, listed: dict[str, str]) -> bool:
    """Whether the gmina of CODE is in the LISTED ones under another kind: a village became a town."""
    gmina = code if level_of(code) is Level.GMINA else parent_of(code)
    return gmina is not None and listed.get(gmina[:6], gmina) != gmina


def doubts(reading: Reading, difference: Difference, stored: Stored) -> Iterator[Found]:
    """Reasons to wait for a clerk's word."""
    share = len(difference.vanished) / max(len(_current(stored)), 1)
    if share > settings.VANISH_LIMIT:
        message = _("Liczba jednostek, które by zniknęły: %(count)d (%(share).0f%% wykazu).")
        words = {"count": len(difference.vanished), "share": 100 * share}
        yield Found(Severity.WARNING, "suspicious-vanishing", message % words)
    published = Delivery.objects.filter(kind=Kind.UNITS, state=State.PUBLISHED)
    if reading.valid_on and published.filter(data_date__gt=reading.valid_on).exists():
        message = _("Stan na %s jest starszy niż już opublikowany.") % reading.valid_on
        yield Found(Severity.WARNING, "older-state", message)


def remarks(reading: Reading, difference: Difference) -> Iterator[Found]:
    """What a clerk should know and do after publication."""
    if reading.complete and reading.unrecognised:
        message = _("Plik ma nieczytelne kody, więc żadnej jednostki nie uznano za zniesioną przez jej brak.")
        yield Found(Severity.WARNING, "incomplete", message)
    for office in Office.objects.filter(unit__in=[unit.code for unit in difference.vanished]):
        message = _("Jednostka znika, a jest obszarem urzędu „%s”: wskaż urzędowi nową.") % office.name
        yield Found(Severity.WARNING, "office-without-unit", message, identifier=office.unit_id)


def counts_of(reading: Reading, difference: Difference) -> Counts:
    """Distinct codes by level; "unrecognised" are rows whose code could not be read."""
    counts = {
        "read": _by_level(reading.mentioned - reading.derived),
        "new": _by_level(row.code for row in difference.new),
        "changed": _by_level(row.code for row in difference.changed),
        "unchanged": _by_level(row.code for row in difference.unchanged),
        "vanished": _by_level(unit.code for unit in difference.vanished),
        "quarantined": _by_level(reading.quarantined),
    }
    if reading.unrecognised:
        counts["quarantined"]["unrecognised"] = reading.unrecognised
    return counts


def _by_level(codes: Iterable[str]) -> dict[str, int]:
    found = Counter(level_of(code) for code in codes)
    return {plural: found[level] for level, plural in PLURALS.items()}
