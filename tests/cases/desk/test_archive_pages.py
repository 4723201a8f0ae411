"""The archive at the desk: category on the case's page, the lists with their CSV, handing over, the inbox's filter."""

import csv
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from cases.clock.terms import WARSAW
from cases.models import Case
from cases.workflow import Act, Outcome
from sip.offices.models import User
from tests.cases.making import APPLICANT, do

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(case: Case, clerk: User) -> Case:
    """Long over."""
    case.orders.update(cancelled_at=case.filed_at)
    do(clerk, case, Act.ACCEPT)
    ended = do(clerk, case, Act.CLOSE, outcome=Outcome.DONE, words="Załatwione.")
    ended.closed_at = datetime(2011, 6, 1, 12, tzinfo=WARSAW)
    ended.kept_until = datetime(2016, 12, 31).date()
    ended.save()
    return ended


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_until_when_a_case_is_kept(desk: Client, closed: Case) -> None:
    page = text(desk, reverse("case", args=[closed.pk]))

    assert "B5" in page
    assert "przechowywana do 31 grudnia 2016" in page
    assert reverse("case-archive", args=[closed.pk]) not in page


def test_a_head_changes_the_category_on_the_page(desk: Client, closed: Case, head: User) -> None:
    desk.force_login(head)
    address = reverse("case", args=[closed.pk])
    assert reverse("case-archive", args=[closed.pk]) in text(desk, address)
    sent = {"version": closed.version, "category": "BE10", "reason": "Precedens."}

    page = desk.post(reverse("case-archive", args=[closed.pk]), sent, follow=True).content.decode()

    assert "B5 → BE10" in page
    assert "Precedens." in page


@pytest.mark.parametrize(
    "sent", [{}, {"version": "1", "category": "B5", "reason": "x"}, {"category": "Z", "reason": "x"}]
)
def test_a_change_that_cannot_be_is_told(desk: Client, closed: Case, head: User, sent: dict[str, str]) -> None:
    desk.force_login(head)

    answer = desk.post(reverse("case-archive", args=[closed.pk]), sent, follow=True)

    assert answer.status_code == 200
    assert not closed.archive_changes.exists()


def test_a_clerk_may_not_change_it(desk: Client, closed: Case) -> None:
    sent = {"version": closed.version, "category": "BE10", "reason": "x"}

    assert desk.post(reverse("case-archive", args=[closed.pk]), sent).status_code == 403


def test_the_lists_show_what_waits(desk: Client, closed: Case) -> None:
    address = reverse("cases-archive")

    assert str(closed.sign) in text(desk, address)
    assert str(closed.sign) in text(desk, address, co="ocena")
    Case.objects.update(archived_on=closed.kept_until, kept_until=None)
    assert str(closed.sign) not in text(desk, address)
    assert str(closed.sign) not in text(desk, address, co="ocena")


def test_the_list_to_take_away_names_no_people(desk: Client, closed: Case) -> None:
    answer = desk.get(reverse("cases-archive-csv"))
    written = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    head, row = csv.reader(written.lstrip("\ufeff").splitlines(), delimiter=";")

    found = dict(zip(head, row, strict=True))
    assert found["znak sprawy"] == closed.sign
    assert found["znak teczki"] == f"PP.6727.{closed.year}"
    assert (found["data do"], found["kategoria"]) == ("2011-06-01", "B5")
    assert APPLICANT.name not in written


def test_a_head_notes_what_was_handed_over(desk: Client, closed: Case, head: User) -> None:
    desk.force_login(head)

    desk.post(reverse("cases-archive-handed"), {"case": [str(closed.pk), "x", "9" * 30]})

    closed.refresh_from_db()
    assert closed.archived_on is not None
    assert "przekazana do archiwum" in text(desk, reverse("case", args=[closed.pk]))


@pytest.mark.parametrize("name", ["cases-archive", "cases-archive-csv"])
def test_strangers_see_no_list(client: Client, closed: Case, outsider: User, name: str) -> None:
    client.force_login(outsider)
    answer = client.get(reverse(name))

    assert answer.status_code in (200, 403)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert str(closed.sign).encode() not in content


def test_strangers_hand_over_nothing(client: Client, closed: Case, outsider: User) -> None:
    client.force_login(outsider)
    client.post(reverse("cases-archive-handed"), {"case": [str(closed.pk)]})
    assert client.post(reverse("case-archive", args=[closed.pk]), {}).status_code in (403, 404)

    closed.refresh_from_db()
    assert closed.archived_on is None


@pytest.mark.parametrize(("what", "is_found"), [("hand-over", True), ("judge", True), ("B", True), ("BE", False)])
def test_the_inbox_filters_by_the_archive(desk: Client, closed: Case, what: str, is_found: bool) -> None:
    page = text(desk, reverse("cases"), state="", archive=what)

    assert (str(closed.sign) in page) == is_found
