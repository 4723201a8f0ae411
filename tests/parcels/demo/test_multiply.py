"""Copies of the demo: powiats of their own, side by side, published and taken back as one delivery."""

import pytest
from django.contrib.gis.db.models import Union
from django.core.management import call_command

from parcels.demo import config
from parcels.demo.multiply import FREE_POWIATS, multiply
from parcels.identifiers import ParcelId
from parcels.models import Address, Building, Lineage, Parcel, Precinct
from sip.intake import actions
from sip.intake.models import Delivery, Layer, State
from sip.offices.demo import load_demo_offices
from sip.offices.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)

PERIOD = (9000.0, 9000.0)
COPIES = 2


@pytest.fixture
def base() -> list[Delivery]:
    load_demo_offices()
    call_command("make_demo", "--parcels", "120", "--without-plans")
    return list(Delivery.objects.order_by("pk"))


def multiplied(base: list[Delivery], copies: int = COPIES) -> Delivery:
    return multiply(
        base=base, copies=copies, period=PERIOD, config=config.load(), seed=4, progress=lambda done, total: None
    )


def test_every_register_is_copied_with_its_history(base: list[Delivery]) -> None:
    before = [model.objects.count() for model in (Parcel, Precinct, Building, Address, Lineage)]
    delivery = multiplied(base)

    assert [model.objects.count() for model in (Parcel, Precinct, Building, Address, Lineage)] == [
        count * (COPIES + 1) for count in before
    ]
    assert delivery.state == State.PUBLISHED
    assert delivery.counts["versions"]["parcels"] == before[0] * COPIES


def test_copies_have_valid_identifiers_in_powiats_that_do_not_exist(base: list[Delivery]) -> None:
    copied = Parcel.objects.filter(published_by=multiplied(base), valid_to=None)
    identifiers = [ParcelId.parse(identifier) for identifier in copied.values_list("identifier", flat=True)]

    assert {found.unit[:4] for found in identifiers if found} == set(FREE_POWIATS[:COPIES])
    assert all(identifiers)
    for parcel in copied[:20]:
        assert parcel.identifier.startswith(parcel.precinct_code)
        assert parcel.precinct_code.startswith(parcel.unit_code)


def test_copies_lie_beside_each_other(base: list[Delivery]) -> None:
    multiplied(base)
    whole = Precinct.objects.filter(valid_to=None).aggregate(Union("geom"))["geom__union"]

    assert whole.area == pytest.approx(
        sum(p.geom.area for p in Precinct.objects.filter(valid_to=None) if p.geom), rel=1e-6
    )


def test_villages_and_gminas_of_copies_have_names_of_their_own(base: list[Delivery]) -> None:
    multiplied(base)
    names = list(Precinct.objects.values_list("name", flat=True))
    places = set(Address.objects.values_list("place", flat=True))
    gminas = Unit.objects.filter(code__startswith=FREE_POWIATS[0], level="gmina")

    assert len(set(names)) == len(names)
    assert places <= set(names)
    assert gminas
    assert not set(gminas.values_list("name", flat=True)) & set(
        Unit.objects.filter(code__startswith="0609").values_list("name", flat=True)
    )


def test_the_copies_raise_the_versions_of_their_layers_once(base: list[Delivery]) -> None:
    before = dict(Layer.objects.values_list("name", "version"))
    multiplied(base)

    assert dict(Layer.objects.values_list("name", "version")) == {name: n + 1 for name, n in before.items()}


def test_the_copies_are_taken_back_as_one_delivery(base: list[Delivery]) -> None:
    before = Parcel.objects.count(), Address.objects.count(), Lineage.objects.count()
    actions.rollback(multiplied(base))

    assert (Parcel.objects.count(), Address.objects.count(), Lineage.objects.count()) == before


def test_more_copies_than_free_numbers_are_refused(base: list[Delivery]) -> None:
    with pytest.raises(ValueError, match=str(len(FREE_POWIATS))):
        multiplied(base, len(FREE_POWIATS) + 1)
