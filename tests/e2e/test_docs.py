"""Pages for programmers in a browser: the OpenLayers program as it is shown, copying, without scripts, for everyone."""

import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, expect

from cases.watches import actions as watches
from sip.keys import actions as keys
from tests.e2e.conftest import OpenPage, Village, parcel_id, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "public"])]

STATIC = Path(django_settings.BASE_DIR) / "static"
PAGE = '<!DOCTYPE html><div id="map" style="width: 600px; height: 400px"></div><script src="bundle.js"></script>'
PAGES = ("/api/docs/", "/qgis/", "/klucze/")


def bundled(program: str, folder: Path) -> str:
    """The program with OpenLayers as our own pages have it."""
    source = folder / "map.js"
    source.write_text(program, encoding="utf-8")
    command = [str(STATIC / "node_modules/.bin/esbuild"), str(source), "--bundle", "--format=iife", "--log-level=error"]
    environment = {"NODE_PATH": str(STATIC / "node_modules"), "PATH": "/usr/local/bin:/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return done.stdout


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another origin than ours, and the folder of its files: the program is to work on other people's pages."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", tmp_path
        server.shutdown()


def test_the_map_shows_parcels_and_tells_which_was_clicked(
    demo_register: Village, open_page: OpenPage, browser: Browser, elsewhere: tuple[str, Path]
) -> None:
    address, folder = elsewhere
    program = open_page("/api/docs/").locator("#map-js").text_content() or ""
    (folder / "bundle.js").write_text(bundled(program, folder), encoding="utf-8")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    with page.expect_response(lambda answer: ".mvt" in answer.url and answer.status == 200):
        page.goto(address)
    expect(page.locator("#map canvas").first).to_be_visible()
    with page.expect_response(lambda answer: "/parcels/at/" in answer.url):
        page.locator("#map").click(position={"x": 300, "y": 200})

    expect(page).to_have_title(parcel_id("1"))
    context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_the_pages_are_for_everyone(
    demo_register: Village, open_page: OpenPage, path: str, width: int, scheme: str
) -> None:
    page = open_page(path, width=width, color_scheme=scheme)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_code_is_copied_as_it_is_shown(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("/qgis/", permissions=["clipboard-read", "clipboard-write"])
    button = page.locator('button[data-copies="address-oapif"]')
    button.click()

    expect(button).to_have_text("Skopiowano")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#address-oapif").text_content()


def test_without_scripts_the_code_is_there_and_no_button_that_does_nothing(
    demo_register: Village, open_page: OpenPage
) -> None:
    page = open_page("/api/docs/", java_script_enabled=False)

    expect(page.locator("#pages-py")).to_contain_text("import requests")
    expect(page.locator("button[data-copies]").first).to_be_hidden()


def test_a_key_is_got_and_revoked_in_a_browser(demo_register: Village, open_page: OpenPage) -> None:
    """Browsers say where a form comes from, which the pages' own policy must not keep from us."""
    wish = keys.key_ask(email="anna@example.org", purpose="mapa gminy", network="", language="pl", origin="")
    page = open_page(f"/klucze/potwierdz/{keys.confirming_token(wish)}/", width=390)
    page.get_by_role("button", name="Pokaż klucz").click()

    expect(page.locator("#key")).to_contain_text("sip_")
    assert violations(page) == []

    page.goto(f"/klucze/moje/{keys.managing_token([wish.pk])}/")
    page.get_by_role("button", name="Unieważnij").click()

    expect(page.get_by_text("unieważniony")).to_be_visible()
    assert violations(page) == []


def test_a_wish_to_be_told_is_confirmed_in_a_browser(demo_register: Village, open_page: OpenPage) -> None:
    wish = watches.watch_ask(email="anna@example.org", parcel=parcel_id("1"), language="pl", origin="")
    page = open_page(f"/powiadomienia/potwierdz/{watches.confirming_token(wish)}/")
    page.get_by_role("button", name="Potwierdzam").click()

    expect(page.get_by_role("heading", name="Powiadomienia są włączone")).to_be_visible()
