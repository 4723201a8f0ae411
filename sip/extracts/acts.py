"""Planning acts for the extract: with their documents, drawings and the provisions that are asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson

from plans.codes import THEME_OF, ActKind, PlanTheme
from sip.extracts.known import remembered
from sip.extracts.plan_act import natural
from sip.extracts.polish import kind_name, status_name
from sip.extracts.record import Act, Document, Provision
from sip.extracts.standing import Standing, standing
from sip.public import hot_rows, statement

ACTS: Final = statement(__file__, "acts.sql")
# An act's reference to a document, as the schema calls it, and what the document does.
ROLES: Final = {
    "dokumentPrzystepujacy": "begins",
    "dokumentUchwalajacy": "adopts",
    "dokumentZmieniajacy": "changes",
    "dokumentUchylajacy": "repeals",
    "dokumentUniewazniajacy": "annuls",
}


@dataclass(frozen=True, slots=True)
class KnownAct:
    """An act, what becomes of it in the extract, and provisions of its zones by symbol."""

    act: Act
    theme: PlanTheme
    standing: Standing
    data_date: date | None
    provisions: Mapping[str, tuple[Provision, ...]]

    @property
    def rank(self) -> tuple[int, str]:
        """Later acts go first; of those of one day the one whose identifier comes first."""
        since = self.act.in_force_from
        return (-since.toordinal() if since else 0, self.act.identifier)


def acts_of(
    versions: Mapping[str, int], identifiers: Iterable[str], day: date, moment: datetime
) -> dict[str, KnownAct]:
    """By identifier, those of IDENTIFIERS that are known; as of VERSIONS of the layers. Raises Changed."""
    found = {identifier: _act(versions, identifier, day, moment) for identifier in sorted(set(identifiers))}
    return {identifier: act for identifier, act in found.items() if act is not None}


@remembered(most=300)
def _act(identifier: str, day: date, moment: datetime) -> KnownAct | None:
    """With all its provisions: a large resolution has some 100 kB of them, and its parcels are asked for together."""
    found = hot_rows(ACTS, {"act": identifier, "moment": moment})
    return _known(found[0], day) if found else None


def _known(row: tuple[Any, ...], day: date) -> KnownAct:
    identifier, title, kind, status, unit, since, until, data_date, documents, drawings, provisions = row
    by_symbol: dict[str, list[Provision]] = {}
    # By paragraphs, for one that was changed was delivered after those that stand behind it.
    for symbol, paragraph, html in sorted(orjson.loads(provisions), key=lambda found: natural(found[1])):
        by_symbol.setdefault(symbol, []).append(Provision(symbol, paragraph, html))
    act = Act(
        identifier=identifier,
        title=title,
        kind=kind,
        kind_name=kind_name(kind),
        status=status,
        status_name=status_name(status),
        unit=unit,
        in_force_from=since,
        in_force_to=until,
        documents=tuple(_document(**found) for found in orjson.loads(documents)),
        drawings=tuple((name, link) for name, link in orjson.loads(drawings)),
        general_provisions=tuple(by_symbol.pop("", ())),
    )
    theme = THEME_OF[ActKind(kind)] if kind in ActKind.values else PlanTheme.OTHER
    texts = {symbol: tuple(found) for symbol, found in by_symbol.items()}
    return KnownAct(act, theme, standing(kind, status, since, until, day), data_date, texts)


def _document(*, role: str, dated: str | None, effective_from: str | None, links: list[str], **texts: str) -> Document:
    return Document(
        role=ROLES.get(role, role),
        dated=date.fromisoformat(dated) if dated else None,
        effective_from=date.fromisoformat(effective_from) if effective_from else None,
        links=tuple(links),
        **texts,
    )
