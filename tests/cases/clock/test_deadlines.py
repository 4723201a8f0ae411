"""The clock against dated examples with holidays, weekends and stops, and what holds for all of them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clock.deadline import Deadline, Mark, deadline
from cases.clock.finality import finality
from cases.clock.terms import ClockRule, Term, TermUnit, counted, day_of, day_off, moved
from cases.workflow import ClockMark as M

D, W, MM = TermUnit.DAYS, TermUnit.WEEKS, TermUnit.MONTHS


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        # days: the day of the event does not count (art. 57 §1)
        ("2026-03-02", 7, D, "2026-03-09"),
        ("2026-03-02", 14, D, "2026-03-16"),
        ("2026-03-06", 1, D, "2026-03-09"),  # Saturday -> Monday
        ("2026-03-07", 1, D, "2026-03-09"),  # Sunday -> Monday
        ("2026-04-03", 1, D, "2026-04-07"),  # Saturday, Easter Sunday and Monday -> Tuesday
        ("2026-04-24", 7, D, "2026-05-04"),  # 1 May, Saturday 2nd, Sunday 3rd -> Monday
        ("2026-05-28", 7, D, "2026-06-05"),  # Corpus Christi -> Friday
        ("2026-08-08", 7, D, "2026-08-17"),  # Assumption on a Saturday -> Monday
        ("2026-10-25", 7, D, "2026-11-02"),  # All Saints' on a Sunday -> Monday
        ("2026-11-04", 7, D, "2026-11-12"),  # Independence Day -> Thursday
        ("2024-12-17", 7, D, "2024-12-24"),  # Christmas Eve was no holiday yet
        ("2025-12-17", 7, D, "2025-12-29"),  # from 2025 it is; then both days, Saturday, Sunday
        ("2026-12-17", 7, D, "2026-12-28"),
        ("2026-12-25", 7, D, "2027-01-04"),  # New Year on a Friday -> Monday
        ("2025-12-30", 7, D, "2026-01-07"),  # Epiphany -> Wednesday
        # weeks: the weekday of the same name (§2)
        ("2026-03-04", 2, W, "2026-03-18"),
        ("2026-03-28", 1, W, "2026-04-07"),
        # months: the same number, or the month's last day (§3)
        ("2026-02-05", 1, MM, "2026-03-05"),
        ("2026-01-31", 1, MM, "2026-03-02"),  # 28 February is a Saturday -> Monday
        ("2024-01-31", 1, MM, "2024-02-29"),
        ("2026-03-31", 1, MM, "2026-04-30"),
        ("2026-11-30", 3, MM, "2027-03-01"),  # 28 February 2027 is a Sunday
        ("2026-10-31", 2, MM, "2026-12-31"),
        ("2026-12-15", 2, MM, "2027-02-15"),
    ],
)
def test_a_term_ends_as_article_57_says(start: str, count: int, unit: TermUnit, end: str) -> None:
    found = deadline([Mark(M.STARTED, day(start))], Term(count, unit))

    assert found.day == day(end)


MONTH = Term(1, MM)
START = Mark(M.STARTED, day("2026-03-02"))
LONGER = (M.EXTENDED, "2026-03-30", "2026-04-30")


@pytest.mark.parametrize(
    ("marks", "end"),
    [
        ([], "2026-04-02"),
        ([(M.SUSPENDED, "2026-03-10")], None),
        ([(M.AWAITING, "2026-03-10")], None),
        ([(M.SUSPENDED, "2026-03-10"), (M.RESUMED, "2026-03-20")], "2026-04-13"),  # 12 April is a Sunday
        ([(M.SUSPENDED, "2026-03-10"), (M.RESUMED, "2026-03-10")], "2026-04-02"),
        (
            [
                (M.AWAITING, "2026-03-05"),
                (M.RESUMED, "2026-03-12"),
                (M.SUSPENDED, "2026-03-20"),
                (M.RESUMED, "2026-04-20"),
            ],
            "2026-05-11",  # 7 and 31 days after 2 April: Sunday 10 May -> Monday
        ),
        ([LONGER], "2026-04-30"),
        ([(M.EXTENDED, "2026-03-30", "2026-05-02")], "2026-05-04"),
        (
            [(M.AWAITING, "2026-03-05"), (M.RESUMED, "2026-03-25"), (M.EXTENDED, "2026-03-30", "2026-04-30")],
            "2026-04-30",
        ),
        (
            [(M.EXTENDED, "2026-03-10", "2026-04-30"), (M.AWAITING, "2026-04-01"), (M.RESUMED, "2026-04-06")],
            "2026-05-05",
        ),
        # told while it stood: only what follows the notice is counted out
        (
            [(M.AWAITING, "2026-03-05"), (M.EXTENDED, "2026-03-30", "2026-04-30"), (M.RESUMED, "2026-04-03")],
            "2026-05-04",
        ),
        ([(M.RESUMED, "2026-03-20")], "2026-04-02"),
        ([(M.CLOSED, "2026-03-20")], "2026-04-02"),
    ],
)
def test_stops_and_notices_put_the_deadline_off(marks: list[tuple[str, ...]], end: str | None) -> None:
    events = [Mark(M(mark[0]), day(mark[1]), until=day(mark[2]) if len(mark) > 2 else None) for mark in marks]

    assert deadline([START, *events], MONTH).day == (day(end) if end else None)


def test_a_strict_term_runs_on() -> None:
    marks = [START, Mark(M.AWAITING, day("2026-03-10")), Mark(M.RESUMED, day("2026-03-20"))]

    assert deadline(marks, MONTH, ClockRule.STRICT).day == day("2026-04-02")


def test_reopening_begins_anew() -> None:
    marks = [START, Mark(M.CLOSED, day("2026-03-20")), Mark(M.STARTED, day("2026-06-01"))]
    found = deadline(marks, MONTH)

    assert (found.day, found.closed_on) == (day("2026-07-01"), None)


def test_it_explains_itself_in_polish() -> None:
    marks = [
        START,
        Mark(M.SUSPENDED, day("2026-03-10"), basis="art. 97 § 1 pkt 4 KPA"),
        Mark(M.RESUMED, day("2026-03-19")),
    ]

    assert list(deadline(marks, MONTH).lines) == [
        "Wszczęcie: 2 marca 2026 r. (poniedziałek); tego dnia nie wlicza się (art. 57 § 1 KPA).",
        "Termin: 1 miesiąc, do: 2 kwietnia 2026 r. (czwartek) (art. 57 § 3 KPA).",
        "Zawieszenie od: 10 marca 2026 r. (wtorek); bieg terminu wstrzymany (art. 97 § 1 pkt 4 KPA).",
        "Podjęcie: 19 marca 2026 r. (czwartek); nie wlicza się 9 dni, termin do: 11 kwietnia 2026 r. (sobota).",
        "sobota → poniedziałek: termin upływa 13 kwietnia 2026 r. (poniedziałek) (art. 57 § 4 KPA).",
    ]


def test_a_holiday_is_named_where_it_moves_a_deadline() -> None:
    found = deadline([Mark(M.STARTED, day("2026-05-28"))], Term(7, D))

    assert "Bożego Ciała" in found.lines[-1]


def test_the_days_left_are_counted_and_go_below_nothing() -> None:
    found = deadline([START], MONTH)

    assert found.days_left(day("2026-03-31")) == 2
    assert found.days_left(day("2026-04-05")) == -3
    assert Deadline(None, True, None, ()).days_left(day("2026-03-31")) is None


def test_a_day_is_the_day_in_poland() -> None:
    assert day_of(datetime(2026, 12, 31, 23, 30, tzinfo=ZoneInfo("UTC"))) == day("2027-01-01")


days = st.dates(date(2020, 1, 1), date(2039, 12, 31))
terms = st.builds(Term, st.integers(1, 60), st.sampled_from(TermUnit))


@given(days, terms)
def test_no_deadline_falls_on_a_day_off_nor_far_from_its_term(start: date, term: Term) -> None:
    end = deadline([Mark(M.STARTED, start)], term).day

    assert end is not None
    assert not day_off(end)
    assert timedelta(0) <= end - counted(start, term) <= timedelta(days=5)


@given(days, days, terms)
def test_a_later_start_never_ends_sooner(one: date, other: date, term: Term) -> None:
    assert moved(counted(min(one, other), term)) <= moved(counted(max(one, other), term))


@given(days, terms, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_each_stop_puts_the_deadline_off_by_its_days(start: date, term: Term, gaps: list[tuple[int, int]]) -> None:
    marks, at, stopped = [Mark(M.STARTED, start)], start, 0
    for before, length in gaps:
        at += timedelta(days=before)
        marks.append(Mark(M.SUSPENDED, at))
        at += timedelta(days=length)
        marks.append(Mark(M.RESUMED, at))
        stopped += length

    assert deadline(marks, term).day == moved(counted(start, term) + timedelta(days=stopped))


@given(days, terms, st.lists(st.sampled_from([mark for mark in M if mark is not M.STARTED]), max_size=8))
def test_events_in_any_order_are_understood(start: date, term: Term, kinds: list[M]) -> None:
    marks = [Mark(kind, start + timedelta(days=at), until=start + timedelta(days=90)) for at, kind in enumerate(kinds)]
    found = deadline([Mark(M.STARTED, start), *marks], term)

    assert found.is_stopped or found.day is not None
    assert len(found.lines) >= 2


@pytest.mark.parametrize(
    ("delivered", "is_decision", "until"),
    [
        ("2026-12-10", True, "2026-12-28"),  # Christmas Eve, two holidays, Sunday
        ("2024-12-10", True, "2024-12-24"),  # Christmas Eve was a working day then
        ("2026-03-21", True, "2026-04-07"),  # Saturday and Easter
        ("2026-05-21", True, "2026-06-05"),  # Corpus Christi
        ("2028-02-15", True, "2028-02-29"),
        ("2026-03-03", False, "2026-03-10"),
    ],
)
def test_a_decision_is_final_when_the_last_day_for_an_appeal_is_over(
    delivered: str, is_decision: bool, until: str
) -> None:
    found = finality(day(delivered), is_decision=is_decision)

    assert (found.until, found.since) == (day(until), day(until) + timedelta(days=1))


def test_an_appeal_has_its_own_term_until_it_is_sent_on() -> None:
    closed = [START, Mark(M.CLOSED, day("2026-03-20"))]
    appealed = [*closed, Mark(M.APPEALED, day("2026-12-17"))]

    assert deadline(appealed, MONTH).day == day("2026-12-28")
    assert deadline([*appealed, Mark(M.SENT, day("2026-12-18"))], MONTH).closed_on == day("2026-12-18")
    again = [*appealed, Mark(M.SENT, day("2026-12-18")), Mark(M.STARTED, day("2027-03-01"))]
    assert deadline(again, MONTH).day == day("2027-04-01")
