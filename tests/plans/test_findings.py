"""Each defect of a planning act is found by its own finding, and a sound act by none."""

import pytest

from plans.importing.check import CHECKS
from plans.importing.findings import CATALOGUE
from sip.intake.models import Delivery
from sip.offices.demo import load_demo_offices
from sip.offices.models import Office
from sip.registers.check import EVERY
from tests.conftest import Deliver
from tests.plans.planfile import ACT, SET, act, document, halves, ring, zone

pytestmark = pytest.mark.django_db


def codes(delivery: Delivery) -> list[str]:
    """Of all findings but the note on the schema."""
    found = delivery.findings.exclude(code="schema").order_by("code").values_list("code", flat=True)
    return list(found)


def test_a_sound_act_has_no_finding(deliver: Deliver) -> None:
    delivery = deliver("app", document(act(), *halves()))

    assert (delivery.state, codes(delivery)) == ("published", [])


def test_every_check_is_in_the_catalogue() -> None:
    named = {file.stem for folder in (CHECKS, EVERY) for file in folder.rglob("*.sql")}

    assert named <= set(CATALOGUE)


DEFECTS = {
    "overlap": (zone("1SJ", (0, 0, 210, 200)), zone("2SU", (200, 0, 200, 200))),
    "gap": (zone("1SJ", (0, 0, 190, 200)), zone("2SU", (200, 0, 200, 200))),
    "outside-act": (zone("1SJ", (0, 0, 200, 200)), zone("2SU", (200, 0, 220, 200))),
    "wrong-symbol": (zone("1SJ", (0, 0, 200, 200), symbol="SU"), zone("2SU", (200, 0, 200, 200))),
    "wrong-designation": (
        zone("SJ-1", (0, 0, 200, 200), symbol="SJ", kind="SJ"),
        zone("2SU", (200, 0, 200, 200)),
    ),
    "duplicate-designation": (
        zone("1SJ", (0, 0, 200, 200)),
        zone("1SJ", (200, 0, 200, 200), local_id="1POG-2SJ"),
    ),
    "too-precise": (
        zone(
            "1SJ",
            (0, 0, 200, 200),
            indicators="<app:maksNadziemnaIntensywnoscZabudowy>0.95</app:maksNadziemnaIntensywnoscZabudowy>",
        ),
        zone("2SU", (200, 0, 200, 200)),
    ),
    "profile-not-allowed": (
        zone("1SJ", (0, 0, 200, 200), profiles=("MN", "G")),
        zone("2SU", (200, 0, 200, 200)),
    ),
    "contradicting-dates": (
        zone("1SJ", (0, 0, 200, 200)),
        zone(
            "2SU",
            (200, 0, 200, 200),
            dates="<app:obowiazujeOd>2025-04-01</app:obowiazujeOd><app:obowiazujeDo>2024-04-01</app:obowiazujeDo>",
        ),
    ),
}


@pytest.mark.parametrize("code", DEFECTS)
def test_a_defect_is_found_by_its_own_finding_alone(deliver: Deliver, code: str) -> None:
    assert codes(deliver("app", document(act(), *DEFECTS[code]))) == [code]


def test_two_objects_of_one_local_id_are_both_left_out(deliver: Deliver) -> None:
    twin = zone("2SU", (200, 0, 200, 200), local_id="1POG-1SJ", since="2025-03-05T10:00:00Z")

    delivery = deliver("app", document(act(), zone("1SJ", (0, 0, 200, 200)), twin))

    assert codes(delivery) == ["duplicate-local-id"] * 2
    assert delivery.counts["quarantined"] == {"planning_zones": 2}


def test_an_outline_that_crosses_itself_is_left_out(deliver: Deliver) -> None:
    bow = ring([(0, 0), (200, 200), (200, 0), (0, 200)])

    delivery = deliver("app", document(act(), zone("1SJ", bow), zone("2SU", (200, 0, 200, 200))))

    assert "self-intersection" in codes(delivery)
    assert delivery.counts["quarantined"] == {"planning_zones": 1}


def test_zones_of_an_unknown_act_dangle_once(deliver: Deliver) -> None:
    zones = [zone(f"{n}SJ", (n * 50, 0, 50, 200), plan=f"#{SET.replace('/', '_')}_7POG_1") for n in (1, 2, 3)]

    assert codes(deliver("app", document(*zones))) == ["dangling-link"]


def test_zones_that_only_bear_the_name_of_an_act_dangle_nowhere(deliver: Deliver) -> None:
    assert codes(deliver("app", document(*halves()))) == []


def test_an_act_that_names_an_unknown_document_dangles(deliver: Deliver) -> None:
    named = '<app:dokumentUchwalajacy xlink:href="#PL.ZIPPZP.9999_060902-POG_1DOK_1"/>'

    assert codes(deliver("app", document(act(extra=named), *halves()))) == ["dangling-link"]


def test_zones_are_measured_against_the_act_delivered_before(deliver: Deliver) -> None:
    deliver("app", document(act()))

    delivery = deliver("app", document(*DEFECTS["gap"]))

    assert codes(delivery) == ["gap"]
    assert delivery.findings.get(code="gap").identifier == ACT


def test_a_zone_delivered_anew_under_its_designation_overlaps_not_itself(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    again = zone("1SJ", (0, 0, 200, 200), local_id="1POG-9SJ")

    assert "overlap" not in codes(deliver("app", document(again), partial=True))


def test_an_office_cannot_deliver_the_act_of_another_gmina(deliver: Deliver) -> None:
    load_demo_offices()
    stranger = Office.objects.get(unit_id="060901_3")

    delivery = deliver("app", document(act(), *halves()), office=stranger)

    assert (delivery.state, set(codes(delivery))) == ("rejected", {"outside-office", "nothing-usable"})


def test_the_starostwo_delivers_the_acts_of_its_gminas(deliver: Deliver) -> None:
    load_demo_offices()

    assert codes(deliver("app", document(act(), *halves()), office=Office.objects.get(slug="starostwo"))) == []
