"""The editor of a case's shape in a browser: drawn to the register's points, typed by keyboard alone, on any screen."""

import math
from collections.abc import Callable

import pytest
import shapely
from playwright.sync_api import Page, expect

from cases.catalogue.loading import load_services
from cases.land.lists import write
from cases.models import Case
from sip.geo.crs import PL_2000
from sip.geo.grid import PL_1992_GRID
from sip.offices.models import Office, Role, User
from tests.cases.making import file, service_of
from tests.e2e.conftest import OpenPage, Village, parcel_id, violations
from tests.e2e.tools import corners

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
ANSWERS = {"kind": "granica działki", "words": "Granica biegnie przez środek stodoły."}
# Of the map around the shape it opens with, on both sides; and the level it comes no closer than.
PADDING, CLOSEST = 80, 16
Pixels = Callable[[tuple[float, float]], tuple[float, float]]


@pytest.fixture
def case(starostwo: Office, demo_register: Village) -> Case:
    load_services(starostwo)
    return file(service_of(starostwo, "blad-w-ewidencji"), parcels=(parcel_id("1"),), answers=ANSWERS).case


@pytest.fixture
def clerk(starostwo: Office) -> User:
    return User.objects.get(memberships__office=starostwo, memberships__role=Role.CASE_CLERK)


def opened(open_page: OpenPage, case: Case, clerk: User, width: int = 1280) -> Page:
    page = open_page(f"/urzad/sprawy/{case.pk}/geometria/", width=width, user=clerk)
    # The register's boundaries are there to draw to.
    expect(page.locator("[data-part=snap][data-loaded]")).to_be_visible()
    return page


def points_of(case: Case) -> set[tuple[float, float]]:
    case.refresh_from_db()
    assert case.shape is not None
    return {(x, y) for x, y in shapely.get_coordinates(shapely.from_wkb(bytes(case.shape.wkb)))}


def pixels(page: Page, case: Case) -> Pixels:
    """Where a place is on the page, told by the corners of the case's shape, which fills the map."""
    assert case.shape is not None
    west, south, east, north = case.shape.extent
    page.evaluate("document.querySelector('#map').scrollIntoView({block: 'center'})")
    box = page.locator("#map").bounding_box()
    assert box is not None
    needed = max((east - west) / (box["width"] - PADDING), (north - south) / (box["height"] - PADDING))
    level = min(math.floor(math.log2(PL_1992_GRID.resolution / needed)), CLOSEST)
    metres = PL_1992_GRID.resolution / 2**level

    def run(place: tuple[float, float]) -> tuple[float, float]:
        x = box["x"] + box["width"] / 2 + (place[0] - (west + east) / 2) / metres
        y = box["y"] + box["height"] / 2 - (place[1] - (south + north) / 2) / metres
        return x, y

    return run


def save(page: Page, reason: str) -> None:
    page.get_by_label("Powód zmiany").fill(reason)
    page.get_by_role("button", name="Zapisz nową wersję").click()
    expect(page.get_by_text("Zapisano wersję")).to_be_visible()


def test_what_is_drawn_near_the_registers_corners_is_saved_with_their_very_coordinates(
    open_page: OpenPage, case: Case, clerk: User
) -> None:
    page = opened(open_page, case, clerk)
    page.get_by_role("button", name="Rysuj od nowa").click()
    place = pixels(page, case)
    for corner in corners("1"):
        x, y = place(corner)
        # A hand that is five pixels off.
        page.mouse.move(x + 3, y - 4)
        page.mouse.click(x + 3, y - 4)
        page.wait_for_timeout(300)  # Two clicks sooner would be a double one, which ends the drawing.
    page.get_by_role("button", name="Zakończ rysowanie").click()
    expect(page.get_by_role("button", name="Cofnij", exact=True)).not_to_have_attribute("aria-disabled", "true")

    save(page, "Narysowany od nowa.")

    assert points_of(case) == set(corners("1"))
    newest = case.geometries.order_by("-number")[0]
    assert (newest.number, newest.source) == (2, "drawn")


def test_a_list_is_typed_checked_undone_and_saved_by_keyboard_alone(
    open_page: OpenPage, case: Case, clerk: User
) -> None:
    """In PL-2000, as a surveyor's list has it; what is saved are the register's own coordinates."""
    page = opened(open_page, case, clerk)
    crossed = "355000,00 745000,00\n355010 745010\n355000 745010\n355010 745000"
    listed = write(shapely.Polygon(corners("2")), PL_2000[3]).replace(".", ",")

    def type_in(text: str) -> None:
        page.get_by_label("Punkty, każdy w osobnym wierszu").focus()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)

    type_in(crossed)
    expect(page.get_by_text("Granica przecina sama siebie.")).to_be_visible()
    type_in(listed)
    expect(page.get_by_text("strefa 8 (EPSG:2179), najpierw X")).to_be_visible()
    page.get_by_role("button", name="Cofnij", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Granica przecina sama siebie.")).to_be_visible()
    page.keyboard.press("Control+y")
    expect(page.locator("[data-field=points]")).to_contain_text("4, w tym 4 na punktach rejestru")
    page.get_by_label("Powód zmiany").focus()
    page.keyboard.insert_text("Pomyłka w numerze działki.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Zapisano wersję 2")).to_be_visible()

    assert points_of(case) == set(corners("2"))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_editor_is_whole_on_every_screen(
    open_page: OpenPage, case: Case, clerk: User, width: int, scheme: str
) -> None:
    page = open_page(f"/urzad/sprawy/{case.pk}/geometria/", width=width, user=clerk, color_scheme=scheme)
    page.get_by_label("Punkty, każdy w osobnym wierszu").fill("1 2 3")
    expect(page.get_by_text("Wiersz 1: to nie są współrzędne")).to_be_visible()
    for words in ("Wczytaj z pliku", "Dodaj, odejmij albo podziel", "Układ i kolejność"):
        page.locator("summary").filter(has_text=words).click()

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
