"""From a file to the register: first delivery, again, changed, dry, waiting, rolled back."""

from typing import Any

import pytest
import shapely
from django.db import connection

from parcels.models import Building, Parcel, Precinct
from sip.intake import actions
from sip.intake.models import Delivery, Layer, State
from sip.offices.models import Office, OfficeKind, Unit
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, PRECINCT, building, document, parcel, precinct, strips

pytestmark = pytest.mark.django_db


def identifiers() -> list[str]:
    return list(Parcel.objects.current().order_by("identifier").values_list("identifier", flat=True))


def registers() -> list[Any]:
    """Everything the registers hold, for comparing two states."""
    content = []
    for table in ("parcels_parcel", "parcels_building", "parcels_precinct", "parcels_lineage"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t.id), '')) FROM {table} AS t")
            content.append(cursor.fetchone())
    return content


def codes(delivery: Delivery) -> set[str]:
    return set(delivery.findings.values_list("code", flat=True))


def test_a_first_delivery_publishes_every_parcel(deliver: Deliver) -> None:
    delivery = deliver("egib", document(*strips(3)))

    assert delivery.state == State.PUBLISHED
    assert identifiers() == [f"{PRECINCT}.{n}" for n in (1, 2, 3)]


def test_counts_name_what_was_read_and_new(deliver: Deliver) -> None:
    delivery = deliver("egib", document(precinct((0, 0, 60, 100)), *strips(3), building("1_BUD", (2, 2, 10, 10))))

    assert delivery.counts["read"] == {"parcels": 3, "precincts": 1, "buildings": 1}
    assert delivery.counts["new"] == {"parcels": 3, "precincts": 1, "buildings": 1}


def test_parcel_buildings_and_precinct_keep_their_facts(deliver: Deliver) -> None:
    deliver(
        "egib",
        document(
            precinct((0, 0, 60, 100)),
            parcel("7/2", (0, 0, 60, 100), uses=[("R", 0.6)]),
            building("1_BUD", (2, 2, 9, 9)),
        ),
    )

    found = Parcel.objects.current().get()
    assert (found.number, found.unit_code, found.precinct_code) == ("7/2", "060902_5", PRECINCT)
    assert (str(found.registered_area), found.land_use) == (
        "0.6000",
        [{"ofu": "R", "ozu": "", "ozk": "", "area_ha": 0.6}],
    )
    assert Precinct.objects.current().get().name == "Wola Zmyślona"
    assert Building.objects.current().get().floors_above == 2


def test_the_same_file_again_changes_nothing(deliver: Deliver) -> None:
    content = document(*strips(3))
    deliver("egib", content)
    before = registers()

    again = deliver("egib", content)

    assert again.state == State.PUBLISHED
    assert registers() == before


def test_the_same_content_in_another_file_changes_nothing(deliver: Deliver) -> None:
    deliver("egib", document(*strips(3)))
    before = registers()

    again = deliver("egib", document(*strips(3)) + b"<!-- another export -->")

    assert again.counts["unchanged"] == {"parcels": 3}
    assert registers() == before


def test_a_newer_version_closes_the_one_before(deliver: Deliver) -> None:
    deliver("egib", document(*strips(2)))

    delivery = deliver("egib", document(parcel("1", (0, 0, 20, 100), area=0.21, since=LATER), *strips(2)[1:]))

    old, new = Parcel.objects.known().filter(identifier=f"{PRECINCT}.1").order_by("valid_from")
    assert delivery.counts["changed"] == {"parcels": 1}
    assert old.valid_to == new.valid_from
    assert new.valid_to is None


def test_archival_versions_become_history(deliver: Deliver) -> None:
    deliver(
        "egib",
        document(parcel("1", (0, 0, 20, 100), until=LATER), parcel("1", (0, 0, 20, 100), area=0.21, since=LATER)),
    )

    assert Parcel.objects.known().count() == 2
    assert str(Parcel.objects.current().get().registered_area) == "0.2100"


def test_what_we_knew_before_a_correction_stays_on_record(deliver: Deliver) -> None:
    first = deliver("egib", document(*strips(1)))

    second = deliver("egib", document(parcel("1", (0, 0, 20, 100), area=0.25)))

    wrong = Parcel.objects.get(retired_by__isnull=False)
    assert (wrong.published_by, wrong.retired_by, str(wrong.registered_area)) == (first, second, "0.2000")


