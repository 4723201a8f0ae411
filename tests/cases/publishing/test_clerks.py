"""Clerks keep an entry back and bring it back, and note what became of a decision; nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.clock.terms import day_of
from cases.models import Case, PublicEntry
from cases.workflow import Act, Outcome
from sip.audit.models import Event
from sip.offices.models import User
from tests.cases.making import do
from tests.cases.publishing.conftest import Town

pytestmark = pytest.mark.django_db
ACTS = ("public-entry-hold", "public-entry-release", "public-entry-standing")


def is_listed(case: Case) -> bool:
    return PublicEntry.objects.filter(case=case, is_listed=True).exists()


def test_an_entry_is_held_for_a_reason_and_released(client: Client, town: Town) -> None:
    case = town.decided("warunki-zabudowy")
    client.force_login(town.clerk)
    assert is_listed(case)

    client.post(reverse("public-entry-hold", args=[case.pk]), {"reason": "Błędna działka"})
    assert not is_listed(case)
    assert PublicEntry.objects.get(case=case).held_reason == "Błędna działka"
    client.post(reverse("public-entry-release", args=[case.pk]))
    assert is_listed(case)

    held, released = Event.objects.filter(action__startswith="public-entry.").order_by("sequence")
    assert (held.action, held.actor) == ("public-entry.hold", town.clerk.pk)
    assert released.action == "public-entry.release"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "a\0b"])
def test_without_a_reason_nothing_is_held(client: Client, town: Town, reason: str) -> None:
    case = town.filed("usuniecie-drzewa")
    client.force_login(town.clerk)

    client.post(reverse("public-entry-hold", args=[case.pk]), {"reason": reason})

    assert is_listed(case)


def test_a_held_entry_stays_back_whatever_the_case_does(client: Client, town: Town) -> None:
    case = town.filed("warunki-zabudowy")
    client.force_login(town.clerk)
    client.post(reverse("public-entry-hold", args=[case.pk]), {"reason": "Tajemnica"})

    do(town.clerk, do(town.clerk, case, Act.ACCEPT), Act.DECIDE, outcome=Outcome.GRANTED)
    assert not is_listed(case)


def test_what_became_of_a_decision_is_noted(client: Client, town: Town) -> None:
    case = town.decided("warunki-zabudowy")
    client.force_login(town.clerk)
    today = day_of(timezone.now())

    client.post(reverse("public-entry-standing", args=[case.pk]), {"standing": "appealed", "since": today.isoformat()})

    entry = PublicEntry.objects.get(case=case)
    assert (entry.standing, entry.standing_on) == ("appealed", today)
    assert "wniesiono odwołanie" in client.get(f"/rejestry/warunki-zabudowy/{entry.identifier}/").content.decode()


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.REFUSED])
def test_a_reopened_case_loses_what_became_of_its_decision(client: Client, town: Town, outcome: Outcome) -> None:
    case = town.decided("warunki-zabudowy")
    client.force_login(town.clerk)
    noted = {"standing": "repealed", "since": day_of(timezone.now()).isoformat()}
    client.post(reverse("public-entry-standing", args=[case.pk]), noted)
    assert PublicEntry.objects.get(case=case).standing == "repealed"

    case = do(town.clerk, case, Act.CLOSE)
    assert PublicEntry.objects.get(case=case).standing == "repealed"

    case = do(town.head, case, Act.REOPEN, reason="Uchylona przez SKO")
    do(town.clerk, case, Act.DECIDE, outcome=outcome)

    entry = PublicEntry.objects.get(case=case)
    assert (entry.outcome, entry.standing, entry.standing_on) == (outcome, "", None)


@pytest.mark.parametrize("days", [-400, 1])
def test_a_standing_lies_between_the_decision_and_today(client: Client, town: Town, days: int) -> None:
    case = town.decided("warunki-zabudowy")
    client.force_login(town.clerk)
    since = day_of(timezone.now()) + timedelta(days=days)

    client.post(reverse("public-entry-standing", args=[case.pk]), {"standing": "final", "since": since.isoformat()})

    assert PublicEntry.objects.get(case=case).standing == ""


def test_strangers_touch_no_entry(client: Client, town: Town, outsider: User) -> None:
    case = town.decided("warunki-zabudowy")
    client.force_login(outsider)

    assert {client.post(reverse(name, args=[case.pk]), {"reason": "x"}).status_code for name in ACTS} <= {403, 404}
    assert is_listed(case)


def test_nobody_touches_an_entry_without_signing_in(client: Client, town: Town) -> None:
    case = town.decided("warunki-zabudowy")

    assert {client.post(reverse(name, args=[case.pk])).status_code for name in ACTS} == {302}


def test_the_clerks_page_says_what_everyone_sees(client: Client, town: Town) -> None:
    case = town.decided("warunki-zabudowy")
    client.force_login(town.clerk)
    entry = PublicEntry.objects.get(case=case)

    body = client.get(reverse("case", args=[case.pk])).content.decode()

    assert f"/rejestry/warunki-zabudowy/{entry.identifier}/" in body
    assert "Wstrzymaj wpis" in body
