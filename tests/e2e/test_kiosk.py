"""At the kiosk: whoever leaves is forgotten, nothing leads out, fingers find their targets."""

import re
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import SIGHTS, OpenPage, Village, parcel_id, violations
from tests.parcels.importing.village import PRECINCT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
START = "/infomat/"
PRECINCT_PAGE = f"{START}obreby/{PRECINCT}/"
PARCEL = f"{START}dzialka/{parcel_id('1')}/"
PAGES = (
    START,
    f"{START}en/",
    f"{START}mapa/",
    f"{START}mapa/?d={parcel_id('1')}",
    f"{START}szukaj/?q={parcel_id('')}",
    f"{START}gminy/",
    f"{START}gminy/{PRECINCT[:6]}/",
    PRECINCT_PAGE,
    f"{PRECINCT_PAGE}?numer=99",
    PARCEL,
    f"{START}dzialka/{parcel_id('4')}/",
    f"{START}na-telefon/?do=/",
    f"{START}dostepnosc/",
    f"{START}pomoc/",
    f"{START}nie-ma/",
)
# Beginnings of addresses that a kiosk page may ask for.
ASKED = (START, "/static/", "/tiles/", "/api/v1/", "/kod-qr.svg")
IDLE_MS, COUNTDOWN_MS = 60_000, 20_000
SMALL = """() => [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden])')]
    .filter(one => one.checkVisibility() && !one.closest('.skip-links, p, .lineage, td'))
    .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect().height])
    .filter(([, height]) => height < 59.5)"""


def visit(open_page: OpenPage, path: str) -> Page:
    """From the start to a page, with a clock that the test moves."""
    page = open_page(START)
    page.clock.install()
    page.goto(path)
    return page


@SIGHTS
def test_kiosk_pages_have_no_accessibility_faults(
    demo_register: Village, open_page: OpenPage, width: int, scheme: str
) -> None:
    page = open_page(START, width=width, color_scheme=scheme)
    for path in (*PAGES, "/dostepnosc/", "/pomoc/"):
        page.goto(path)
        assert (path, violations(page)) == (path, [])
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (path, wider) == (path, 0)