def test_an_older_version_than_the_registers_is_left_out(deliver: Deliver) -> None:
    deliver("egib", document(parcel("1", (0, 0, 20, 100), area=0.21, since=LATER)))

    delivery = deliver("egib", document(*strips(1)))

    assert "older-than-register" in codes(delivery)
    assert str(Parcel.objects.current().get().registered_area) == "0.2100"


def test_a_dry_run_tells_the_difference_and_changes_nothing(deliver: Deliver) -> None:
    deliver("egib", document(*strips(2)))
    before = registers()

    delivery = deliver("egib", document(*strips(3)), dry_run=True)

    assert delivery.state == State.CHECKED
    assert delivery.counts["new"] == {"parcels": 1}
    assert registers() == before


def test_a_parcel_no_longer_delivered_ends_as_vanished(deliver: Deliver) -> None:
    deliver("egib", document(*strips(5)))

    delivery = deliver("egib", document(*strips(4)))

    assert delivery.counts["vanished"] == {"parcels": 1}
    gone = Parcel.objects.known().get(identifier=f"{PRECINCT}.5")
    assert gone.valid_to is not None
    assert gone.end_reason == "vanished"


def test_much_vanishing_waits_for_a_clerk(deliver: Deliver) -> None:
    deliver("egib", document(*strips(10)))
    before = registers()

    delivery = deliver("egib", document(*strips(5)))

    assert delivery.state == State.WAITING
    assert "suspicious-vanishing" in codes(delivery)
    assert registers() == before


def test_a_clerks_word_publishes_what_waited(deliver: Deliver) -> None:
    deliver("egib", document(*strips(10)))

    delivery = deliver("egib", document(*strips(5)), accept=True)

    assert delivery.state == State.PUBLISHED
    assert len(identifiers()) == 5


def test_an_extract_lets_nothing_vanish(deliver: Deliver) -> None:
    deliver("egib", document(*strips(10)))

    deliver("egib", document(*strips(1)), partial=True)

    assert len(identifiers()) == 10


def test_parcels_from_separate_files_of_one_precinct_add_up(deliver: Deliver) -> None:
    for strip in strips(4):
        assert deliver("egib", document(strip)).state == State.PUBLISHED

    assert len(identifiers()) == 4


def test_a_vanished_parcel_comes_back(deliver: Deliver) -> None:
    deliver("egib", document(*strips(5)))
    deliver("egib", document(*strips(4)))

    deliver("egib", document(*strips(5)) + b"<!-- later -->")

    assert len(identifiers()) == 5


def test_rolling_back_restores_the_state_before(deliver: Deliver) -> None:
    deliver("egib", document(*strips(5)))
    before = registers()
    second = deliver("egib", document(*strips(4), parcel("9", (200, 0, 20, 100), since=LATER)))

    actions.rollback(second)

    assert registers() == before
    assert Delivery.objects.get(pk=second.pk).state == State.ROLLED_BACK


def test_a_delivery_that_others_built_on_is_not_rolled_back(deliver: Deliver) -> None:
    first = deliver("egib", document(*strips(5)))
    second = deliver("egib", document(*strips(4)))

    with pytest.raises(actions.Refused, match=str(second.pk)):
        actions.rollback(first)


def test_after_a_rollback_the_same_file_can_be_delivered_again(deliver: Deliver) -> None:
    content = document(*strips(3))
    actions.rollback(deliver("egib", content))

    assert deliver("egib", content).counts["new"] == {"parcels": 3}


def test_publishing_and_rolling_back_give_the_layers_new_versions(deliver: Deliver) -> None:
    delivery = deliver("egib", document(*strips(1)))
    published = Layer.objects.get(name="parcels").version

    actions.rollback(delivery)

    assert Layer.objects.get(name="parcels").version > published


def test_an_unchanged_delivery_leaves_the_caches_valid(deliver: Deliver) -> None:
    deliver("egib", document(*strips(1)))
    version = Layer.objects.get(name="parcels").version

    deliver("egib", document(*strips(1)) + b"<!-- again -->")

    assert Layer.objects.get(name="parcels").version == version


def test_an_identifier_that_changes_hands_names_its_new_parcel(deliver: Deliver) -> None:
    deliver("egib", document(*strips(2)))

    deliver("egib", document(parcel("1", (0, 0, 20, 100), name="another object", since=LATER), strips(2)[1]))

    assert Parcel.objects.current().get(identifier=f"{PRECINCT}.1").valid_from.year == 2024
    assert len(identifiers()) == 2


