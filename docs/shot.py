"""Takes the README's screenshot from the running demo: `make demo` in one terminal, `make shot` in another."""

import os
import sys
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

ADDRESS = f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
# The one that the set-up unpacked where the distribution has none that can be used, else the machine's.
UNPACKED = Path(__file__).parent.parent / ".venv/chromium/chromium"
CHROMIUM = os.environ.get("SIP_CHROMIUM") or (UNPACKED if UNPACKED.exists() else "/usr/bin/chromium")
PICTURE = Path(__file__).parent / "img/map.png"
SIZE = (1200, 740)
# A street of the demo town; easting and northing in PL-1992.
MIDDLE = (751_607, 356_487)
ZOOM = 14


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--disable-gpu"])
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="pl-PL")
        try:
            take(page)
        except Error as error:
            sys.exit(f"No picture of {ADDRESS}: {error.message}\nIs the demo running? Its port is taken from PORT.")
        finally:
            browser.close()


def take(page: Page) -> None:
    """Save the map with the parcel in its middle selected."""
    easting, northing = MIDDLE
    page.goto(f"{ADDRESS}/?c={easting},{northing}&z={ZOOM}", wait_until="networkidle")
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    page.locator("#card").wait_for()
    page.locator("#legend > summary").click()
    page.wait_for_load_state("networkidle")
    PICTURE.parent.mkdir(exist_ok=True)
    page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