def test_fingers_find_every_target(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(START)
    for path in PAGES:
        page.goto(path)
        assert (path, page.evaluate(SMALL)) == (path, [])


def test_the_warning_itself_has_no_accessibility_faults(demo_register: Village, open_page: OpenPage) -> None:
    page = visit(open_page, PARCEL)
    page.clock.run_for(IDLE_MS)

    expect(page.get_by_role("alertdialog", name="Czy nadal tu jesteś?")).to_be_visible()
    assert violations(page) == []


def test_whoever_does_nothing_is_warned_and_then_forgotten(demo_register: Village, open_page: OpenPage) -> None:
    page = visit(open_page, PARCEL)
    page.evaluate("localStorage.setItem('sip-basket', '[\"1\"]'); sessionStorage.setItem('a', 'b')")
    page.clock.run_for(IDLE_MS - 1000)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.run_for(1000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.clock.run_for(COUNTDOWN_MS)
    page.wait_for_url(f"**{START}")

    expect(page.get_by_role("heading", name="Sprawdź działkę w powiecie")).to_be_visible()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("history.state") is None
    assert page.context.cookies() == []


def test_the_last_seconds_are_said(demo_register: Village, open_page: OpenPage) -> None:
    page = visit(open_page, PARCEL)
    page.clock.run_for(IDLE_MS)
    said = page.get_by_role("alertdialog").get_by_role("status")
    expect(said).to_have_text("", use_inner_text=True)
    page.clock.run_for(10_000)

    expect(said).to_have_text("Zostało sekund: 10", use_inner_text=True)


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_one_key_is_enough_to_stay(demo_register: Village, open_page: OpenPage, key: str) -> None:
    page = visit(open_page, PARCEL)
    page.clock.run_for(IDLE_MS + 5000)
    expect(page.get_by_role("button", name="Tak, zostaję")).to_be_focused()
    page.keyboard.press(key)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.run_for(IDLE_MS - 1000)

    expect(page.get_by_role("alertdialog")).to_be_hidden()
    assert urlsplit(page.url).path == PARCEL


def test_whoever_touches_the_screen_is_not_asked(demo_register: Village, open_page: OpenPage) -> None:
    page = visit(open_page, f"{START}mapa/?d={parcel_id('1')}")
    for _ in range(3):
        page.clock.run_for(IDLE_MS - 5000)
        page.locator("#map").click()

    expect(page.get_by_role("alertdialog")).to_be_hidden()


def test_what_was_typed_is_gone(demo_register: Village, open_page: OpenPage) -> None:
    page = visit(open_page, f"{START}szukaj/")
    page.get_by_role("searchbox").fill("tajne")
    page.clock.run_for(IDLE_MS + COUNTDOWN_MS)
    page.wait_for_url(f"**{START}")
    page.goto(f"{START}szukaj/")

    expect(page.get_by_role("searchbox")).to_have_value("")


def test_back_never_leads_to_the_visitor_before(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(START)
    page.get_by_role("link", name="Wybierz gminę").click()
    page.goto(PRECINCT_PAGE)
    page.goto(PARCEL)
    page.get_by_role("link", name="Zakończ").click()
    page.wait_for_url(f"**{START}")
    page.go_back()
    page.wait_for_url(f"**{START}")

    expect(page.get_by_role("heading", name="Sprawdź działkę w powiecie")).to_be_visible()


def test_within_a_visit_back_works(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(START)
    page.get_by_role("link", name="Wybierz gminę").click()
    page.get_by_role("link", name="Borzechów").click()
    page.get_by_role("button", name="Wstecz").click()

    expect(page.get_by_role("heading", name="Wybierz gminę")).to_be_visible()


def test_the_start_page_puts_the_language_back(demo_register: Village, open_page: OpenPage) -> None:
    page = visit(open_page, f"{START}en/")
    page.clock.run_for(IDLE_MS)
    page.wait_for_url(f"**{START}")

    assert page.evaluate("document.documentElement.lang") == "pl"


def test_without_an_answer_the_screen_is_covered_until_there_is_one(
    demo_register: Village, open_page: OpenPage
) -> None:
    page = visit(open_page, PARCEL)
    page.route(f"**{START}", lambda route: route.abort())
    page.clock.run_for(IDLE_MS + COUNTDOWN_MS)
    expect(page.get_by_text("Serwis chwilowo nie odpowiada")).to_be_visible()
    page.unroute(f"**{START}")
    page.clock.run_for(10_000)

    page.wait_for_url(f"**{START}")


def test_every_address_a_page_asks_for_or_leads_to_is_the_kiosks(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(START)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        led = page.evaluate(
            "() => [...document.querySelectorAll('a, area, form, iframe')]"
            ".map(one => one.href || one.action || one.src).filter(Boolean).map(one => new URL(one).href)"
        )
        origin = f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}{START}"
        assert (path, [address for address in led if not address.startswith(origin)]) == (path, [])
    assert [path for path in asked if not path.startswith(ASKED)] == []


def test_a_link_made_by_a_script_stays_inside(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"{START}szukaj/")
    page.evaluate(
        "path => { const link = document.createElement('a'); link.href = path; link.target = '_blank';"
        " link.textContent = 'dalej'; document.querySelector('main').append(link) }",
        f"/dzialka/{parcel_id('1')}/",
    )
    page.get_by_role("link", name="dalej").click()
    page.wait_for_url(f"**{PARCEL}")

    assert len(page.context.pages) == 1


@pytest.mark.parametrize("address", ["https://example.org/", "mailto:a@b.example", "blob:x", "data:text/html,x"])
def test_a_link_made_by_a_script_leads_nowhere_else(demo_register: Village, open_page: OpenPage, address: str) -> None:
    page = open_page(f"{START}szukaj/")
    page.evaluate(
        "address => { const link = document.createElement('a'); link.href = address;"
        " link.textContent = 'dalej'; document.querySelector('main').append(link) }",
        address,
    )
    page.get_by_role("link", name="dalej").click()

    assert urlsplit(page.url).path == f"{START}szukaj/"
    assert page.evaluate("window.open('https://example.org/')") is None
    assert len(page.context.pages) == 1


def test_a_phone_gets_what_the_map_shows_now(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(f"{START[:-1]}{demo_register.map_at('2', 15).replace('/?', '/mapa/?')}")
    expect(page.locator("#map canvas").first).to_be_visible()
    page.get_by_role("button", name="Oddal mapę").click()
    expect(page).to_have_url(re.compile("z=14"))
    shown = urlsplit(page.url).query
    page.get_by_role("link", name="Na telefon").click()
    code = page.get_by_role("img", name="Kod QR")

    expect(code).to_have_attribute("src", f"{START}kod-qr.svg?do={quote(f'/?{shown}', safe='')}")


def test_a_parcel_is_found_by_touch_alone(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page(START)
    page.get_by_role("link", name="Wybierz gminę").click()
    page.get_by_role("link", name="Borzechów").click()
    page.get_by_role("main").get_by_role("link", name=PRECINCT).click()
    for key in ("4", "/", "3"):
        page.get_by_role("button", name=key, exact=True).click()
    page.get_by_role("button", name="Usuń ostatni znak").click()
    page.get_by_role("button", name="1", exact=True).click()
    page.get_by_role("button", name="Pokaż").click()

    expect(page.get_by_role("heading", name="Działka 4/1")).to_be_visible()


def test_without_scripts_a_parcel_is_found_and_the_page_returns_by_itself(
    demo_register: Village, open_page: OpenPage
) -> None:
    page = open_page(START, java_script_enabled=False)
    page.get_by_role("link", name="Wybierz gminę").click()
    page.get_by_role("link", name="Borzechów").click()
    page.get_by_role("main").get_by_role("link", name=PRECINCT).click()
    page.get_by_role("link", name="4/2", exact=True).click()

    expect(page.get_by_role("heading", name="Działka 4/2")).to_be_visible()
    expect(page.get_by_text("Po 80 s ta strona wróci")).to_be_visible()
    refresh = page.locator("noscript meta, head meta[http-equiv=refresh]")
    expect(refresh).to_have_attribute("content", f"80;url={START}koniec/")


def test_without_scripts_the_page_returns_to_the_start(demo_register: Village, open_page: OpenPage) -> None:
    page = open_page("about:blank", java_script_enabled=False)

    def hurry(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('content="80;', 'content="1;'))

    page.route(f"**{PRECINCT_PAGE}", hurry)
    page.goto(PRECINCT_PAGE)
    page.wait_for_url(f"**{START}")

    expect(page.get_by_role("heading", name="Sprawdź działkę w powiecie")).to_be_visible()
