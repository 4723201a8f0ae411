"""Lists of cases: whose rows they show, their pages by keyset, and that the indexes serve them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case
from cases.querysets import CaseQuerySet
from cases.workflow import Act, State
from sip.offices.models import Office, Role, User
from tests.cases.conftest import IN_BELZYCE, PARCEL
from tests.cases.making import do, draft, file, service_of
from tests.people import GiveRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


@pytest.fixture
def cases(belzyce: Office) -> list[Case]:
    extract = service_of(belzyce, "wypis-wyrys")
    return [file(extract, parcels=(PARCEL if at == 0 else f"{IN_BELZYCE}.2/1",)).case for at in range(5)]


def test_clerks_see_filed_cases_of_their_own_offices_only(
    cases: list[Case], belzyce: Office, starostwo: Office, clerk: User, give_role: GiveRole
) -> None:
    draft(service_of(belzyce, "wypis-wyrys"))
    foreign = file(service_of(starostwo, "wizyta-komunikacja")).case

    assert set(Case.objects.within_reach(clerk)) == set(cases)
    assert set(Case.objects.within_reach(give_role(starostwo, Role.CASE_CLERK))) == {foreign}
    assert not Case.objects.within_reach(give_role(belzyce, Role.VIEWER)).exists()


def test_residents_see_their_own_alone(cases: list[Case], stranger: User, clerk: User) -> None:
    Case.objects.filter(pk=cases[0].pk).update(account=stranger)

    assert list(Case.objects.of_account(stranger)) == [cases[0]]
    assert not Case.objects.of_account(clerk).exists()


def test_staff_see_an_own_case_as_residents_do(cases: list[Case], clerk: User) -> None:
    Case.objects.filter(pk=cases[0].pk).update(account=clerk)

    assert set(Case.objects.within_reach(clerk)) == set(cases[1:])


def test_pages_of_the_newest_follow_one_another_without_gap_or_double(cases: list[Case]) -> None:
    first = list(Case.objects.newest()[:2])
    second = list(Case.objects.newest(below=first[-1].pk)[:2])

    assert [case.pk for case in first + second] == [case.pk for case in reversed(cases)][:4]


def test_pages_of_the_soonest_follow_one_another_also_past_those_without_deadline(cases: list[Case]) -> None:
    today = timezone.localdate()
    for case, days in zip(cases, (3, 1, 3, None, None), strict=True):
        Case.objects.filter(pk=case.pk).update(deadline=today + timedelta(days=days) if days else None)
    shown: list[int] = []
    after: tuple[date | None, int] | None = None
    while page := list(Case.objects.soonest(after)[:2]):
        shown += [case.pk for case in page]
        after = (page[-1].deadline, page[-1].pk)

    assert shown == [cases[at].pk for at in (1, 0, 2, 3, 4)]


def test_overdue_are_open_ones_whose_deadline_is_over(cases: list[Case]) -> None:
    Case.objects.update(deadline=timezone.localdate())
    tomorrow = timezone.localdate() + timedelta(days=1)
    holder = file(cases[0].service, parcels=(PARCEL,)).applicant
    ended = Case.objects.latest("pk")
    do(holder, ended, Act.WITHDRAW)

    assert set(Case.objects.overdue(tomorrow)) == set(cases)
    assert not Case.objects.overdue(timezone.localdate()).exists()


def test_cases_are_found_by_sign_and_by_parcel_never_by_a_name(cases: list[Case]) -> None:
    sign = (cases[2].sign or "").lower()

    assert list(Case.objects.saying(sign)) == [cases[2]]
    assert set(Case.objects.saying("pp.6727")) == set(cases)
    assert list(Case.objects.saying(PARCEL)) == list(Case.objects.on_parcel(PARCEL)) == [cases[0]]
    assert not Case.objects.saying("Przykładowy").exists()
    assert not Case.objects.saying("%").exists()


MANY = """
INSERT INTO cases_case (origin, periods, office_id, service_id, form_id, state, version, channel, answers,
    exemption, typed_parcels, shape_source, signed_by_id, sign, unit_symbol, jrwa_class, sign_group, number, year,
    draft_hash, created_at, filed_at, deadline, is_stopped, outcome, archive_category, closed_at)
SELECT origin, periods, CASE WHEN n %% 20 = 0 THEN office_id ELSE %(elsewhere)s END, service_id, form_id,
    CASE WHEN n %% 10 = 0 THEN 'accepted' ELSE 'closed' END, 2, 'online', '{}', '',
    '[]', '', signed_by_id, 'PP.6727.' || n || '.2020', unit_symbol, jrwa_class, '', n, 2020, md5(n::text), now(),
    now(), CASE WHEN n %% 10 = 0 THEN date '2026-01-01' + n %% 700 END, false, '', '',
    CASE WHEN n %% 10 <> 0 THEN now() END
FROM cases_case, generate_series(1, 30000) AS n WHERE cases_case.id = %(like)s
"""


def plan_of(rows: CaseQuerySet) -> str:
    return rows.explain()


def test_the_indexes_serve_lists_among_many(cases: list[Case], clerk: User, starostwo: Office) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY, {"like": cases[0].pk, "elsewhere": starostwo.pk})
        cursor.execute("ANALYZE cases_case")
    reach = Case.objects.within_reach(clerk)

    assert "case_office_newest" in plan_of(reach.newest()[:50])
    assert "case_office_newest" in plan_of(reach.newest(below=Case.objects.latest("pk").pk - 1000)[:50])
    assert "case_office_state" in plan_of(reach.filter(state=State.SUSPENDED).newest()[:50])
    assert "case_office_deadline" in plan_of(reach.open().soonest()[:50])
    assert "case_office_deadline" in plan_of(reach.open().soonest((date(2026, 6, 1), 5))[:50])
    assert "case_sign_words" in plan_of(Case.objects.saying("6727.1777"))
    assert "Seq Scan" not in plan_of(reach.newest()[:50]) + plan_of(reach.open().soonest()[:50])
