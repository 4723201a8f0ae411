"""An extract made ready for people: its rows with swatches, words and provisions, for pages and paper alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from plans.codes import PlanTheme
from plans.symbols import REGULATION_LOOKS, Look, look_of
from sip.extracts.answer import Answer, answer, cited, limits, resolution, standards
from sip.extracts.hatching import swatch_svg
from sip.extracts.record import Act, Concern, Document, Mention, Provision, Row, Subject, Theme
from sip.plan_address import plan_path


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: Row
    look: Look | None
    swatch: SafeString | None
    limits: list[str]
    standards: list[str]

    @property
    def has_details(self) -> bool:
        row = self.row
        said = (row.replaced_percent, row.basic_profiles, row.additional_profiles, row.standards)
        return any((*said, self.limits, row.description, row.document, row.link))


class ShownText(NamedTuple):
    """Provisions, and the designations of the zones they are of; no designation where they are of all zones."""

    zones: tuple[str, ...]
    provisions: tuple[Provision, ...]

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """By which texts are the same, whatever symbol each was delivered for."""
        return tuple((provision.paragraph, provision.html) for provision in self.provisions)


@dataclass(frozen=True, slots=True)
class ShownAct:
    """`provisions`: what it lays down for the zones that meet the subject, each text once."""

    act: Act
    resolution: str
    documents: list[tuple[Document, str]]
    provisions: list[ShownText]

    @property
    def page(self) -> str | None:
        """Of the act in the register of plans."""
        return plan_path(self.act.identifier)

    @property
    def is_planned(self) -> bool:
        return bool(self.provisions or self.act.general_provisions)


class ShownTheme(NamedTuple):
    theme: Theme
    name: str
    responsible: str


@dataclass(frozen=True, slots=True)
class ShownConcern:
    concern: Concern
    name: str
    responsible: str
    is_planning: bool
    is_local: bool
    acts: list[ShownAct]
    rows: list[ShownRow]
    slivers: list[ShownRow]
    regulations: list[ShownRow]

    @property
    def total_percent(self) -> Decimal:
        """With the ground on which nothing is laid down; more than 100 where rows overlap."""
        return self.concern.sum_percent + self.concern.rest_percent

    @property
    def total_m2(self) -> Decimal | None:
        """Of the same; None where the register has no area."""
        concern = self.concern
        if concern.rest_m2 is None:
            return None
        return sum((row.area_m2 or Decimal(0) for row in (*concern.rows, *concern.slivers)), concern.rest_m2)

    @property
    def has_sum(self) -> bool:
        """Of rows that share the ground; points and lines add up to nothing."""
        return any(shown.row.percent is not None for shown in (*self.rows, *self.slivers))


@dataclass(frozen=True, slots=True)
class ShownMention:
    act: ShownAct
    rows: list[ShownRow]


@dataclass(frozen=True, slots=True)
class ShownSubject:
    """`looks`: how the subject's own zones are drawn."""

    subject: Subject
    answer: Answer
    concerned: list[ShownConcern]
    not_concerned: list[ShownTheme]
    no_data: list[ShownTheme]
    in_preparation: list[ShownMention]
    historical: list[ShownMention]
    looks: set[str]

    @property
    def planning(self) -> list[ShownConcern]:
        return [shown for shown in self.concerned if shown.is_planning]

    @property
    def restrictions(self) -> list[ShownConcern]:
        return [shown for shown in self.concerned if not shown.is_planning]


def shown(subject: Subject) -> ShownSubject:
    concerned = [_concern(concern) for concern in subject.concerned]
    return ShownSubject(
        subject=subject,
        answer=answer(subject),
        concerned=concerned,
        not_concerned=[_theme(theme) for theme in subject.not_concerned],
        no_data=[_theme(theme) for theme in subject.no_data],
        in_preparation=[_mention(mention) for mention in subject.in_preparation],
        historical=[_mention(mention) for mention in subject.historical],
        looks={
            found.look.key
            for each in concerned
            for found in (*each.rows, *each.slivers, *each.regulations)
            if found.look
        },
    )


def _theme(theme: Theme) -> ShownTheme:
    """Its name in the reader's language where there is one; of plans the record names the gmina that answers."""
    name = theme.name_en if get_language() == "en" and theme.name_en else theme.name
    if theme.code in PlanTheme.values and theme.responsible:
        return ShownTheme(theme, name, _("urząd gminy %(name)s") % {"name": theme.responsible})
    return ShownTheme(theme, name, theme.responsible)


def _concern(concern: Concern) -> ShownConcern:
    code = concern.theme.code
    # What slivers lay down is not told: they decide nothing.
    rows = (*concern.rows, *concern.regulations)
    _theme_itself, name, responsible = _theme(concern.theme)
    return ShownConcern(
        concern=concern,
        name=name,
        responsible=responsible,
        is_planning=code in PlanTheme.values,
        is_local=code == PlanTheme.LOCAL,
        acts=[_act(act, rows) for act in concern.acts],
        rows=[_row(row, code) for row in concern.rows],
        slivers=[_row(row, code) for row in concern.slivers],
        regulations=[_row(row, code) for row in concern.regulations],
    )


def _mention(mention: Mention) -> ShownMention:
    # Zones of an act that does not bind are not on the map, so they have no swatch.
    return ShownMention(_act(mention.act, mention.rows), [_row(row, "") for row in mention.rows])


def _act(act: Act, rows: Iterable[Row]) -> ShownAct:
    texts = (ShownText((_called(row),), row.provisions) for row in rows if row.act == act.identifier and row.provisions)
    return ShownAct(
        act=act,
        resolution=resolution(act),
        documents=[(document, cited(document)) for document in act.documents],
        provisions=each_once(texts),
    )


def _called(row: Row) -> str:
    return row.designation or row.symbol or row.name


def each_once(texts: Iterable[ShownText]) -> list[ShownText]:
    """Zones of which the same is said stand together, whatever their symbols: "1MN" may differ from "2MN"."""
    found: dict[tuple[tuple[str, str], ...], ShownText] = {}
    for text in texts:
        same = found.get(text.words)
        zones = tuple(dict.fromkeys((*same.zones, *text.zones))) if same else text.zones
        found[text.words] = ShownText(zones, text.provisions)
    return list(found.values())


def _row(row: Row, theme: str) -> ShownRow:
    look = _look(row, theme)
    return ShownRow(row, look, swatch_svg(look) if look else None, limits(row), standards(row))


def _look(row: Row, theme: str) -> Look | None:
    if theme not in (PlanTheme.LOCAL, PlanTheme.GENERAL):
        return None
    if row.kind == "regulation":
        return REGULATION_LOOKS.get(row.symbol)
    return look_of(row.symbol, theme) if row.kind == "zone" else None


def looks_apart(
    looks: Iterable[Look], own: set[str]
) -> tuple[list[tuple[Look, SafeString]], list[tuple[Look, SafeString]]]:
    """The legend of a map in two: what meets the subject itself, and what is only seen around it."""
    pairs = [(look, swatch_svg(look)) for look in looks]
    return [pair for pair in pairs if pair[0].key in own], [pair for pair in pairs if pair[0].key not in own]
