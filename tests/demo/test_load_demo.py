"""The demo is loaded once, and to its end although a run was killed on the way."""

import pytest
from django.core.management import call_command

from cases.models import Case
from plans.models import PlanningAct
from sip.audit.actions import record
from sip.demo.management.commands.load_demo import BEGUN, DEMO_OFFICE
from sip.intake.models import Delivery
from sip.offices.demo import load_demo_offices

pytestmark = pytest.mark.django_db


def load() -> tuple[int, int]:
    call_command("load_demo", parcels=60, cases=2, verbosity=0)
    return Delivery.objects.count(), Case.objects.filed().count()


def land_alone() -> None:
    load_demo_offices()
    call_command("make_demo", parcels=60, office=DEMO_OFFICE, without_plans=True, verbosity=0)


def test_a_load_that_was_cut_off_is_taken_up_again_once() -> None:
    record(actor=None, action=BEGUN, object_type="demo", object_id=DEMO_OFFICE)
    land_alone()

    first = load()

    assert PlanningAct.objects.exists()
    assert first[1] == 2
    assert load() == first


def test_a_register_that_was_not_begun_as_a_demo_is_left_alone() -> None:
    land_alone()
    before = Delivery.objects.count()

    assert load() == (before, 0)
