"""Zones of a local plan: standing as their act does, known again, replaced as a whole, checked."""

from datetime import date
from pathlib import Path

import pytest
import shapely

from plans.models import PlanningZone
from sip.intake import actions
from sip.offices.demo import load_demo_offices
from sip.offices.models import Office
from tests.conftest import Deliver
from tests.plans.conftest import DeliverZones, zones
from tests.plans.planfile import ACT, act, document
from tests.plans.test_findings import codes
from tests.plans.zonefile import (
    HALVES,
    LOCAL_ACT,
    LOCAL_SET,
    NAMED,
    geojson,
    local_act,
    polygon,
    write,
    written,
    zipped,
)

pytestmark = pytest.mark.django_db


def test_status_and_dates_are_those_of_the_act(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson())

    zone = PlanningZone.objects.first()
    assert zone and (zone.status, zone.in_force_from, zone.in_force_to) == ("legalForce", date(2025, 4, 1), None)


def test_status_and_dates_of_its_own_come_first(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson(status="nieaktualny", obowiazuje_od="2019-01-02", obowiazuje_do="2023-05-06"))

    zone = PlanningZone.objects.first()
    assert zone and (zone.status, zone.in_force_from) == ("obsolete", date(2019, 1, 2))
    assert zone.in_force_to == date(2023, 5, 6)


# the act


def test_an_unknown_act_is_refused_with_what_to_do(deliver: Deliver) -> None:
    delivery = deliver("zones", geojson(), subject={"act": LOCAL_ACT})

    assert (delivery.state, codes(delivery)) == ("rejected", ["unknown-act"])
    assert LOCAL_ACT in delivery.findings.get().message and "app" in delivery.findings.get().message.lower()


def test_zones_without_any_act_are_refused(deliver: Deliver) -> None:
    assert codes(deliver("zones", geojson())) == ["act-not-named"]


def test_an_office_cannot_deliver_zones_of_another_gmina(deliver_zones: DeliverZones) -> None:
    load_demo_offices()

    delivery = deliver_zones(geojson(), office=Office.objects.get(unit_id="060901_3"))

    assert (delivery.state, set(codes(delivery))) == ("rejected", {"outside-office", "nothing-usable"})


def test_zones_of_a_plan_ogolny_obey_its_rules(deliver: Deliver) -> None:
    deliver("app", document(act()))

    delivery = deliver("zones", geojson((("1SJ", (0, 0, 200, 200)), ("1MN", (200, 0, 200, 200)))), subject={"act": ACT})

    assert set(codes(delivery)) == {"wrong-symbol", "wrong-designation"}


# identity and completeness


def test_zones_have_identifiers_of_their_act(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson())

    assert set(PlanningZone.objects.values_list("identifier", flat=True)) == {
        f"{LOCAL_SET}/7MPZP-1MN_U",
        f"{LOCAL_SET}/7MPZP-KDD.3",
    }


def test_a_new_delivery_replaces_the_zones_of_the_act(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson())

    delivery = deliver_zones(geojson((("1MN/U", (0, 0, 400, 200)),)))

    assert (codes(delivery), zones()) == ([], [("1MN/U", "MN/U")])
    assert delivery.counts["vanished"] == {"planning_zones": 1}


def test_a_partial_delivery_adds(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson(HALVES[:1]))

    delivery = deliver_zones(geojson(HALVES[1:]), partial=True)

    assert (codes(delivery), zones()) == ([], NAMED)


def test_an_extract_adds_another_zone_of_the_same_symbol(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson((("MN", (0, 0, 200, 200)),)))

    deliver_zones(geojson((("MN", (200, 0, 200, 200)),)), partial=True)

    assert zones() == [("MN", "MN"), ("MN", "MN")]


def test_designations_that_only_signs_tell_apart_are_two_zones(deliver_zones: DeliverZones) -> None:
    assert codes(deliver_zones(geojson((("1MN/U", (0, 0, 200, 200)), ("1MN-U", (200, 0, 200, 200)))))) == []
    assert len(zones()) == 2


