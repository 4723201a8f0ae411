"""What each theme answers for a subject: concerned, not concerned, or nothing known; acts that do not bind apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from plans.codes import PlanTheme, Status
from sip.extracts.acts import KnownAct, acts_of
from sip.extracts.concerns import Ground, mentioned_rows, plan_concern, restriction_concern, shares_ground
from sip.extracts.overlay import Part
from sip.extracts.record import Concern, Mention, Theme
from sip.extracts.standing import Standing, standing
from sip.extracts.themes import ALWAYS, Coverage, coverage, general_plan_known, plan_theme, restriction_themes

# Concerned, not concerned, no data; acts in preparation, and such as no longer bind.
Lists = tuple[tuple[Concern, ...], tuple[Theme, ...], tuple[Theme, ...], tuple[Mention, ...], tuple[Mention, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A subject before anything is said of it, on DAY, which ends at MOMENT, by VERSIONS of the layers."""

    ground: Ground
    gminas: tuple[str, ...]
    responsible: str
    day: date
    moment: datetime
    versions: Mapping[str, int]


def lists(asked: Asked, overlaid: Sequence[Part]) -> Lists:
    """The lists of the record, from what lies over the subject."""
    parts = [part for part in overlaid if shares_ground(part)]
    known = coverage(asked.versions, asked.gminas)
    planned = [part for part in parts if part.kind != "restriction"]
    acts = acts_of(asked.versions, (part.owner for part in planned), asked.day, asked.moment)
    planned = [part for part in planned if part.owner in acts]
    binding = [part for part in planned if _binds(part, acts[part.owner], asked.day)]
    answers = [*_plans(asked, binding, acts, known), *_restrictions(asked, parts)]
    return (
        tuple(answer for answer in answers if isinstance(answer, Concern)),
        tuple(answer for answer in answers if isinstance(answer, Theme) and answer.as_of is not None),
        tuple(answer for answer in answers if isinstance(answer, Theme) and answer.as_of is None),
        _mentions(asked, planned, acts, Standing.COMING),
        _mentions(asked, planned, acts, Standing.PAST),
    )


def _binds(part: Part, act: KnownAct, day: date) -> bool:
    """A zone may end before its act does; it begins with it, whatever it was when it was delivered."""
    if act.standing is not Standing.BINDING:
        return False
    status = part.status if part.status == Status.OBSOLETE else act.act.status
    return standing(act.act.kind, status, part.in_force_from, part.in_force_to, day) is Standing.BINDING


def _plans(
    asked: Asked, binding: Sequence[Part], acts: Mapping[str, KnownAct], known: Coverage
) -> Iterator[Concern | Theme]:
    """By theme of planning acts, in the order of precedence; a theme with a day is known and says nothing here."""
    whole = asked.ground.shape.area
    preceded = Decimal(0)
    for code in PlanTheme:
        mine = [part for part in binding if acts[part.owner].theme is code]
        declared = known.as_of(code.value, asked.gminas)
        if mine:
            days = [day for part in mine if (day := acts[part.owner].data_date)]
            listed = plan_theme(code, asked.responsible, declared or max(days, default=None), whole)
            concern = plan_concern(listed, mine, acts, asked.ground, preceded)
            preceded = concern.union_percent if code is PlanTheme.LOCAL else preceded
            yield concern
        elif code in ALWAYS:
            is_general = code is PlanTheme.GENERAL
            followed = general_plan_known(asked.versions, asked.gminas) if is_general else None
            yield plan_theme(code, asked.responsible, declared or followed, whole).theme


def _restrictions(asked: Asked, parts: Sequence[Part]) -> Iterator[Concern | Theme]:
    by_theme: dict[str, list[Part]] = {}
    for part in parts:
        if part.kind == "restriction" and _in_time(part, asked.day):
            by_theme.setdefault(part.owner, []).append(part)
    for listed in restriction_themes(asked.versions, asked.gminas):
        mine = by_theme.get(listed.theme.code)
        yield restriction_concern(listed, mine, asked.ground) if mine else listed.theme


def _in_time(part: Part, day: date) -> bool:
    since, until = part.in_force_from, part.in_force_to
    return (since is None or since <= day) and (until is None or until > day)


def _mentions(
    asked: Asked, parts: Sequence[Part], acts: Mapping[str, KnownAct], wanted: Standing
) -> tuple[Mention, ...]:
    chosen = sorted((act for act in acts.values() if act.standing is wanted), key=lambda act: act.rank)
    whole = asked.ground.shape.area
    return tuple(
        Mention(
            act.act,
            mentioned_rows(
                [part for part in parts if part.owner == act.act.identifier],
                act,
                asked.ground,
                plan_theme(act.theme, asked.responsible, act.data_date, whole),
            ),
        )
        for act in chosen
    )
