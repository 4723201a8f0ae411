"""Each check: what it finds, where, and what becomes of the object."""

import pytest
from django.contrib.gis.geos import Point

from parcels.importing.check import CHECKS
from parcels.importing.findings import CATALOGUE
from parcels.models import Parcel
from sip.geo.crs import PL_1992, PL_2000
from sip.intake.models import Delivery, Finding, State
from sip.offices.models import Office, OfficeKind, Unit
from sip.registers.check import EVERY, IDENTIFIED
from tests.conftest import Deliver
from tests.parcels.importing.village import (
    CORNER,
    LATER,
    PRECINCT,
    document,
    feature,
    parcel,
    polygon,
    precinct,
    strips,
)

pytestmark = pytest.mark.django_db


def found(delivery: Delivery, code: str) -> list[Finding]:
    return list(delivery.findings.filter(code=code).order_by("pk"))


def numbers() -> list[str]:
    return list(Parcel.objects.current().order_by("identifier").values_list("number", flat=True))


def test_every_check_has_its_wording() -> None:
    named = {file.stem for folder in (CHECKS, EVERY, IDENTIFIED) for file in folder.rglob("*.sql")}

    assert named - set(CATALOGUE) == set()


def test_a_sound_village_has_no_findings_but_the_schema(deliver: Deliver) -> None:
    delivery = deliver("egib", document(precinct((0, 0, 60, 100)), *strips(3)))

    assert set(delivery.findings.values_list("code", flat=True)) <= {"schema"}


@pytest.mark.parametrize(
    "identifier", ["060902_5.0001.1a", "060902_5.1.7", "0001.7", "060902_7.0001.7", PRECINCT + "."]
)
def test_a_malformed_identifier_is_quarantined_and_the_rest_goes_on(deliver: Deliver, identifier: str) -> None:
    delivery = deliver("egib", document(parcel("7", (60, 0, 20, 100), identifier=identifier), *strips(3)))

    assert delivery.state == State.PUBLISHED
    assert [f.identifier for f in found(delivery, "malformed-identifier")] == [identifier]
    assert delivery.counts["quarantined"] == {"parcels": 1}
    assert numbers() == ["1", "2", "3"]


def test_a_finding_knows_its_place(deliver: Deliver) -> None:
    delivery = deliver("egib", document(parcel("7", (0, 0, 20, 100), identifier="x"), *strips(1)))

    place = found(delivery, "malformed-identifier")[0].place
    assert place is not None
    north, east = CORNER
    middle = Point(east + 10, north + 50, srid=PL_2000[3].srid).transform(PL_1992.srid, clone=True)
    assert place.distance(middle) < 20


def test_of_two_objects_with_one_identifier_the_later_stays(deliver: Deliver) -> None:
    delivery = deliver(
        "egib", document(parcel("1", (0, 0, 20, 100), name="a"), parcel("1", (20, 0, 20, 100), name="b", since=LATER))
    )

    assert len(found(delivery, "duplicate-identifier")) == 1
    assert Parcel.objects.current().get().valid_from.year == 2024


def test_the_same_version_twice_is_taken_once(deliver: Deliver) -> None:
    delivery = deliver("egib", document(*strips(1), *strips(1)))

    assert len(found(delivery, "duplicate-version")) == 1
    assert numbers() == ["1"]


def test_a_version_that_ends_before_it_begins_is_quarantined(deliver: Deliver) -> None:
    delivery = deliver("egib", document(parcel("7", (90, 0, 20, 100), until="2019-01-01T00:00:00"), *strips(1)))

    assert len(found(delivery, "contradicting-dates")) == 1


def test_of_overlapping_versions_the_later_stays(deliver: Deliver) -> None:
    delivery = deliver(
        "egib", document(parcel("1", (0, 0, 20, 100)), parcel("1", (0, 0, 20, 100), area=0.21, since=LATER))
    )

    assert len(found(delivery, "overlapping-versions")) == 1
    assert str(Parcel.objects.current().get().registered_area) == "0.2100"


def test_a_bow_tie_is_quarantined(deliver: Deliver) -> None:
    north, east = CORNER
    bow = polygon(((north, east), (north + 50, east + 50), (north + 50, east), (north, east + 50)))

    delivery = deliver("egib", document(parcel("9", (0, 0, 50, 50), geometry=bow), *strips(2)))

    assert [f.identifier for f in found(delivery, "invalid-ring")] == [f"{PRECINCT}.9"]
    assert "9" not in numbers()


