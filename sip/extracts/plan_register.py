"""The register of planning acts as people look through it: which there are, and where each stands in law on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import models
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from plans.codes import ActKind, Status
from sip.extracts.plan_links import Link, links_of
from sip.public import Rows, rows, statement

REGISTER: Final = statement(__file__, "plan_register.sql")
COLUMNS: Final = "identifier, title, kind, status, unit_code, unit_name, in_force_from, in_force_to, standing"
ORDER: Final = "ORDER BY in_force_from DESC NULLS LAST, title, identifier"
# Each word typed has to begin a word of what is searched; or it is a symbol, or a designation, which is a number and
# the symbol that is indexed.
BY_TEXT: Final = """(
    ' ' || sip_fold(concat_ws(' ', title, other_titles::text, identifier, unit_name, numbered.words)) LIKE ALL (ARRAY(
        SELECT '%% ' || word || '%%' FROM unnest(string_to_array(sip_fold(%(text)s), ' ')) AS word))
    OR identifier IN (SELECT act FROM planning_zone_public
        WHERE upper(symbol) IN (upper(trim(%(text)s)), upper(ltrim(%(text)s, '0123456789 ')))
            AND upper(trim(%(text)s)) IN (upper(symbol), upper(designation))))"""
NUMBERED: Final = "LEFT JOIN numbered ON numbered.act = act.identifier"
# What may be asked for beside the day, each with its condition.
CONDITIONS: Final = {
    "among": "identifier = ANY (%(among)s)",
    "text": BY_TEXT,
    "symbol": "identifier IN (SELECT act FROM planning_zone_public WHERE upper(symbol) = upper(%(symbol)s))",
    "unit": "unit_code = %(unit)s",
    "kind": "kind = %(kind)s",
    "standing": "standing = %(standing)s",
}


class Standing(models.TextChoices):
    """Where an act stands in law on a day; the same rule as of extracts (standing.py), with stages apart."""

    IN_FORCE = "in-force", _("obowiązuje")
    FUTURE = "future", _("wejdzie w życie")
    PREPARATION = "preparation", _("w przygotowaniu")
    PAST = "past", _("nie obowiązuje")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty texts ask for nothing. `text` is words of titles, documents' numbers, a symbol
    or a designation.
    """

    among: tuple[str, ...] = ()
    text: str = ""
    symbol: str = ""
    unit: str = ""
    kind: str = ""
    standing: str = ""
    day: date | None = None

    @property
    def values(self) -> dict[str, Any]:
        day = self.day or localdate()
        given = {name: getattr(self, name) for name in CONDITIONS}
        return {**given, "among": list(self.among), "day": day, "moment": end_of(day)}

    @property
    def condition(self) -> str:
        return " AND ".join(text for name, text in CONDITIONS.items() if getattr(self, name)) or "true"


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act in a list. `unit` has six digits of a gmina, or two; `resolution` is what adopts it, or begins it."""

    identifier: str
    title: str
    kind: str
    status: str
    unit: str
    unit_name: str | None
    in_force_from: date | None
    in_force_to: date | None
    standing: Standing
    resolution: Link | None

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind)

    @property
    def standing_name(self) -> str:
        return standing_name(self.kind, self.status, self.standing)

    @property
    def is_study(self) -> bool:
        return self.kind == ActKind.STUDY


def kind_name(kind: str) -> str:
    """In words; a kind that the code list does not have stands as written."""
    return str(ActKind(kind).label) if kind in ActKind.values else kind


def standing_name(kind: str, status: str, standing: Standing) -> str:
    """In words: an act in preparation by its stage, a studium as the historical document that it is."""
    if standing is Standing.PREPARATION:
        return str(Status(status).label)
    if kind == ActKind.STUDY:
        return str(_("dokument historyczny"))
    return str(standing.label)


def end_of(day: date) -> datetime:
    """The moment before which a version must have begun to be the day's."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


def search(wanted: Wanted) -> list[tuple[str, Standing]]:
    """Identifiers of all that are WANTED, what came into force last first, and where each stands.

    One statement for counts and pages alike: ten thousand pairs cost less than counting them apart.
    """
    return [(identifier, Standing(standing)) for identifier, standing in _select(wanted, "identifier, standing", ORDER)]


def acts(identifiers: Sequence[str], day: date | None = None) -> list[ActRow]:
    """Those of IDENTIFIERS that the register had on DAY, in the order given."""
    if not identifiers:
        return []
    found = {row[0]: row for row in _select(Wanted(among=tuple(identifiers), day=day), COLUMNS, "")}
    resolutions = _resolutions(identifiers)
    return [_row(found[each], resolutions.get(each)) for each in identifiers if each in found]


def choices(day: date | None) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Codes and names of the gminas, and kinds with their names, of which the register has acts."""
    found = _select(Wanted(day=day), "DISTINCT unit_code, unit_name, kind", "")
    units = {code: name or code for code, name, _kind in found if code}
    kinds = {kind: kind_name(kind) for _code, _name, kind in found}
    return sorted(units.items(), key=lambda unit: unit[1]), sorted(kinds.items(), key=lambda kind: _place(kind[0]))


def _place(kind: str) -> tuple[int, str]:
    return (ActKind.values.index(kind) if kind in ActKind.values else len(ActKind.values), kind)


def _row(row: tuple[Any, ...], resolution: Link | None) -> ActRow:
    identifier, title, kind, status, unit, unit_name, since, until, standing = row
    return ActRow(identifier, title, kind, status, unit, unit_name, since, until, Standing(standing), resolution)


def _resolutions(identifiers: Sequence[str]) -> dict[str, Link]:
    """Of each act the document that adopts it, else the one that begins it, else any that is its own."""
    found: dict[str, Link] = {}
    for link in sorted(links_of(identifiers), key=lambda link: link.rank):
        if link.is_own:
            found.setdefault(link.act, link)
    return found


def _select(wanted: Wanted, columns: str, order: str) -> Rows:
    joins = NUMBERED if wanted.text else ""
    text = REGISTER.format(columns=columns, joins=joins, condition=wanted.condition, order=order)
    return rows(text, wanted.values)
