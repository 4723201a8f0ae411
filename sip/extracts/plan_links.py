"""How planning acts and documents hang together: which document adopts, changes, repeals which act, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import orjson
from django.utils.translation import gettext_lazy as _

from sip.public import rows, statement

LINKS: Final = statement(__file__, "plan_links.sql")
# Addresses that a page may lead to; anything else is shown as written.
SAFE: Final = ("https://", "http://")


class Effect(StrEnum):
    """What a document does to an act, in the order in which an act meets it."""

    BEGINS = "begins"
    ADOPTS = "adopts"
    CHANGES = "changes"
    REPEALS = "repeals"
    ANNULS = "annuls"
    ABOUT = "about"


# As acts refer to documents, and as documents refer to acts (application schema of planning acts).
EFFECTS: Final = {
    "dokumentPrzystepujacy": Effect.BEGINS,
    "przystapienie": Effect.BEGINS,
    "dokumentUchwalajacy": Effect.ADOPTS,
    "uchwala": Effect.ADOPTS,
    "dokumentZmieniajacy": Effect.CHANGES,
    "zmienia": Effect.CHANGES,
    "dokumentUchylajacy": Effect.REPEALS,
    "uchyla": Effect.REPEALS,
    "dokumentUniewazniajacy": Effect.ANNULS,
    "uniewaznia": Effect.ANNULS,
}
NAMES: Final = {
    Effect.BEGINS: _("przystępuje do sporządzenia tego aktu"),
    Effect.ADOPTS: _("uchwala ten akt"),
    Effect.CHANGES: _("zmienia ten akt"),
    Effect.REPEALS: _("uchyla ten akt"),
    Effect.ANNULS: _("unieważnia ten akt"),
    Effect.ABOUT: _("dotyczy tego aktu"),
}
# Between acts: what the one adopted by a document does to the other, and the same seen from there.
DOES: Final = {
    Effect.CHANGES: _("Zmienia"),
    Effect.REPEALS: _("Uchyla"),
    Effect.ANNULS: _("Unieważnia"),
}
SUFFERS: Final = {
    Effect.CHANGES: _("Zmieniony przez"),
    Effect.REPEALS: _("Uchylony przez"),
    Effect.ANNULS: _("Unieważniony przez"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A document and what it does to an act. Without a title it is not in the register, but referred to."""

    act: str
    effect: Effect
    document: str
    act_title: str | None
    title: str | None
    number: str
    organ: str
    dated: date | None
    effective_from: date | None
    repealed_on: date | None
    journal: str
    links: tuple[str, ...]

    @property
    def effect_name(self) -> str:
        return str(NAMES[self.effect])

    @property
    def rank(self) -> int:
        """What adopts says most of an act, then what began it."""
        order = (Effect.ADOPTS, Effect.BEGINS, Effect.ABOUT)
        return order.index(self.effect) if self.effect in order else len(order)

    @property
    def is_own(self) -> bool:
        """Of the act itself, not of one that changes or ends it."""
        return self.rank < 3 and self.title is not None

    @property
    def addresses(self) -> list[str]:
        return [link for link in self.links if link.startswith(SAFE)]


@dataclass(frozen=True, slots=True)
class Relation:
    """Of an act to another: "Zmieniony przez" and that other act."""

    name: str
    act: str
    title: str | None
    dated: date | None


def links_of(acts: Sequence[str], documents: Sequence[str] = ()) -> list[Link]:
    """Of ACTS, or of DOCUMENTS, each once, by the documents' dates."""
    if not acts and not documents:
        return []
    found = rows(LINKS, {"acts": list(acts), "documents": list(documents)})
    return list({(link.act, link.effect, link.document): link for link in map(_link, found)}.values())


def _link(row: tuple[Any, ...]) -> Link:
    act, role, document, act_title, title, number, organ, dated, effective_from, repealed_on, journal, addresses = row
    return Link(
        act=act,
        effect=EFFECTS.get(role, Effect.ABOUT),
        document=document,
        act_title=act_title,
        title=title,
        number=number or "",
        organ=organ or "",
        dated=dated,
        effective_from=effective_from,
        repealed_on=repealed_on,
        journal=journal or "",
        links=tuple(orjson.loads(addresses or "[]")),
    )


def relations_of(act: str, own: Iterable[Link]) -> list[Relation]:
    """Of ACT, with its OWN links, to others: by documents that adopt the one and do something to the other."""
    own = list(own)
    others = [link for link in links_of([], [link.document for link in own]) if link.act != act]
    adopting = {link.document for link in own if link.effect is Effect.ADOPTS}
    suffered = {link.document: link.effect for link in own if link.effect in SUFFERS}
    found = [
        Relation(str(DOES[link.effect]), link.act, link.act_title, link.dated)
        for link in others
        if link.document in adopting and link.effect in DOES
    ]
    found += [
        Relation(str(SUFFERS[suffered[link.document]]), link.act, link.act_title, link.dated)
        for link in others
        if link.effect is Effect.ADOPTS and link.document in suffered
    ]
    return list(dict.fromkeys(found))
