"""How long a case is kept: by its category, from the year after its end; changed by heads alone; handed over."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from cases.actors import of_user
from cases.archive.actions import category_change, hand_over
from cases.archive.categories import Category, Fate, kept_until
from cases.archive.waiting import of_fate, to_hand_over, to_judge
from cases.clock.terms import WARSAW
from cases.errors import Incomplete, NotNow, Stale
from cases.models import Case
from cases.workflow import Act, Outcome
from sip.audit.models import Event
from sip.offices.models import User
from tests.cases.making import do

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(case: Case, clerk: User) -> Case:
    """Closed in the middle of 2024."""
    case.orders.update(cancelled_at=case.filed_at)
    do(clerk, case, Act.ACCEPT)
    ended = do(clerk, case, Act.CLOSE, outcome=Outcome.DONE, words="Załatwione.")
    ended.closed_at = datetime(2024, 6, 1, 12, tzinfo=WARSAW)
    ended.save()
    return ended


@pytest.mark.parametrize(
    ("category", "until"),
    [
        ("A", None),
        ("Bc", None),
        ("B2", date(2026, 12, 31)),
        ("B50", date(2074, 12, 31)),
        ("BE5", date(2029, 12, 31)),
        ("", None),
        ("C9", None),
    ],
)
def test_years_are_full_and_counted_from_january_after_the_end(category: str, until: date | None) -> None:
    assert kept_until(category, date(2024, 1, 1)) == kept_until(category, date(2024, 12, 31)) == until


@pytest.mark.parametrize("text", ["B", "BE", "B0", "B100", "A5", "Bc5", "b5", "B5\n", " B5", "B٥", "BEE5"])
def test_what_is_no_category_is_refused(text: str) -> None:
    assert Category.parse(text) is None


@given(st.integers(1, 99), st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_case_is_kept_for_more_than_its_years_and_less_than_one_more(years: int, closed_on: date) -> None:
    last = kept_until(f"BE{years}", closed_on)

    assert last is not None
    assert years * 365 <= (last - closed_on).days < (years + 1) * 366


def test_a_case_takes_its_services_category_when_it_ends(case: Case, clerk: User) -> None:
    assert (case.category, case.archive_category, case.kept_until) == ("B5", "", None)
    do(clerk, case, Act.ACCEPT)

    ended = do(clerk, case, Act.CLOSE, outcome=Outcome.DONE, words="Załatwione.")

    assert ended.closed_at is not None
    assert (ended.archive_category, ended.kept_until) == ("B5", date(ended.closed_at.year + 5, 12, 31))


def test_a_case_that_is_opened_again_is_not_counted_down(closed: Case, head: User) -> None:
    Case.objects.filter(pk=closed.pk).update(archived_on=date(2026, 1, 2))

    again = do(head, closed, Act.REOPEN, reason="Wznowienie.")

    assert (again.kept_until, again.archived_on) == (None, None)


def change(user: User, case: Case, **given: object) -> Case:
    values = {"version": case.version, "category": "BE10", "reason": "Sprawa precedensowa.", **given}
    return category_change(actor=of_user(user), case=case, **values)  # type: ignore[arg-type]


def test_a_head_gives_a_case_another_category_with_a_reason(closed: Case, head: User) -> None:
    changed = change(head, closed)

    assert (changed.archive_category, changed.kept_until) == ("BE10", date(2034, 12, 31))
    noted = changed.archive_changes.get()
    assert (noted.before, noted.after, noted.actor) == ("B5", "BE10", head)
    event = Event.objects.get(action="case.archive-category")
    assert "precedensowa" not in f"{event.old}{event.new}{event.reason}"


def test_an_open_case_keeps_the_category_it_was_given_until_its_end(case: Case, head: User) -> None:
    changed = change(head, case)
    assert changed.kept_until is None
    do(head, case, Act.ACCEPT)

    ended = do(head, case, Act.CLOSE, outcome=Outcome.DONE, words="Załatwione.")

    assert ended.archive_category == "BE10"


def test_a_clerk_changes_no_category(closed: Case, clerk: User) -> None:
    with pytest.raises(PermissionDenied):
        change(clerk, closed)


def test_strangers_change_no_category(closed: Case, outsider: User) -> None:
    with pytest.raises(PermissionDenied):
        change(outsider, closed)


@pytest.mark.parametrize(
    "given", [{"category": "B"}, {"category": "X"}, {"reason": " "}, {"reason": "x" * 501}, {"reason": "\0"}]
)
def test_a_category_without_sense_or_reason_is_refused(closed: Case, head: User, given: dict[str, object]) -> None:
    with pytest.raises(Incomplete):
        change(head, closed, **given)
    assert not closed.archive_changes.exists()


def test_a_change_of_what_was_not_seen_is_refused(closed: Case, head: User) -> None:
    with pytest.raises(Stale):
        change(head, closed, version=closed.version - 1)


def waits(day: date) -> bool:
    return to_hand_over(Case.objects.all(), day).exists()


def test_a_case_goes_to_the_archive_after_two_full_years(closed: Case) -> None:
    assert not waits(date(2026, 12, 31))
    assert waits(date(2027, 1, 1))


def test_what_is_used_up_at_the_office_never_goes_there(closed: Case, head: User) -> None:
    change(head, closed, category="Bc")

    assert not waits(date(2040, 1, 1))


def test_a_case_is_judged_when_its_time_is_over(closed: Case) -> None:
    Case.objects.update(kept_until=date(2029, 12, 31))

    assert not to_judge(Case.objects.all(), date(2029, 12, 31)).exists()
    assert to_judge(Case.objects.all(), date(2030, 1, 1)).exists()


def test_fates_that_begin_alike_are_kept_apart(closed: Case, head: User) -> None:
    change(head, closed, category="BE5")

    found = [fate for fate in Fate if of_fate(Case.objects.all(), fate).exists()]
    assert found == [Fate.EXAMINED]


def test_handing_over_is_noted_once_and_shuts_the_category(closed: Case, head: User) -> None:
    day = date(2027, 1, 4)

    assert hand_over(user=head, numbers=[closed.pk, closed.pk + 1], today=day) == 1
    assert hand_over(user=head, numbers=[closed.pk], today=day) == 0
    closed.refresh_from_db()
    assert closed.archived_on == day
    assert Event.objects.filter(action="case.archive").count() == 1
    with pytest.raises(NotNow):
        change(head, closed)


def test_only_heads_of_the_office_hand_over(closed: Case, clerk: User, outsider: User) -> None:
    for user in (clerk, outsider):
        assert hand_over(user=user, numbers=[closed.pk], today=date(2027, 1, 4)) == 0