def test_a_spike_is_mended_and_said_so(deliver: Deliver) -> None:
    north, east = CORNER
    spiked = polygon(
        (
            (north, east),
            (north + 50, east),
            (north + 50, east + 50),
            (north + 80, east + 50),
            (north + 50, east + 50),
            (north, east + 50),
        )
    )

    delivery = deliver("egib", document(parcel("9", (0, 0, 50, 50), geometry=spiked)))

    assert [f.identifier for f in found(delivery, "repaired-ring")] == [f"{PRECINCT}.9"]
    assert numbers() == ["9"]


def test_an_overlap_names_both_parcels_and_its_size(deliver: Deliver) -> None:
    delivery = deliver("egib", document(parcel("1", (0, 0, 21, 100)), parcel("2", (20, 0, 20, 100))))

    [overlap] = found(delivery, "overlap")
    assert {overlap.identifier[-1], overlap.message.split(" (")[0][-1]} == {"1", "2"}
    assert "100," in overlap.message or "99," in overlap.message
    assert numbers() == ["1", "2"]


def test_parcels_that_only_touch_do_not_overlap(deliver: Deliver) -> None:
    assert found(deliver("egib", document(*strips(4))), "overlap") == []


def test_an_overlap_with_what_the_register_holds_is_found(deliver: Deliver) -> None:
    deliver("egib", document(parcel("1", (0, 0, 20, 100))))

    delivery = deliver("egib", document(parcel("2", (10, 0, 20, 100))), partial=True)

    assert len(found(delivery, "overlap")) == 1


def test_parts_do_not_overlap_the_parcel_they_replace(deliver: Deliver) -> None:
    deliver("egib", document(parcel("5", (0, 0, 40, 100)), parcel("6", (40, 0, 40, 100))))
    parts = [parcel("5/1", (0, 0, 20, 100), since=LATER), parcel("5/2", (20, 0, 20, 100), since=LATER)]

    delivery = deliver("egib", document(*parts, parcel("6", (40, 0, 40, 100))))

    assert found(delivery, "overlap") == []
    assert numbers() == ["5/1", "5/2", "6"]


def test_where_a_parcel_vanishes_the_gap_it_leaves_is_found(deliver: Deliver) -> None:
    places = [(0, 0, 30, 10), (0, 20, 30, 10), (0, 10, 10, 10), (20, 10, 10, 10), (10, 10, 10, 10)]
    ring = [parcel(str(number), place) for number, place in enumerate(places, 1)]
    deliver("egib", document(*ring))

    delivery = deliver("egib", document(*ring[:-1]))

    assert numbers() == ["1", "2", "3", "4"]
    assert len(found(delivery, "gap")) == 1


def test_a_gap_enclosed_by_parcels_is_found_with_its_place(deliver: Deliver) -> None:
    ring = [
        parcel("1", (0, 0, 30, 10)),
        parcel("2", (0, 20, 30, 10)),
        parcel("3", (0, 10, 10, 10)),
        parcel("4", (20, 10, 10, 10)),
    ]

    [gap] = found(deliver("egib", document(*ring)), "gap")

    assert gap.identifier == PRECINCT
    assert gap.place is not None


def test_a_hole_that_another_precinct_fills_is_no_gap(deliver: Deliver) -> None:
    ring = [
        parcel("1", (0, 0, 30, 10)),
        parcel("2", (0, 20, 30, 10)),
        parcel("3", (0, 10, 10, 10)),
        parcel("4", (20, 10, 10, 10)),
        parcel("1", (10, 10, 10, 10), identifier="060902_5.0002.1", name="enclave"),
    ]

    assert found(deliver("egib", document(*ring)), "gap") == []


def test_a_registered_area_far_from_the_geometry_is_found(deliver: Deliver) -> None:
    delivery = deliver("egib", document(parcel("1", (0, 0, 100, 100), area=1.1), parcel("2", (100, 0, 100, 100))))

    assert [f.identifier for f in found(delivery, "area-differs")] == [f"{PRECINCT}.1"]


def test_land_uses_that_do_not_add_up_are_found(deliver: Deliver) -> None:
    good = parcel("1", (0, 0, 100, 100), uses=[("R", 0.6), ("B", 0.4)])
    bad = parcel("2", (100, 0, 100, 100), uses=[("R", 0.6), ("B", 0.3)])

    delivery = deliver("egib", document(good, bad))

    assert [f.identifier for f in found(delivery, "land-use-sum")] == [f"{PRECINCT}.2"]


def test_a_parcel_outside_its_precinct_is_found(deliver: Deliver) -> None:
    delivery = deliver("egib", document(precinct((0, 0, 40, 100)), *strips(3)))

    assert [f.identifier for f in found(delivery, "outside-precinct")] == [f"{PRECINCT}.3"]


