"""From a file to the registers of planning: new, again, changed, rolled back."""

import pytest

from plans.models import Document, Drawing, PlanningAct, PlanningZone, Regulation
from sip.intake import actions
from tests.conftest import Deliver
from tests.plans.planfile import ACT, act, box, document, feature, halves, zone

pytestmark = pytest.mark.django_db


def designations() -> list[str]:
    return list(PlanningZone.objects.current().order_by("designation").values_list("designation", flat=True))


def test_an_act_and_its_zones_are_published(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    published = PlanningAct.objects.get()
    assert (published.identifier, published.kind, published.status) == (ACT, "planOgolnyGminy", "legalForce")
    assert published.unit_code == "060902"
    assert designations() == ["1SJ", "2SU"]
    assert {found.act for found in PlanningZone.objects.all()} == {ACT}


def test_the_act_stands_where_its_coordinates_say(deliver: Deliver) -> None:
    deliver("app", document(act()))

    outline = PlanningAct.objects.get().geom
    assert outline and outline.area == pytest.approx(400 * 200, rel=0.002)


def test_the_same_file_again_changes_nothing(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    delivery = deliver("app", document(act(), *halves(), ""))

    assert delivery.counts["changed"] == {}
    assert PlanningZone.objects.count() == 2


def test_a_later_version_of_a_zone_ends_the_one_before(deliver: Deliver) -> None:
    first, second = halves()
    deliver("app", document(act(), first, second))

    changed = zone("1SJ", (0, 0, 200, 200), additional=("L",), since="2026-01-01T00:00:00Z")
    deliver("app", document(changed, second))

    versions = PlanningZone.objects.known().filter(designation="1SJ").order_by("valid_from")
    assert [(row.valid_to is None, row.additional_profiles) for row in versions] == [(False, []), (True, ["L"])]


def test_a_rollback_brings_the_state_before_back(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))
    second = deliver("app", document(zone("3SO", (0, 0, 400, 200))), accept=True)

    actions.rollback(second)

    assert designations() == ["1SJ", "2SU"]


def test_a_broken_file_leaves_the_registers_as_they_were(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    delivery = deliver("app", document(zone("3SO", (0, 0, 400, 200)))[:-60])

    assert (delivery.state, designations()) == ("rejected", ["1SJ", "2SU"])


def test_all_other_features_are_kept_with_their_links(deliver: Deliver) -> None:
    resolution = feature(
        "DokumentFormalny",
        "1DOK",
        "<app:tytul>Uchwała nr I/1/2025</app:tytul><app:data><gmd:CI_Date><gmd:date><gco:Date>2025-02-03</gco:Date>"
        "</gmd:date></gmd:CI_Date></app:data>"
        '<app:uchwala xlink:href="https://www.gov.pl/zagospodarowanieprzestrzenne/app/AktPlanowaniaPrzestrzennego/'
        f'{ACT}/20250304T100000"/>',
    )
    drawing = feature(
        "RysunekAktuPlanowaniaPrzestrzennego",
        "1RYS",
        "<app:tytul>Rysunek</app:tytul><app:lacze>rysunek.tif</app:lacze>"
        f'<app:rozdzielczoscPrzestrzenna>2000</app:rozdzielczoscPrzestrzenna><app:plan xlink:href="{ACT}"/>',
    )
    infill = feature(
        "ObszarUzupelnieniaZabudowy",
        "1POG-1OUZ",
        "<app:oznaczenie>1OUZ</app:oznaczenie><app:symbol>OUZ</app:symbol>"
        f'<app:geometria>{box((0, 0, 50, 50))}</app:geometria><app:plan xlink:href=""/>',
    )

    delivery = deliver("app", document(act(), *halves(), resolution, drawing, infill))

    assert delivery.findings.exclude(code="schema").count() == 0
    assert Document.objects.get().relations == [{"role": "uchwala", "act": ACT}]
    assert str(Document.objects.get().dated) == "2025-02-03"
    assert Drawing.objects.get().act == ACT
    assert (Regulation.objects.get().kind, Regulation.objects.get().act) == ("OUZ", ACT)