def test_an_error_in_one_file_does_not_touch_the_rows_of_another(deliver: Deliver) -> None:
    bad = document(parcel("9", (200, 0, 20, 100), identifier="?"))

    delivery = deliver("egib", bad, document(*strips(3)))

    assert delivery.counts["quarantined"] == {"parcels": 1}
    assert len(identifiers()) == 3


def test_addresses_without_identity_are_each_an_object(deliver: Deliver) -> None:
    content = "miejscowosc;ulica;numer;wkt\n" + "".join(
        f"Wola;;{n};SRID=2180;POINT({750_000 + 30 * n} 360000)\n".replace("SRID=2180;", "") for n in range(1, 6)
    )

    first = deliver("addresses", content.encode(), suffix=".csv")
    again = deliver("addresses", content.encode() + b"\n", suffix=".csv")

    assert (first.counts["new"], again.counts["unchanged"]) == ({"addresses": 5}, {"addresses": 5})


SHAPE = "POLYGON((750000 360000,750100 360000,750100 360050,750000 360050,750000 360000))"
TABLE = f"DZIALKA;HA;wkt\n060902_5.0001.1;0.5000;{SHAPE}\n".encode()


def test_columns_of_a_table_are_named_by_a_mapping(deliver: Deliver) -> None:
    delivery = deliver("parcels", TABLE, suffix=".csv", mapping={"identifier": "DZIALKA", "area": "HA"})

    assert delivery.state == State.PUBLISHED
    assert str(Parcel.objects.current().get().registered_area) == "0.5000"


def test_an_offices_mapping_serves_its_next_delivery(deliver: Deliver) -> None:
    Unit.objects.create(code="06", level="voivodeship", name="lubelskie")
    Unit.objects.create(code="0609", level="powiat", name="lubelski", parent_id="06")
    Unit.objects.create(code="060902_5", level="registration-unit", kind=5, name="Wola", parent_id="0609")
    office = Office.objects.create(
        kind=OfficeKind.STAROSTWO, name="Starostwo", short_name="S", symbol="S", slug="s", unit_id="0609"
    )
    actions.keep_mapping(office, "parcels", {"identifier": "DZIALKA", "area": "HA"})

    assert deliver("parcels", TABLE, suffix=".csv", office=office).state == State.PUBLISHED


def test_the_same_parcels_in_other_formats_are_unchanged(deliver: Deliver) -> None:
    first = "idDzialki;lokalnyId;startWersjaObiekt;poleEwidencyjne;wkt\n060902_5.0001.1;a;2020-01-01T12:00:00;0.5;"
    other = "idDzialki;lokalnyId;startWersjaObiekt;poleEwidencyjne;wkt\n060902_5.0001.1;a;2020/01/01 12:00:00;0.5000;"
    nudged = SHAPE.replace("750000 360000", "750000.0000001 360000.0000001")
    deliver("parcels", f"{first}{SHAPE}\n".encode(), suffix=".csv")

    again = deliver("parcels", f"{other}{nudged}\n".encode(), suffix=".csv")

    assert again.counts["unchanged"] == {"parcels": 1}


def test_the_same_outline_written_from_another_corner_the_other_way_round_is_unchanged(deliver: Deliver) -> None:
    row = "idDzialki;lokalnyId;startWersjaObiekt;poleEwidencyjne;wkt\n060902_5.0001.1;a;2020-01-01T12:00:00;0.5;"
    corners = shapely.get_coordinates(shapely.from_wkt(SHAPE))[:-1]
    turned = shapely.Polygon([*corners[2:], *corners[:2]]).reverse()
    deliver("parcels", f"{row}{SHAPE}\n".encode(), suffix=".csv")

    for written in (turned, shapely.MultiPolygon([turned])):
        again = deliver("parcels", f"{row}{written.wkt}\n".encode(), suffix=".csv")

        assert again.counts["unchanged"] == {"parcels": 1}


def test_a_repeated_delivery_does_not_stand_in_for_the_one_rolled_back(deliver: Deliver) -> None:
    content = document(*strips(3))
    first = deliver("egib", content)
    again = deliver("egib", content)
    with pytest.raises(actions.Refused, match=str(first.pk)):
        actions.rollback(again)
    actions.rollback(first)

    assert deliver("egib", content).counts["new"] == {"parcels": 3}


def test_a_fault_after_the_publication_leaves_it_published(deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("disk full")

    monkeypatch.setattr("parcels.importing.publish.analyse", fail)

    delivery = deliver("egib", document(*strips(2)))

    assert Delivery.objects.get(pk=delivery.pk).state == State.PUBLISHED
    assert len(identifiers()) == 2