def test_a_unit_missing_from_a_listed_powiat_is_found(deliver: Deliver) -> None:
    Unit.objects.create(code="06", level="voivodeship", name="lubelskie")
    Unit.objects.create(code="0609", level="powiat", name="lubelski", parent_id="06")
    Unit.objects.create(code="060901_3", level="gmina", kind=3, name="Bełżyce", parent_id="0609")

    delivery = deliver("egib", document(*strips(2)))

    assert len(found(delivery, "unknown-unit")) == 1


def test_a_parcel_outside_the_offices_area_is_quarantined(deliver: Deliver) -> None:
    Unit.objects.create(code="06", level="voivodeship", name="lubelskie")
    Unit.objects.create(code="0609", level="powiat", name="lubelski", parent_id="06")
    Unit.objects.create(code="060902_2", level="gmina", kind=2, name="Borzechów", parent_id="0609")
    Unit.objects.create(code="060904_2", level="gmina", kind=2, name="Garbów", parent_id="0609")
    office = Office.objects.create(
        kind=OfficeKind.GMINA, name="Urząd", short_name="U", symbol="U", slug="u", unit_id="060904_2"
    )
    own = parcel("1", (0, 0, 20, 100), identifier="060904_2.0001.1")
    other = parcel("2", (20, 0, 20, 100), identifier="060902_2.0001.2")

    delivery = deliver("egib", document(own, other), office=office)

    assert [f.identifier for f in found(delivery, "outside-office")] == ["060902_2.0001.2"]
    assert list(Parcel.objects.current().values_list("identifier", flat=True)) == ["060904_2.0001.1"]


def test_a_parcel_without_geometry_is_quarantined(deliver: Deliver) -> None:
    bare = feature("EGB_DzialkaEwidencyjna", "9", f"<egb:idDzialki>{PRECINCT}.9</egb:idDzialki><egb:geometria/>")

    delivery = deliver("egib", document(bare, *strips(1)))

    assert [f.identifier for f in found(delivery, "missing-geometry")] == [f"{PRECINCT}.9"]


def test_a_precinct_may_come_without_geometry(deliver: Deliver) -> None:
    bare = feature(
        "EGB_ObrebEwidencyjny", "p", f"<egb:idObrebu>{PRECINCT}</egb:idObrebu><egb:nazwaWlasna>Wola</egb:nazwaWlasna>"
    )

    delivery = deliver("egib", document(bare, *strips(1)))

    assert delivery.counts["new"] == {"parcels": 1, "precincts": 1}


def test_a_quarantined_version_does_not_let_the_parcel_vanish(deliver: Deliver) -> None:
    deliver("egib", document(*strips(3)))
    north, east = CORNER
    bow = polygon(((north, east), (north + 50, east + 50), (north + 50, east), (north, east + 50)))

    deliver("egib", document(parcel("1", (0, 0, 20, 100), geometry=bow, since=LATER), *strips(3)[1:]))

    assert numbers() == ["1", "2", "3"]


def test_a_file_without_a_sound_object_is_rejected(deliver: Deliver) -> None:
    delivery = deliver("egib", document(parcel("1", (0, 0, 20, 100), identifier="?")))

    assert delivery.state == State.REJECTED
    assert len(found(delivery, "nothing-usable")) == 1


def test_findings_come_gravest_first(deliver: Deliver) -> None:
    delivery = deliver(
        "egib", document(parcel("1", (0, 0, 100, 100), area=1.2), parcel("2", (0, 200, 20, 100), identifier="?"))
    )

    severities = list(delivery.findings.order_by("pk").values_list("severity", flat=True))
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


@pytest.mark.parametrize("identifier", [f"{PRECINCT}.{'1' * 200}", "ż" * 5000])
def test_a_text_longer_than_the_register_holds_is_quarantined(deliver: Deliver, identifier: str) -> None:
    delivery = deliver("egib", document(parcel("9", (90, 0, 20, 100), identifier=identifier), *strips(2)))

    assert delivery.state == State.PUBLISHED
    assert len(found(delivery, "too-long")) == 1
    assert numbers() == ["1", "2"]


@pytest.mark.parametrize("area", [99_999_999.0, 1e15, -1.0, 0.0])
def test_an_absurd_registered_area_stops_nothing(deliver: Deliver, area: float) -> None:
    delivery = deliver("egib", document(parcel("9", (90, 0, 20, 100), area=area), *strips(2)))

    assert delivery.state == State.PUBLISHED
    assert numbers() == ["1", "2", "9"]


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", "2024-02-30T00:00:00", "yesterday"])
def test_an_absurd_date_stops_nothing(deliver: Deliver, since: str) -> None:
    delivery = deliver("egib", document(parcel("9", (90, 0, 20, 100), since=since), *strips(2)))

    assert delivery.state == State.PUBLISHED
    assert len(found(delivery, "bad-date")) >= 1
