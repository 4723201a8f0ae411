"""Applications on paper: a clerk types one in, on the pages of residents; its clock runs from the day it came."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actors import of_user
from cases.clock.terms import counted, day_of, moved
from cases.drafts import Written, draft_begin, draft_save
from cases.models import Case, Channel
from cases.writing import deadline_of
from sip.offices.models import Office, User
from tests.cases.making import ANSWERS, APPLICANT, draft, service_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


@pytest.fixture
def typed(belzyce: Office, clerk: User) -> Case:
    service = service_of(belzyce, "numer-porzadkowy")
    begun = draft_begin(service=service, clerk=clerk).case
    said = Written(answers=ANSWERS[service.code], applicant=APPLICANT, parcels=("060901_5.0001.1",))
    return draft_save(actor=of_user(clerk), case=begun, version=begun.version, written=said)


def step(case: Case, name: str) -> str:
    return reverse("draft-step", args=[case.pk, name])


def found(desk: Client, case: Case, received: str) -> tuple[int, str]:
    given = {"version": case.version, "key": "klik", "declaration": "1", "received": received}
    answer = desk.post(step(case, "sprawdz"), given, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_clerk_begins_an_application_of_the_own_office(desk: Client, belzyce: Office, starostwo: Office) -> None:
    own, foreign = service_of(belzyce, "numer-porzadkowy"), service_of(starostwo, "wypis-egib")
    page = desk.get(reverse("case-new")).content.decode()
    assert f'value="{own.pk}"' in page
    assert f'value="{foreign.pk}"' not in page

    assert desk.post(reverse("case-new"), {"service": foreign.pk}).status_code == 422
    answer = desk.post(reverse("case-new"), {"service": own.pk}, follow=True)

    case = Case.objects.get()
    assert (case.channel, case.account) == (Channel.OFFICE, None)
    assert "Wniosek wpisuje urząd" in answer.content.decode()
    assert reverse("draft-resume", args=[case.pk]) in desk.get(reverse("case-new")).content.decode()


def test_strangers_neither_begin_nor_open_one(client: Client, typed: Case, outsider: User) -> None:
    assert client.get(step(typed, "osoba")).status_code == 404
    client.force_login(outsider)

    assert client.get(step(typed, "osoba")).status_code == 404
    assert found(client, typed, "")[0] == 404
    begun = client.get(reverse("case-new"))
    assert begun.status_code == 403 or "Bełżyce" not in begun.content.decode()


def test_clerks_open_no_draft_of_a_resident_by_its_number(desk: Client, belzyce: Office) -> None:
    theirs, _holder, _link = draft(service_of(belzyce, "numer-porzadkowy"))

    assert desk.get(step(theirs, "osoba")).status_code == 404


def test_the_clock_runs_from_the_day_it_came_and_the_code_is_shown_once(desk: Client, typed: Case) -> None:
    came = day_of(timezone.now()) - timedelta(days=4)

    status, page = found(desk, typed, came.isoformat())

    case = Case.objects.get()
    assert status == 200
    assert case.filed_at is not None
    assert (case.sign or "").endswith(str(day_of(timezone.now()).year))
    assert day_of(case.filed_at) == case.clock_events.get().day == came
    assert deadline_of(case).day == moved(counted(came, case.terms.handling))
    assert f"Założono sprawę {case.sign}. Kod dla wnioskodawcy:" in page
    assert "Złożono wniosek: wpłynął" in page
    assert "Kod dla wnioskodawcy" not in desk.get(reverse("case", args=[case.pk])).content.decode()


def test_founding_twice_founds_once(desk: Client, typed: Case) -> None:
    today = day_of(timezone.now()).isoformat()

    assert [found(desk, typed, today)[0], found(desk, typed, today)[0]] == [200, 200]
    assert Case.objects.get().number == 1


@pytest.mark.parametrize("received", ["", "jutro", "2999-01-01", "1999-01-01", str(date.min)])
def test_a_day_that_cannot_be_is_told_and_founds_nothing(desk: Client, typed: Case, received: str) -> None:
    status, page = found(desk, typed, received)

    assert status == 422
    assert "errorlist" in page
    assert Case.objects.get().is_draft
