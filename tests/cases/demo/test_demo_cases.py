"""The demo's invented cases: made by the core's functions, so whole, in the past, and the same for the same seed."""

from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.catalogue.models import Service
from cases.catalogue.schema import problems
from cases.demo import making, words
from cases.demo.making import make_cases
from cases.models import Case, CaseEvent
from cases.workflow import State
from sip.offices.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services", "clerk", "head")]
FEW = 12


def test_cases_are_filed_in_the_past_and_numbered_in_that_order() -> None:
    assert make_cases(FEW, seed=1) == FEW

    filed = Case.objects.filed().order_by("filed_at")
    assert filed.count() == FEW
    assert not CaseEvent.objects.filter(at__gt=timezone.now()).exists()
    assert [case.pk for case in filed] == sorted(case.pk for case in filed)
    assert Case.objects.filter(state=State.DRAFT).exists()


def test_the_clock_is_put_right_again_afterwards(clerk: User) -> None:
    before = timezone.now()

    make_cases(3, seed=1)

    assert timezone.now() >= before


def test_where_there_are_cases_the_command_adds_none(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_demo_cases", cases=2, verbosity=0)
    made = Case.objects.count()

    call_command("make_demo_cases", cases=2, verbosity=0)

    assert Case.objects.count() == made


def test_the_resident_of_the_demo_has_cases_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    resident = User.objects.create_resident("mieszkaniec@demo.example", name="Maria Demonstracyjna")
    monkeypatch.setattr(making, "OWN", 4)

    make_cases(FEW, seed=1)

    own = Case.objects.of_account(resident)
    assert own.count() == FEW // 4
    assert {party.email for case in own for party in case.parties.all()} == {resident.email}


def test_what_is_answered_fits_the_form_whatever_is_drawn() -> None:
    wrong = {
        service.code: found
        for service in Service.objects.all()
        for seed in range(200)
        if (found := problems(service.form.schema, words.answers(Random(seed), service, "2026-11-23")))
    }

    assert wrong == {}
