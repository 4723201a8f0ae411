"""The ways invented cases go: which steps, how many days apart, and what each step is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from cases.actions import Given, completion_due
from cases.demo import words
from cases.models import Case
from cases.workflow import Act, Outcome, Ruling, State
from sip.offices.models import User

ASKED_OUTCOMES: Final = (*[Outcome.GRANTED] * 6, Outcome.PARTLY, Outcome.REFUSED, Outcome.REFUSED, Outcome.DISCONTINUED)
# Of what is let be where the office says nothing against it: as often yes and no.
NOTICED_OUTCOMES: Final = (*[Outcome.NO_OBJECTION] * 7, Outcome.REFUSED, Outcome.REFUSED, Outcome.DISCONTINUED)
NOTICES: Final = ("usuniecie-drzewa",)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step some days after the one before it."""

    act: Act
    least: int
    most: int


def _stages(*parts: tuple[Act, int, int]) -> tuple[Stage, ...]:
    return tuple(Stage(*part) for part in parts)


BEGUN: Final = _stages((Act.ACCEPT, 0, 3), (Act.ASSIGN, 0, 1))
ENDING: Final = _stages((Act.DECIDE, 3, 20), (Act.ISSUE, 0, 4), (Act.CLOSE, 1, 15))
COMPLETED: Final = _stages((Act.ASK_COMPLETION, 1, 6), (Act.MESSAGE, 1, 4), (Act.COMPLETE, 2, 12))
APPEALED: Final = BEGUN + _stages((Act.DECIDE, 3, 12), (Act.ISSUE, 0, 4), (Act.DELIVER, 3, 9), (Act.APPEAL, 2, 13))
# How often each way is taken, out of the sum.
WAYS: Final[tuple[tuple[int, tuple[Stage, ...]], ...]] = (
    (40, BEGUN + _stages((Act.NOTE, 1, 4)) + ENDING),
    (18, BEGUN + COMPLETED + ENDING),
    (7, BEGUN + _stages((Act.SUSPEND, 2, 9), (Act.RESUME, 15, 60)) + ENDING),
    (6, BEGUN + _stages((Act.EXTEND, 4, 7)) + ENDING),
    (6, BEGUN + _stages((Act.ASK_PAYMENT, 1, 5), (Act.PAID, 2, 9)) + ENDING),
    (4, BEGUN + _stages((Act.ASK_COMPLETION, 1, 5), (Act.LEAVE, 20, 40))),
    (5, BEGUN + _stages((Act.MESSAGE, 1, 3), (Act.WITHDRAW, 2, 15))),
    (3, _stages((Act.HAND_OVER, 1, 5))),
    (2, _stages((Act.VOID, 0, 3))),
    (2, APPEALED + _stages((Act.FORWARD, 1, 6), (Act.RULED, 20, 50))),
)
# Of cases that nobody got on with: they stay where the last stage leaves them.
LEFT: Final[tuple[tuple[Stage, ...], ...]] = (
    (),
    BEGUN,
    BEGUN,
    _stages((Act.ACCEPT, 0, 3)),
    BEGUN + _stages((Act.NOTE, 1, 3), (Act.MESSAGE, 0, 2)),
    BEGUN + _stages((Act.ASK_COMPLETION, 1, 5)),
    BEGUN + _stages((Act.ASK_PAYMENT, 1, 5)),
    BEGUN + _stages((Act.SUSPEND, 2, 9)),
    BEGUN + _stages((Act.DECIDE, 3, 12)),
    BEGUN + _stages((Act.DECIDE, 3, 9), (Act.ISSUE, 0, 2)),
    APPEALED,
    APPEALED + _stages((Act.FORWARD, 1, 6)),
)


def way(rng: Random) -> tuple[Stage, ...]:
    return rng.choices([stages for _weight, stages in WAYS], [weight for weight, _stages in WAYS])[0]


def given(rng: Random, act: Act, case: Case, today: date, clerk: User) -> Given:
    maker = GIVEN.get(act)
    return maker(rng, case, today, clerk) if maker else Given()


Maker = Callable[[Random, Case, date, User], Given]


def _outcome(rng: Random, case: Case, _today: date, _clerk: User) -> Given:
    outcomes = NOTICED_OUTCOMES if case.service.code in NOTICES else ASKED_OUTCOMES
    outcome = case.outcome or (rng.choice(outcomes) if case.state == State.ACCEPTED else Outcome.DONE)
    return Given(outcome=Outcome(outcome), words="Załatwiono zgodnie z wnioskiem. Dokumenty są w sprawie.")


def _until(rng: Random, _case: Case, today: date, _clerk: User) -> Given:
    return Given(
        until=today + timedelta(days=rng.randint(20, 50)),
        reason="Trzeba uzyskać uzgodnienie zarządcy drogi.",
        words="Sprawa wymaga uzgodnienia, dlatego potrwa dłużej.",
    )


GIVEN: Final[dict[Act, Maker]] = {
    Act.ASSIGN: lambda _rng, _case, _today, clerk: Given(assignee=clerk),
    Act.NOTE: lambda rng, *_rest: Given(reason=rng.choice(words.NOTES)),
    Act.MESSAGE: lambda rng, *_rest: Given(words=rng.choice(words.QUESTIONS)),
    Act.ASK_COMPLETION: lambda rng, case, today, _clerk: Given(
        words=rng.choice(words.GAPS), until=completion_due(case, today)
    ),
    Act.ASK_PAYMENT: lambda rng, _case, today, _clerk: Given(
        words="Wydruk ma więcej stron, niż policzono przy złożeniu: proszę o dopłatę.",
        amount=rng.choice((17, 20, 40)) * words.ONE_ZLOTY,
        until=today + timedelta(days=14),
    ),
    Act.SUSPEND: lambda _rng, *_rest: Given(
        basis="art. 97 § 1 pkt 4 KPA", reason="Toczy się sprawa o rozgraniczenie, od której zależy rozstrzygnięcie."
    ),
    Act.RESUME: lambda _rng, *_rest: Given(reason="Ustała przyczyna zawieszenia."),
    Act.EXTEND: _until,
    Act.DECIDE: _outcome,
    Act.CLOSE: _outcome,
    Act.DELIVER: lambda _rng, _case, today, _clerk: Given(day=today),
    Act.APPEAL: lambda _rng, _case, today, _clerk: Given(day=today),
    Act.FORWARD: lambda _rng, *_rest: Given(body="Samorządowe Kolegium Odwoławcze"),
    Act.RULED: lambda rng, *_rest: Given(ruling=rng.choice((Ruling.UPHELD, Ruling.UPHELD, Ruling.QUASHED))),
    Act.LEAVE: lambda _rng, *_rest: Given(words="Braki nie zostały uzupełnione w terminie."),
    Act.HAND_OVER: lambda _rng, *_rest: Given(
        body="Zarząd Dróg Powiatowych", reason="Droga jest powiatowa, właściwy jest jej zarządca."
    ),
    Act.VOID: lambda _rng, *_rest: Given(reason="Wniosek złożony dwa razy."),
}
