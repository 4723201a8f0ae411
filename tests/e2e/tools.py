"""What the tests of the map's tools share: opening a tool, and where a place of the ground is on the page."""

from playwright.sync_api import Locator, Page

from parcels.models import Parcel
from sip.geo.grid import PL_1992_GRID
from tests.e2e.conftest import parcel_id

ZOOM = 15
METRES_A_PIXEL = PL_1992_GRID.resolution / 2**ZOOM

Place = tuple[float, float]


def open_tool(page: Page, name: str) -> Locator:
    """The tool's panel; on a phone the bar is unfolded first."""
    fold = page.get_by_role("button", name="Narzędzia", exact=True)
    if fold.is_visible():
        fold.click()
    button = page.get_by_role("button", name=name, exact=True)
    # Asked first: a folded bar takes the button away again.
    panel = button.get_attribute("aria-controls")
    button.click()
    return page.locator(f"#{panel}")


def middle(page: Page) -> Place:
    box = page.locator("#map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def on_page(page: Page, place: Place, centre: Place) -> Place:
    """Pixels of a place (easting, northing) while the map rests on `centre` at ZOOM."""
    x, y = middle(page)
    return x + (place[0] - centre[0]) / METRES_A_PIXEL, y - (place[1] - centre[1]) / METRES_A_PIXEL


def corners(number: str) -> list[Place]:
    """The parcel's corners in EPSG:2180, each once."""
    ring = Parcel.objects.current().get(identifier=parcel_id(number)).geom.coords[0]
    return [(x, y) for x, y in ring[:-1]]
