"""Reports: what is counted, and periods that make no sense."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from cases.desk.figures import figures
from cases.models import Case
from cases.workflow import Act
from sip.offices.models import User
from tests.cases.making import Made, do

pytestmark = pytest.mark.django_db
REPORT = "/urzad/sprawy/zestawienia/"


def test_filed_open_and_settled_cases_are_counted(made: Made, clerk: User) -> None:
    today = timezone.localdate()
    before = figures(Case.objects.within_reach(clerk), today, today, today).total
    do(made.applicant, made.case, Act.WITHDRAW)
    after = figures(Case.objects.within_reach(clerk), today, today, today).total

    assert (before.filed, before.open, before.settled, before.days) == (1, 1, 0, None)
    assert (after.filed, after.open, after.settled) == (1, 0, 1)
    assert after.days is not None
    assert 0 <= after.days < 1


def test_what_is_settled_twice_counts_from_the_first_time(made: Made, head: User) -> None:
    settled = do(made.applicant, made.case, Act.WITHDRAW).settled_at
    assert settled == made.case.events.get(act=Act.WITHDRAW).at
    do(head, made.case, Act.REOPEN, reason="pomyłka")
    again = do(head, made.case, Act.VOID, reason="wpis omyłkowy")

    assert again.settled_at == settled


def test_months_count_what_was_filed_before_them(made: Made, clerk: User) -> None:
    do(made.applicant, made.case, Act.WITHDRAW)
    Case.objects.update(filed_at=F("filed_at") - timedelta(days=400))
    today = timezone.localdate()

    (month,) = figures(Case.objects.within_reach(clerk), today, today, today).months
    assert (month.filed, month.settled) == (0, 1)


def test_the_page_and_its_table_have_the_same_counts(desk: Client, case: Case) -> None:
    assert case.service.name in desk.get(REPORT).content.decode()
    table = b"".join(desk.get(f"{REPORT}zestawienie.csv")).decode()
    assert f"{case.service.name};1;1;0;0;" in table


def test_a_period_that_makes_no_sense_is_told_and_the_last_year_shown(desk: Client, case: Case) -> None:
    for query in ("od=x", "od=2026-02-01&do=2026-01-01", "od=0001-01-01&do=0001-02-01", "do=9999-12-31", "office=77"):
        answer = desk.get(f"{REPORT}?{query}")
        assert answer.status_code == 200
        assert case.service.name in answer.content.decode()
