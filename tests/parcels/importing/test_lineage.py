"""What became of parcels: inferred from ground and time, declared where the register itself says so."""

from decimal import Decimal

import pytest

from parcels.models import Lineage
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, PRECINCT, document, parcel, strips

pytestmark = pytest.mark.django_db

WHOLE = (0, 0, 40, 100)
LEFT, RIGHT = (0, 0, 10, 100), (10, 0, 30, 100)


def lineage() -> list[tuple[str, str, str, str]]:
    short = len(PRECINCT) + 1
    rows = Lineage.objects.order_by("predecessor", "successor").values_list(
        "kind", "source", "predecessor", "successor"
    )
    return [(kind, source, before[short:], after[short:]) for kind, source, before, after in rows]


def test_a_split_is_inferred_with_its_shares(deliver: Deliver) -> None:
    deliver("egib", document(parcel("5", WHOLE)))

    delivery = deliver("egib", document(parcel("5/1", LEFT, since=LATER), parcel("5/2", RIGHT, since=LATER)))

    assert lineage() == [("split", "inferred", "5", "5/1"), ("split", "inferred", "5", "5/2")]
    shares = Lineage.objects.order_by("successor").values_list("share", flat=True)
    assert list(shares) == [
        pytest.approx(Decimal("0.25"), abs=Decimal("0.001")),
        pytest.approx(Decimal("0.75"), abs=Decimal("0.001")),
    ]
    assert delivery.counts["split"] == {"parcels": 1}
    assert delivery.counts["vanished"] == {}


def test_a_split_told_within_one_file_is_found(deliver: Deliver) -> None:
    deliver(
        "egib",
        document(
            parcel("5", WHOLE, until=LATER, ended=True),
            parcel("5/1", LEFT, since=LATER),
            parcel("5/2", RIGHT, since=LATER),
        ),
    )

    assert lineage() == [("split", "inferred", "5", "5/1"), ("split", "inferred", "5", "5/2")]


def test_a_merge_is_inferred(deliver: Deliver) -> None:
    deliver("egib", document(parcel("5/1", LEFT), parcel("5/2", RIGHT)))

    delivery = deliver("egib", document(parcel("6", WHOLE, since=LATER)))

    assert lineage() == [("merge", "inferred", "5/1", "6"), ("merge", "inferred", "5/2", "6")]
    assert delivery.counts["merged"] == {"parcels": 1}


def test_another_number_on_the_same_ground_is_a_renumbering(deliver: Deliver) -> None:
    deliver("egib", document(parcel("5", WHOLE)))

    deliver("egib", document(parcel("15", WHOLE, since=LATER)))

    assert lineage() == [("renumber", "inferred", "5", "15")]


def test_the_same_object_under_another_number_is_declared_by_the_register(deliver: Deliver) -> None:
    deliver("egib", document(parcel("5", WHOLE, name="object")))

    delivery = deliver("egib", document(parcel("15", WHOLE, name="object", since=LATER)))

    assert lineage() == [("renumber", "declared", "5", "15")]
    assert delivery.counts["renumbered"] == {"parcels": 1}


def test_ground_that_passes_between_neighbours_is_a_boundary_change(deliver: Deliver) -> None:
    deliver("egib", document(parcel("1", LEFT), parcel("2", RIGHT)))

    deliver("egib", document(parcel("1", (0, 0, 15, 100), since=LATER), parcel("2", (15, 0, 25, 100), since=LATER)))

    assert lineage() == [("boundary", "inferred", "2", "1")]


def test_neighbours_of_a_new_parcel_are_no_relatives(deliver: Deliver) -> None:
    deliver("egib", document(*strips(3)))

    deliver("egib", document(*strips(4)))

    assert lineage() == []


def test_a_later_parcel_on_long_empty_ground_is_no_successor(deliver: Deliver) -> None:
    deliver(
        "egib",
        document(parcel("5", WHOLE, until="2021-01-01T12:00:00", ended=True), parcel("8", WHOLE, since=LATER)),
    )

    assert lineage() == []
