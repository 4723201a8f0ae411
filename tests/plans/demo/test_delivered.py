"""The demo's plans through the importers: without a finding, and with every situation that an extract must tell."""

from dataclasses import replace
from datetime import date

import pytest

from plans.codes import ActKind, PlanTheme, Status
from plans.demo.write import Written
from plans.models import Document, PlanningAct, PlanningZone, Regulation, ThemeCoverage
from sip.demo import planning
from sip.intake.models import Delivery, Kind, Severity, State
from tests.plans.demo.conftest import Demo

pytestmark = pytest.mark.django_db


def delivered(written: Written) -> list[Delivery]:
    return list(planning.deliver(written, None, lambda label, done, total: None))


def test_nothing_is_found_wrong(demo: Demo) -> None:
    deliveries = delivered(demo.written)
    faults = [
        (delivery.kind, finding.code, finding.message)
        for delivery in deliveries
        for finding in delivery.findings.exclude(severity=Severity.INFO)
    ]

    assert faults == []
    assert {delivery.state for delivery in deliveries} == {State.PUBLISHED}


class TestActsAndZones:
    @pytest.fixture(autouse=True)
    def published(self, demo: Demo) -> None:
        steps = [step for step in demo.written.steps if step.kind in (Kind.APP, Kind.ZONES)]
        delivered(replace(demo.written, steps=steps))

    def test_plans_stand_in_all_states_of_the_law(self) -> None:
        acts = PlanningAct.objects.current()
        general = acts.filter(kind=ActKind.GENERAL)

        assert sorted(general.values_list("status", flat=True)) == [Status.ADOPTION, *[Status.LEGAL_FORCE] * 2]
        assert acts.filter(kind=ActKind.STUDY, status=Status.OBSOLETE).count() == 4
        assert acts.filter(kind=ActKind.LOCAL, status=Status.ELABORATION).exists()
        assert acts.filter(kind=ActKind.LOCAL, status=Status.LEGAL_FORCE).count() >= 3

    def test_one_gmina_has_nothing_but_a_former_study(self, demo: Demo) -> None:
        code = demo.written.gminas[-1]

        assert [act.kind for act in PlanningAct.objects.current().filter(unit_code=code)] == [ActKind.STUDY]

    def test_a_repealed_plan_ends_when_the_one_that_replaces_it_begins(self) -> None:
        old = PlanningAct.objects.current().get(kind=ActKind.LOCAL, status=Status.OBSOLETE)
        resolution = next(link["document"] for link in old.documents if link["role"] == "dokumentUchylajacy")

        told = Document.objects.current().get(identifier=resolution).relations
        new = PlanningAct.objects.current().get(identifier=next(t["act"] for t in told if t["role"] == "uchwala"))
        assert {"role": "uchyla", "act": old.identifier} in told
        assert old.in_force_to == new.in_force_from == date(2019, 10, 22)

    def test_a_change_takes_its_part_of_the_plan_it_changes(self) -> None:
        before, after = PlanningAct.objects.known().filter(local_id="1MPZP", unit_code="060903").order_by("valid_from")
        change = PlanningAct.objects.current().get(local_id="2MPZP", unit_code="060903")

        assert (before.valid_to, after.change) == (after.valid_from, 1)
        assert before.geom
        assert after.geom
        assert change.geom
        assert before.geom.area == pytest.approx(after.geom.area + change.geom.area, rel=1e-3)

    def test_zones_of_local_plans_are_named_as_plans_name_them(self) -> None:
        zones = PlanningZone.objects.current().filter(act__contains="MPZP")

        assert zones.filter(designation="KDL", symbol="KDL").exists()
        assert zones.filter(designation="2MN", symbol="MN").exists()
        assert zones.filter(symbol="MN/U").exists()

    def test_areas_of_all_regulations_are_there(self) -> None:
        assert set(Regulation.objects.current().values_list("kind", flat=True)) >= {"OUZ", "OSD"}

    def test_of_one_gmina_nobody_says_that_its_plans_are_known(self, demo: Demo) -> None:
        known = ThemeCoverage.objects.filter(theme=PlanTheme.LOCAL).values_list("unit_code", flat=True)

        assert set(known) == set(demo.written.covered) < set(demo.written.gminas)
