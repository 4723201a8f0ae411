"""Neighbours of a parcel with their reasons, on a small grid made by hand, and what must hold of any land."""

from decimal import Decimal

import pytest
from django.contrib.gis.geos import GEOSGeometry, LinearRing, Polygon
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.neighbours.finding import Near, Reason, Search, near
from parcels.models import Parcel
from sip.geo.crs import PL_1992
from tests.cases.neighbours.conftest import of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("street")]
ALIKE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def around(*numbers: str, within: float = 0, tolerance: float = 0.05) -> dict[str, Near]:
    search = Search(tuple(of(number) for number in numbers), within_m=within, tolerance_m=tolerance)
    return {one.number: one for one in near(search)}


def shape_of(number: str) -> GEOSGeometry:
    geom: GEOSGeometry = Parcel.objects.get(identifier=of(number)).geom
    return geom


def move(number: str, east: float, north: float) -> None:
    points = [(x + east, y + north) for x, y in shape_of(number)[0]]
    Parcel.objects.filter(identifier=of(number)).update(geom=Polygon(points, srid=PL_1992.srid))


def test_each_neighbour_has_its_reason() -> None:
    found = around("2", within=15)

    assert {name: one.reasons for name, one in found.items()} == {
        "1": (Reason.BOUNDARY,),
        "3": (Reason.BOUNDARY,),
        "22": (Reason.BOUNDARY,),
        "100": (Reason.BOUNDARY,),
        "21": (Reason.POINT,),
        "23": (Reason.POINT,),
        "12": (Reason.ROAD,),
        "11": (Reason.NEAR,),
        "13": (Reason.NEAR,),
    }


def test_shared_boundaries_are_measured() -> None:
    found = around("2")

    for name in ("1", "3", "22", "100"):
        assert float(found[name].shared_m) == pytest.approx(50, abs=0.1)
        assert found[name].distance_m == 0
    assert found["21"].shared_m == 0
    assert found["12"].roads == (of("100"),)
    assert float(found["12"].width_m or 0) == pytest.approx(10, abs=0.3)


def test_without_a_distance_only_those_that_touch_or_lie_opposite_are_found() -> None:
    assert set(around("2")) == {"1", "3", "22", "100", "21", "23", "12"}


def test_a_gap_within_the_tolerance_is_a_shared_boundary() -> None:
    move("3", 0.03, 0.01)
    assert around("2")["3"].reasons == (Reason.BOUNDARY,)

    move("3", 0.2, 0)
    assert "3" not in around("2")
    assert around("2", within=1)["3"].reasons == (Reason.NEAR,)
    assert around("2", tolerance=0.5)["3"].reasons == (Reason.BOUNDARY,)


def test_what_lies_over_the_land_is_said() -> None:
    move("3", -5, 0)

    assert Reason.ON in around("2")["3"].reasons


def test_of_two_parcels_neither_is_its_own_neighbour() -> None:
    found = around("1", "2")

    assert not {"1", "2"} & set(found)
    assert float(found["100"].shared_m) == pytest.approx(100, abs=0.2)
    assert found["22"].reasons == (Reason.BOUNDARY,)


def test_a_drawn_shape_has_the_parcels_it_lies_on_and_those_around() -> None:
    middle = shape_of("2").centroid.buffer(5)
    found = {one.number: one for one in near(Search((), middle, within_m=25))}

    assert found["2"].reasons == (Reason.ON,)
    assert found["1"].reasons == (Reason.NEAR,)


def test_what_is_not_known_has_no_neighbours() -> None:
    assert around("999") == {}
    assert near(Search(())) == []


def test_a_field_between_is_no_road() -> None:
    Parcel.objects.filter(identifier=of("100")).update(land_use=[{"ofu": "R", "ozu": "R", "ozk": "V", "area_ha": 0.15}])

    assert "12" not in around("2")


def test_a_parcel_that_is_little_of_a_road_is_none() -> None:
    uses = [{"ofu": "R", "area_ha": 0.14}, {"ofu": "dr", "area_ha": 0.01}]
    Parcel.objects.filter(identifier=of("100")).update(land_use=uses)

    assert "12" not in around("2")


small = st.floats(-0.02, 0.02).map(lambda value: round(value, 3))


@ALIKE
@given(st.dictionaries(st.sampled_from(["1", "2", "3", "11", "21", "22", "100"]), st.tuples(small, small)))
def test_neighbours_are_so_of_each_other(moves: dict[str, tuple[float, float]]) -> None:
    names = ("1", "2", "3", "11", "12", "21", "22", "100")
    before = {name: shape_of(name) for name in names}
    for name, (east, north) in moves.items():
        move(name, east, north)
    found = {name: around(name) for name in names}
    for name, shape in before.items():
        Parcel.objects.filter(identifier=of(name)).update(geom=shape)

    for one in names:
        for other in names:
            if one != other:
                assert touch(found[one].get(other)) == touch(found[other].get(one))


def touch(one: Near | None) -> tuple[object, Decimal] | None:
    if one is None or not {Reason.BOUNDARY, Reason.POINT} & set(one.reasons):
        return None
    return set(one.reasons) - {Reason.ROAD}, one.shared_m


@ALIKE
@given(st.sampled_from(["1", "2", "12", "100"]), st.integers(0, 3), st.booleans())
def test_neighbours_do_not_depend_on_where_a_ring_begins(name: str, start: int, is_reversed: bool) -> None:
    usual = around(name, within=20)
    points = list(shape_of(name)[0])[:-1]
    turned = points[start:] + points[:start]
    ring = [*turned, turned[0]]
    shape = Polygon(LinearRing(ring[::-1] if is_reversed else ring), srid=PL_1992.srid)
    before = shape_of(name)
    Parcel.objects.filter(identifier=of(name)).update(geom=shape)
    found = around(name, within=20)
    Parcel.objects.filter(identifier=of(name)).update(geom=before)

    assert found == usual
