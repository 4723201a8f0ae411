"""The inbox: whose cases it shows, filters, pages, views that are kept, steps with many cases at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.desk import inbox
from cases.desk.timeleft import time_left
from cases.models import Case, CaseView
from cases.workflow import Act, State
from sip.offices.models import Office, Role, User
from tests.cases.conftest import IN_BELZYCE, PARCEL
from tests.cases.making import Made, do, file, service_of
from tests.people import GiveRole

pytestmark = pytest.mark.django_db
LIST = "/urzad/sprawy/"
ADDRESSES = [
    LIST,
    f"{LIST}sprawy.csv",
    f"{LIST}sprawy.geojson",
    f"{LIST}zestawienia/",
    f"{LIST}zestawienia/zestawienie.csv",
]


def content(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return (b"".join(answer) if answer.streaming else answer.content).decode()


def test_strangers_find_nothing_of_a_case(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)
    for address in ADDRESSES:
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code in (200, 403)
        assert str(case.sign).encode() not in body


def test_nobody_sees_lists_without_signing_in(client: Client) -> None:
    assert {client.get(address).status_code for address in ADDRESSES} == {302}


def test_the_list_shows_sign_service_and_parcel_but_no_name(desk: Client, case: Case) -> None:
    body = content(desk, LIST)

    assert str(case.sign) in body
    assert case.service.name in body
    assert PARCEL in body
    assert "Przykładowy" not in body


def test_closed_cases_are_shown_when_asked_for(desk: Client, made: Made) -> None:
    do(made.applicant, made.case, Act.WITHDRAW)

    assert str(made.case.sign) not in content(desk, LIST)
    assert str(made.case.sign) in content(desk, f"{LIST}?state=")


FILTERS = [
    ("q=6727", True),
    ("q=6730", False),
    (f"q={PARCEL}", True),
    ("service=wypis-wyrys", True),
    ("service=podzial", False),
    ("who=none", True),
    ("who=me", False),
    ("due=over", False),
    ("due=stopped", False),
    ("tasks=on", False),
    ("state=filed", True),
    ("state=closed", False),
    ("state=nonsense&who=nobody&due=x&service=%00&after=zz.zz", True),
    ("e=0,0,1,1", False),
    ("e=nan,nan,nan,nan", True),
    ("after=2999-01-01.1", False),
]


def test_filters_narrow_the_list_and_nonsense_is_passed_over(desk: Client, case: Case) -> None:
    for query, is_shown in FILTERS:
        assert (str(case.sign) in content(desk, f"{LIST}?{query}")) is is_shown, query


def test_a_case_is_found_by_the_map_s_view(desk: Client, case: Case) -> None:
    assert case.shape is not None
    box = ",".join(f"{value:.0f}" for value in case.shape.buffer(10).extent)

    assert str(case.sign) in content(desk, f"{LIST}?e={box}")


def test_choices_are_not_asked_for_once_a_count(
    desk: Client, case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        desk.get(LIST)


def test_pages_follow_one_another(desk: Client, belzyce: Office, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    other = file(service_of(belzyce, "wypis-wyrys"), parcels=(PARCEL,)).case
    monkeypatch.setattr(inbox, "PER_PAGE", 1)
    first = desk.get(LIST)

    second = content(desk, f"{LIST}{first.context['next_url']}")

    assert str(case.sign) in first.content.decode()
    assert str(other.sign) in second
    assert str(case.sign) not in second


@pytest.mark.parametrize(("days", "level"), [(-2, "over"), (0, "soon"), (3, "soon"), (4, "fine")])
def test_time_left_is_told_in_words_and_as_a_level(case: Case, days: int, level: str) -> None:
    today = timezone.localdate()
    case.deadline = today + timedelta(days=days)

    assert time_left(case, today).level == level
    assert time_left(case, today).words


def test_a_table_to_take_away_has_the_cases_of_the_filters(desk: Client, case: Case) -> None:
    lines = content(desk, f"{LIST}sprawy.csv").splitlines()

    assert lines[0].startswith("\ufeffznak;")
    assert len(lines) == 2
    assert PARCEL in lines[1]


def test_views_are_kept_under_a_name_for_their_owner_alone(desk: Client, case: Case, clerk: User, head: User) -> None:
    desk.post(f"{LIST}widoki/", {"name": "Drzewa", "query": "state=open&service=wypis-wyrys&evil=1"})
    view = CaseView.objects.get()

    assert (view.user, view.query) == (clerk, "state=open&service=wypis-wyrys")
    assert "Drzewa" in content(desk, LIST)
    desk.force_login(head)
    assert "Drzewa" not in content(desk, LIST)
    assert desk.post(f"{LIST}widoki/{view.pk}/usun/").status_code == 404


def test_many_cases_are_assigned_at_once(desk: Client, belzyce: Office, case: Case, clerk: User) -> None:
    other = file(service_of(belzyce, "wypis-wyrys"), parcels=(f"{IN_BELZYCE}.2/1",)).case
    chosen = [f"{one.pk}.{one.version}" for one in (case, other)]

    answer = desk.post(f"{LIST}zbiorczo/", {"case": chosen, "act": "assign", "assignee": clerk.pk}, follow=True)

    assert "Zapisano w 2 sprawach" in answer.content.decode()
    assert set(Case.objects.values_list("assignee", flat=True)) == {clerk.pk}


def test_what_one_case_refuses_the_others_do(desk: Client, belzyce: Office, case: Case) -> None:
    other = file(service_of(belzyce, "wypis-wyrys"), parcels=(PARCEL,)).case

    answer = desk.post(
        f"{LIST}zbiorczo/", {"case": [f"{case.pk}.1", f"{other.pk}.{other.version}"], "act": "accept"}, follow=True
    )

    assert f"{case.sign}: zmieniona" in answer.content.decode()
    assert set(Case.objects.values_list("state", flat=True)) == {State.FILED, State.ACCEPTED}


def test_nobody_is_given_cases_who_works_on_none(desk: Client, case: Case, stranger: User) -> None:
    sent = {"case": f"{case.pk}.{case.version}", "act": "assign", "assignee": stranger.pk}

    assert desk.post(f"{LIST}zbiorczo/", sent).status_code == 403


def test_outsiders_change_nothing_by_many(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)

    client.post(f"{LIST}zbiorczo/", {"case": f"{case.pk}.{case.version}", "act": "accept"})

    case.refresh_from_db()
    assert case.state == State.FILED


def test_what_is_out_of_reach_is_not_counted_as_saved(desk: Client, case: Case, clerk: User) -> None:
    chosen = [f"{case.pk}.{case.version}", "987654.1"]

    answer = desk.post(f"{LIST}zbiorczo/", {"case": chosen, "act": "assign", "assignee": clerk.pk}, follow=True)

    assert "Zapisano w 1 sprawie" in answer.content.decode()
    assert "poza Twoim zasięgiem: 1" in answer.content.decode()


def test_cases_of_who_left_the_office_are_found_and_taken_over(
    desk: Client, case: Case, clerk: User, belzyce: Office, give_role: GiveRole
) -> None:
    gone = give_role(belzyce, Role.CASE_HEAD)
    do(clerk, case, Act.ASSIGN, assignee=gone)
    gone.memberships.all().delete()
    body = content(desk, f"{LIST}?who={gone.pk}")
    assert f'<option value="{gone.pk}" selected>' in body
    assert str(case.sign) in body
    version = Case.objects.get(pk=case.pk).version

    desk.post(f"{LIST}zbiorczo/", {"act": "assign", "case": f"{case.pk}.{version}", "assignee": clerk.pk})

    assert Case.objects.get(pk=case.pk).assignee == clerk
    assert f'<option value="{gone.pk}"' not in content(desk, LIST)