def test_a_moved_boundary_makes_a_new_version_and_no_new_zone(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson((("MN", (0, 0, 200, 200)), ("MN", (200, 0, 200, 200)))))
    before = set(PlanningZone.objects.current().values_list("identifier", flat=True))

    delivery = deliver_zones(geojson((("MN", (0, 0, 210, 200)), ("MN", (210, 0, 190, 200)))))

    assert delivery.counts["changed"] == {"planning_zones": 2}
    assert set(PlanningZone.objects.current().values_list("identifier", flat=True)) == before


def test_the_same_zones_in_another_format_change_nothing(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    deliver_zones(written(tmp_path / "a.gpkg"))

    delivery = deliver_zones(zipped(written(tmp_path / "b.shp")))

    assert delivery.counts["unchanged"] == {"planning_zones": 2}


def test_zones_of_other_acts_stay(deliver: Deliver, deliver_zones: DeliverZones) -> None:
    other = local_act().replace(b"7MPZP", b"8MPZP")
    deliver("app", other)
    deliver_zones(geojson())

    deliver_zones(geojson((("2U", (0, 0, 400, 200)),)), subject={"act": f"{LOCAL_SET}/8MPZP"})

    assert zones() == [*NAMED[:1], ("2U", "U"), *NAMED[1:]]


def test_a_rolled_back_delivery_leaves_what_was_before(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson())
    delivery = deliver_zones(geojson((("9U", (0, 0, 400, 200)),)), accept=True)

    actions.rollback(delivery)

    assert zones() == NAMED


def test_a_dry_run_changes_nothing(deliver_zones: DeliverZones) -> None:
    delivery = deliver_zones(geojson(), dry_run=True)

    assert (delivery.state, delivery.counts["new"], zones()) == ("checked", {"planning_zones": 2}, [])


def test_too_many_vanishing_zones_wait_for_a_word(deliver_zones: DeliverZones) -> None:
    deliver_zones(geojson([(f"{n}MN", (n * 40.0, 0, 40, 200)) for n in range(10)]))

    delivery = deliver_zones(geojson((("99U", (0, 0, 400, 200)),)))

    assert delivery.state == "waiting"
    assert "suspicious-vanishing" in codes(delivery)


# checks

DEFECTS = {
    "overlap": (("1MN", (0, 0, 210, 200)), ("2U", (200, 0, 200, 200))),
    "gap": (("1MN", (0, 0, 190, 200)), ("2U", (200, 0, 200, 200))),
    "outside-act": (("1MN", (0, 0, 200, 200)), ("2U", (200, 0, 220, 200))),
    "duplicate-designation": (("1MN", (0, 0, 200, 200)), ("1MN", (200, 0, 200, 200))),
}


@pytest.mark.parametrize("code", DEFECTS)
def test_a_defect_is_found_by_its_own_finding_alone(deliver_zones: DeliverZones, code: str) -> None:
    assert codes(deliver_zones(geojson(DEFECTS[code]))) == [code]


def test_a_symbol_without_a_number_may_repeat(deliver_zones: DeliverZones) -> None:
    assert codes(deliver_zones(geojson((("MN", (0, 0, 200, 200)), ("MN", (200, 0, 200, 200)))))) == []


def test_one_symbol_described_in_two_ways_is_told(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    columns = {"symbol": ["MN", "MN"], "opis": ["domy", "lasy"]}
    shapes = [polygon(place) for _name, place in HALVES]

    assert codes(deliver_zones(write(tmp_path / "z.gpkg", shapes, columns))) == ["duplicate-designation"]


def test_an_outline_that_crosses_itself_is_left_out(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    a, b, c, d = polygon((0, 0, 200, 200)).exterior.coords[:4]
    shapes = [shapely.Polygon([a, c, b, d]), polygon((200, 0, 200, 200))]

    delivery = deliver_zones(write(tmp_path / "z.gpkg", shapes, {"symbol": ["A1", "B2"]}))

    assert "self-intersection" in codes(delivery)
    assert zones() == [("B2", "B2")]


def test_an_area_without_a_name_is_left_out(deliver_zones: DeliverZones, tmp_path: Path) -> None:
    shapes = [polygon(place) for _name, place in HALVES]

    delivery = deliver_zones(write(tmp_path / "z.gpkg", shapes, {"symbol": ["U", None]}))

    assert codes(delivery) == ["missing-designation"]
    assert delivery.counts["quarantined"] == {"planning_zones": 1}
