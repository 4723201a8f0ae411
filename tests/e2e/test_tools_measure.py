"""Measuring on the map by mouse, finger, keyboard and typed coordinates."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pyproj import Geod, Transformer

from sip.geo.crs import ETRS89, PL_1992
from tests.e2e.conftest import OpenPage, Village
from tests.e2e.tools import METRES_A_PIXEL, ZOOM, Place, corners, middle, on_page, open_tool

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}
# Tiles keep a corner to a few centimetres.
TILE_PRECISION = 0.1
# What one press of an arrow moves the map by, in OpenLayers.
ARROW_PIXELS = 128


def measured(panel: Locator, name: str = "length") -> float:
    """The number shown, in metres or square metres."""
    text = panel.locator(f'[data-field="measured-{name}"]').inner_text()
    found = re.match(r"[\d\s,]+", text)
    assert found is not None, text
    return float(re.sub(r"\s", "", found[0]).replace(",", "."))


def open_on(demo_register: Village, open_page: OpenPage, **options: Any) -> tuple[Page, Locator]:
    page = open_page(demo_register.map_at("1", ZOOM), **options)
    page.wait_for_load_state("networkidle")
    return page, open_tool(page, "Zmierz")


def click(page: Page, demo_register: Village, *places: Place) -> None:
    for place in places:
        page.mouse.click(*on_page(page, place, demo_register.place("1")))


def geographic(points: list[Place]) -> tuple[list[float], list[float]]:
    to_geographic = Transformer.from_crs(PL_1992.srid, ETRS89.srid, always_xy=True)
    eastings, northings = zip(*points, strict=True)
    longitudes, latitudes = to_geographic.transform(eastings, northings)
    return list(longitudes), list(latitudes)


def type_points(panel: Locator, points: list[Place]) -> None:
    """As the panel asks for them: X to the north first."""
    panel.get_by_text("Wpisz współrzędne").click()
    panel.get_by_role("textbox").fill("\n".join(f"{northing:.3f} {easting:.3f}" for easting, northing in points))
    panel.get_by_role("button", name="Zmierz wpisane").click()


def test_a_side_of_a_parcel_is_measured_between_its_corners(demo_register: Village, open_page: OpenPage) -> None:
    page, panel = open_on(demo_register, open_page)
    first, second, *_ = corners("1")
    click(page, demo_register, first, second)
    expect(panel.get_by_role("status").filter(has_text="Liczba punktów: 2")).to_be_attached()
    side = Geod(ellps="GRS80").line_length(*geographic([first, second]))
    assert measured(panel) == pytest.approx(side, abs=TILE_PRECISION)


def test_the_area_of_a_parcel_is_measured_around_it(demo_register: Village, open_page: OpenPage) -> None:
    page, panel = open_on(demo_register, open_page)
    panel.get_by_label("Pole", exact=True).check()
    ring = corners("1")
    click(page, demo_register, *ring)
    panel.get_by_role("button", name="Zakończ").click()
    area, around = Geod(ellps="GRS80").polygon_area_perimeter(*geographic(ring))
    assert measured(panel, "area") == pytest.approx(abs(area), rel=0.002)
    assert measured(panel) == pytest.approx(around, abs=4 * TILE_PRECISION)


@pytest.mark.parametrize("west", [185_000, 500_000, 853_000])
def test_typed_points_are_measured_on_the_ground(demo_register: Village, open_page: OpenPage, west: int) -> None:
    square = [(west, 400_000.0), (west, 410_000.0), (west + 10_000.0, 410_000.0), (west + 10_000.0, 400_000.0)]
    _, panel = open_on(demo_register, open_page)
    panel.get_by_label("Pole", exact=True).check()
    type_points(panel, square)
    area, around = Geod(ellps="GRS80").polygon_area_perimeter(*geographic(square))
    # Shown in hectares and kilometres; a projected line is all but a geodesic one.
    assert measured(panel, "area") * 10_000 == pytest.approx(abs(area), rel=5e-6)
    assert measured(panel) * 1_000 == pytest.approx(around, rel=2e-5)


def test_a_line_that_is_no_point_is_named(demo_register: Village, open_page: OpenPage) -> None:
    _, panel = open_on(demo_register, open_page)
    panel.get_by_text("Wpisz współrzędne").click()
    panel.get_by_role("textbox").fill("355900,5 754098,2\n\n355900 wschód")
    panel.get_by_role("button", name="Zmierz wpisane").click()
    expect(panel.get_by_role("alert")).to_contain_text("Numer wiersza: 3")
    expect(panel.get_by_role("textbox")).to_be_focused()
    expect(panel.get_by_role("textbox")).to_have_value(re.compile("wschód"))


def test_the_keyboard_alone_measures(demo_register: Village, open_page: OpenPage) -> None:
    page, panel = open_on(demo_register, open_page)
    expect(page.locator("#map")).to_be_focused()
    before = page.url
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(before)
    page.keyboard.press("Enter")
    expect(panel.get_by_role("status").filter(has_text="Liczba punktów: 2")).to_be_attached()
    assert measured(panel) == pytest.approx(ARROW_PIXELS * METRES_A_PIXEL, abs=TILE_PRECISION)
    page.keyboard.press("Backspace")
    expect(panel.get_by_role("status").filter(has_text="Liczba punktów: 1")).to_be_attached()


def test_a_finger_measures(demo_register: Village, open_page: OpenPage) -> None:
    page, panel = open_on(demo_register, open_page, **PHONE)
    x, y = middle(page)
    page.touchscreen.tap(x - 100, y - 150)
    page.touchscreen.tap(x + 100, y - 150)
    expect(panel.get_by_role("status").filter(has_text="Liczba punktów: 2")).to_be_attached()
    assert measured(panel) > 0


def test_undo_takes_the_last_step_back(demo_register: Village, open_page: OpenPage) -> None:
    page, panel = open_on(demo_register, open_page)
    click(page, demo_register, *corners("1")[:2])
    before = measured(panel)
    click(page, demo_register, corners("1")[2])
    panel.get_by_role("button", name="Wyczyść").click()
    expect(panel.get_by_text("Liczba punktów: 0")).to_be_attached()
    panel.get_by_role("button", name="Cofnij").click()
    expect(panel.get_by_text("Liczba punktów: 3")).to_be_attached()
    panel.get_by_role("button", name="Cofnij").click()
    assert measured(panel) == before


def test_a_double_click_finishes_where_it_was(demo_register: Village, open_page: OpenPage) -> None:
    page, panel = open_on(demo_register, open_page)
    first, second, *_ = corners("1")
    click(page, demo_register, first)
    page.mouse.dblclick(*on_page(page, second, demo_register.place("1")))
    expect(panel.get_by_role("button", name="Zakończ")).to_have_attribute("aria-disabled", "true")
    expect(panel.get_by_text("Liczba punktów: 2")).to_be_attached()
    expect(page).to_have_url(re.compile(f"z={ZOOM}$"))


def test_a_line_across_itself_has_no_area(demo_register: Village, open_page: OpenPage) -> None:
    _, panel = open_on(demo_register, open_page)
    panel.get_by_label("Pole", exact=True).check()
    first, second, third, fourth = corners("1")
    type_points(panel, [first, third, second, fourth])
    expect(panel.get_by_text("Linia przecina samą siebie")).to_be_visible()
    expect(panel.locator('[data-field="measured-area"]')).to_have_text("–")


def test_measuring_chooses_no_parcel(demo_register: Village, open_page: OpenPage) -> None:
    page, panel = open_on(demo_register, open_page)
    page.mouse.click(*middle(page))
    expect(panel.get_by_text("Liczba punktów: 1")).to_be_attached()
    panel.get_by_role("button", name="Zamknij pomiar").click()
    expect(page.locator("#card")).to_be_hidden()
    page.mouse.click(*middle(page))
    expect(page.locator("#card")).to_be_visible()


def test_escape_gives_up_the_figure_and_then_the_tool(demo_register: Village, open_page: OpenPage) -> None:
    page, panel = open_on(demo_register, open_page)
    page.keyboard.press("Enter")
    expect(panel.get_by_text("Liczba punktów: 1")).to_be_attached()
    page.keyboard.press("Escape")
    expect(panel.get_by_text("Liczba punktów: 0")).to_be_attached()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="Zmierz", exact=True)).to_be_focused()
