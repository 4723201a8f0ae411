"""Where a report points: what the map's address and what people type is understood as."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.reports.places import Place, of_text, of_view
from parcels.models import Parcel
from tests.cases.conftest import IN_BELZYCE
from tests.conftest import Deliver
from tests.parcels.importing.village import CORNER

pytestmark = pytest.mark.django_db

ONE = f"{IN_BELZYCE}.1"


def inside(identifier: str) -> tuple[float, float]:
    point = Parcel.objects.known().get(identifier=identifier).geom.point_on_surface
    return point.x, point.y


def degrees(identifier: str) -> tuple[float, float]:
    """Latitude and longitude inside the parcel."""
    point = Parcel.objects.known().get(identifier=identifier).geom.point_on_surface.transform(4326, clone=True)
    return point.y, point.x


def centre(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


@pytest.mark.usefixtures("village")
def test_the_views_middle_is_the_place_while_it_is_on_the_chosen_parcel() -> None:
    east, north = inside(ONE)

    place = of_view(centre((east + 5, north)), "15.5", ONE)

    assert place == Place((round(east + 5, 1), round(north, 1)), ONE, "060901_5", zoom=15.5)


@pytest.mark.usefixtures("village")
def test_a_chosen_parcel_wins_over_a_view_that_moved_on() -> None:
    east, north = inside(ONE)

    place = of_view(centre((east + 5000, north)), "15", ONE)

    assert place is not None
    assert place.point == pytest.approx((east, north))


@pytest.mark.usefixtures("village")
def test_a_view_without_a_parcel_finds_the_one_under_its_middle() -> None:
    place = of_view(centre(inside(ONE)), "", "")

    assert place is not None
    assert (place.parcel, place.unit, place.zoom) == (ONE, "060901_5", None)


@pytest.mark.usefixtures("village")
def test_a_point_between_parcels_still_has_its_unit() -> None:
    east, north = inside(ONE)

    place = of_view(centre((east + 100, north)), "15", "")

    assert place is not None
    assert (place.parcel, place.unit) == ("", "060901_5")


@pytest.mark.parametrize("c", ["", "1", "1,2", "a,b", "1,2,3", "nan,nan", "inf,0", "1e400,1", "715000,nan", "\0,1"])
@pytest.mark.parametrize("d", ["", "x", "'; --", "0" * 500, "a\0b"])
def test_an_address_without_sense_names_no_place(c: str, d: str) -> None:
    assert of_view(c, "nan", d) is None


@pytest.mark.parametrize("z", ["", "nan", "inf", "-1", "31", "1e9", "abc"])
@pytest.mark.usefixtures("village")
def test_a_zoom_without_sense_is_left_out(z: str) -> None:
    place = of_view(centre(inside(ONE)), z, "")

    assert place is not None
    assert place.zoom is None


@pytest.mark.usefixtures("village")
def test_an_identifier_is_understood_with_spaces() -> None:
    assert of_text(f" {IN_BELZYCE} .1 ").parcel == ONE


@pytest.mark.usefixtures("village")
def test_a_former_parcel_is_known_with_its_place() -> None:
    place = of_text(f"{IN_BELZYCE}.2")

    assert place.is_known
    assert place.point is not None


@pytest.mark.usefixtures("village")
def test_an_identifier_that_the_register_never_had_is_not_known() -> None:
    place = of_text(f"{IN_BELZYCE}.999")

    assert (place.parcel, place.unit, place.point, place.is_known) == (f"{IN_BELZYCE}.999", "060901_5", None, False)


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("form", ["{0:.6f}, {1:.6f}", "N {0:.6f}° E {1:.6f}°"])
def test_coordinates_are_understood_as_search_does(form: str) -> None:
    assert of_text(form.format(*degrees(ONE))).parcel == ONE


@pytest.mark.usefixtures("village")
def test_a_parcel_is_understood_however_it_is_spelled() -> None:
    assert of_text("dz. nr 060901 5 0001 1").parcel == ONE


@pytest.mark.usefixtures("village")
def test_a_number_that_two_precincts_have_stays_words() -> None:
    assert of_text("działka 1") == Place(words="działka 1")


@pytest.mark.usefixtures("village")
def test_an_address_is_a_place_and_keeps_its_words(deliver: Deliver) -> None:
    north, east = CORNER[0] + 14, CORNER[1] + 10
    deliver("addresses", f"miejscowosc;ulica;numer;x;y\nWola Zmyślona;;12;{east};{north}".encode(), suffix=".csv")

    place = of_text("wola zmyslona 12")

    assert (place.parcel, place.unit, place.words) == (ONE, "060901_5", "wola zmyslona 12")


def test_an_address_that_the_register_does_not_have_stays_words() -> None:
    assert of_text("Wola Zmyślona 7a") == Place(words="Wola Zmyślona 7a")


def test_numbers_outside_poland_are_refused() -> None:
    with pytest.raises(ValueError, match="12"):
        of_text("12 13")


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=60))
def test_no_address_breaks_the_page(c: str, z: str, d: str) -> None:
    place = of_view(c, z, d)

    assert place is None or place.point is None or all(math.isfinite(value) for value in place.point)
