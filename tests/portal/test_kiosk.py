"""The kiosk: the same pages below /infomat/, no way out of them, nobody signed in, nothing kept."""

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from parcels.identifiers import ParcelId
from sip.kiosk import KioskMiddleware
from sip.offices.models import Unit, User
from sip.portal import kiosk as pages
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, parcel, strips
from tests.portal.conftest import Page, page_path, parcel_id

pytestmark = pytest.mark.django_db

START = "/infomat/"
INSIDE = (START, "/static/", "/tiles/")
PRECINCT_PAGE = f"{START}obreby/{PRECINCT}/"
ELSEWHERE = ("/konto/login/", "/admin/", "/urzad/", "/urzad/rejestr/", "/jezyk/setlang/", "/api/docs/", "/metrics")
ADDRESSES = (("a", "href"), ("area", "href"), ("form", "action"), ("button", "formaction"), ("iframe", "src"))
LOADED = (("link", "href"), ("script", "src"), ("img", "src"))


def shown(client: Client, path: str) -> Page:
    answer = client.get(path)
    assert answer.status_code == 200
    return Page(answer.content)


def addresses(page: Page, kinds: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for tag, attribute in kinds:
        yield from (found[attribute] for found in page.all(tag) if found.get(attribute))


def crawled(client: Client, start: str) -> Iterator[tuple[str, Page]]:
    """Every page that links lead to from the start, each address once."""
    # The basket's link is made by a script.
    waiting = [start, f"{START}koszyk/?d={parcel_id('1')}&d={parcel_id('2')}"]
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        if answer.status_code in (301, 302):
            found = [urljoin(path, answer["Location"])]
        else:
            page = Page(answer.content)
            yield path, page
            found = [urljoin(path, address).partition("#")[0] for address in addresses(page, ADDRESSES)]
        for address in found:
            assert address.startswith(START), (path, address)
            if address not in seen:
                seen.add(address)
                waiting.append(address)


@pytest.mark.usefixtures("village")
def test_no_link_or_form_of_any_page_leads_out(client: Client) -> None:
    reached = dict(crawled(client, START))

    assert {f"{START}mapa/", f"{START}szukaj/", PRECINCT_PAGE, f"{START[:-1]}{page_path('4/1')}"} <= reached.keys()
    assert f"{START}en/obreby/{PRECINCT}/" in reached
    assert len(reached) > 20
    for path, page in reached.items():
        assert (path, [found for found in addresses(page, LOADED) if not found.startswith(INSIDE)]) == (path, [])


@pytest.mark.usefixtures("village")
def test_nothing_opens_a_window_or_takes_a_file_away(client: Client) -> None:
    for path, page in crawled(client, START):
        risky = [found for _, found in page.elements if {"target", "download", "ping"} & found.keys()]
        assert (path, risky) == (path, [])


@pytest.mark.usefixtures("village")
def test_no_page_is_stored_or_sets_a_cookie(client: Client) -> None:
    for path, _page in crawled(client, START):
        answer = client.get(path)
        assert (path, answer["Cache-Control"], len(answer.cookies)) == (path, "no-store", 0)


@pytest.mark.usefixtures("village")
def test_no_form_is_completed_from_memory(client: Client) -> None:
    for path, page in crawled(client, START):
        fields = [found for found in page.all("input") if found.get("type", "text") in ("text", "search", "email")]
        assert (path, [field for field in fields if field.get("autocomplete") != "off"]) == (path, [])


@pytest.mark.parametrize("path", ELSEWHERE)
def test_the_offices_side_is_not_there(client: Client, path: str) -> None:
    client.force_login(User.objects.create_superuser("operator@example.org"))

    assert client.get(f"{START[:-1]}{path}").status_code == 404


def test_someone_signed_in_in_another_tab_is_nobody_here(client: Client) -> None:
    client.force_login(User.objects.create_superuser("operator@example.org"))

    assert "Wyloguj" in client.get("/").content.decode()
    assert "Wyloguj" not in client.get(f"{START}mapa/").content.decode()
    assert "Urząd" not in client.get(f"{START}mapa/").content.decode()


@pytest.mark.parametrize("path", ["", "szukaj/", "jezyk/setlang/", "konto/login/"])
def test_nothing_can_be_sent(client: Client, path: str) -> None:
    assert client.post(f"{START}{path}", {"language": "en"}).status_code in (404, 405)


def test_the_language_is_in_the_address_alone(client: Client) -> None:
    english = Page(client.get(f"{START}en/szukaj/?q=1", headers={"Accept-Language": "pl"}).content)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    polish = Page(client.get(f"{START}szukaj/?q=1", headers={"Accept-Language": "en"}).content)

    assert next(english.all("html"))["lang"] == "en"
    assert next(polish.all("html"))["lang"] == "pl"
    assert f"{START}szukaj/?q=1" in english.links
    assert f"{START}en/szukaj/?q=1" in polish.links


@pytest.mark.parametrize(("asked", "led_to"), [("/infomat", "/infomat/"), ("/infomat/en", "/infomat/en/")])
def test_the_last_slash_may_be_forgotten(client: Client, asked: str, led_to: str) -> None:
    assert client.get(asked)["Location"] == led_to


@pytest.mark.parametrize("path", ["/infomaty/", "/infomat/infomat/", "/infomat/de/", "/infomat//", "/x/infomat/"])
def test_nothing_else_is_the_kiosk(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.usefixtures("village")
def test_the_site_itself_stays_where_it_was(client: Client) -> None:
    client.get(f"{START}{page_path('1')[1:]}")

    assert reverse("search") == "/szukaj/"
    assert not [link for link in Page(client.get(page_path("1")).content).links if link.startswith(START)]


def test_an_error_page_is_the_kiosks(client: Client) -> None:
    page = Page(client.get(f"{START}nie-ma/").content)

    assert all(link.startswith((START, "#")) for link in page.links)
    assert any(found.get("id") == "idle-warning" for found in page.all("dialog"))


def test_our_own_failure_is_shown_in_the_kiosks_frame(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_version: int) -> None:
        raise RuntimeError

    monkeypatch.setattr(pages, "_places", fail)
    client.raise_request_exception = False
    answer = client.get(f"{START}gminy/")

    assert answer.status_code == 500
    assert answer["Cache-Control"] == "no-store"
    page = Page(answer.content)
    assert all(link.startswith((START, "#")) for link in page.links)
    assert any(found.get("id") == "idle-warning" for found in page.all("dialog"))


def test_the_end_leads_to_the_start_and_empties_the_browser(client: Client) -> None:
    answer = client.get(f"{START}en/koniec/", headers={"Sec-Fetch-Site": "same-origin"})

    assert answer["Location"] == START
    assert answer["Clear-Site-Data"] == '"storage"'


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_cannot_empty_the_browser(client: Client, site: str) -> None:
    assert "Clear-Site-Data" not in client.get(f"{START}koniec/", headers={"Sec-Fetch-Site": site})


def test_the_times_come_from_the_settings(client: Client, settings: Settings) -> None:
    settings.KIOSK_IDLE_SECONDS, settings.KIOSK_COUNTDOWN_SECONDS = 90, 30
    page = shown(client, f"{START}szukaj/")
    (dialog,) = page.all("dialog")

    assert (dialog["data-idle"], dialog["data-countdown"]) == ("90", "30")
    assert any(meta.get("content") == f"120;url={START}koniec/" for meta in page.all("meta"))


def test_the_sites_pages_know_nothing_of_the_kiosk(client: Client) -> None:
    page = shown(client, "/szukaj/")

    assert not list(page.all("dialog"))
    assert not [found for found in page.all("meta") if found.get("http-equiv") == "refresh"]


@pytest.mark.parametrize("allowed", [False, True])
def test_printing_is_offered_where_it_is_allowed(client: Client, settings: Settings, allowed: bool) -> None:
    settings.KIOSK_PRINT = allowed

    assert ("print-page" in client.get(f"{START}szukaj/").content.decode()) is allowed


@pytest.mark.usefixtures("village")
def test_a_pages_code_for_a_phone_leads_out_of_the_kiosk(client: Client) -> None:
    (phone,) = (link for link in shown(client, f"{START[:-1]}{page_path('1')}").links if "na-telefon" in link)
    (code,) = (found["src"] for found in shown(client, phone).all("img"))

    assert code == f"{START}kod-qr.svg?do={page_path('1').replace('/', '%2F')}"
    assert f"http://testserver{page_path('1')}" in client.get(code).content.decode()


@pytest.mark.parametrize(
    "path", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:x", "/\0", ""]
)
def test_a_code_for_a_phone_is_never_another_sites(client: Client, path: str) -> None:
    (code,) = shown(client, f"{START}na-telefon/?do={path}").all("img")

    assert code["src"] == f"{START}kod-qr.svg?do=%2F"


# Choosing: gmina, precinct, parcel.


def test_a_found_place_without_a_page_leads_to_the_map(client: Client) -> None:
    (link,) = (
        found for found in shown(client, f"{START}szukaj/?q=715000+345000").all("a") if found.get("class") == "on-map"
    )

    assert link["href"] == f"{START}mapa/?e=714900,344900,715100,345100"


@pytest.mark.usefixtures("village")
def test_a_gmina_leads_to_its_precincts_and_on_to_parcels(client: Client) -> None:
    gmina = f"{START}gminy/{PRECINCT[:6]}/"

    assert gmina in shown(client, f"{START}gminy/").links
    assert PRECINCT_PAGE in shown(client, gmina).links
    assert f"{START[:-1]}{page_path('4/2')}" in shown(client, PRECINCT_PAGE).links


@pytest.mark.usefixtures("village")
def test_gminas_are_named_as_the_register_of_units_does(client: Client) -> None:
    Unit.objects.create(code="06", level="voivodeship", name="lubelskie")
    Unit.objects.create(code="0699", level="powiat", name="zmyślony", parent_id="06")
    Unit.objects.create(code=f"{PRECINCT[:6]}_2", level="gmina", kind=2, name="Żuków", parent_id="0699")

    assert "Żuków" in shown(client, f"{START}gminy/").text


def test_a_precinct_known_from_parcels_alone_can_be_chosen(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(parcel("1", (0, 0, 20, 100)), parcel("2", (20, 0, 20, 100))))

    page = shown(client, PRECINCT_PAGE)

    assert f"{START[:-1]}{page_path('2')}" in page.links
    assert any("/mapa/?e=" in link for link in page.links)


def test_an_empty_register_is_said_to_be_empty(client: Client) -> None:
    assert "nie ma jeszcze żadnej działki" in shown(client, f"{START}gminy/").text


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("path", ["gminy/999999/", "gminy/x/", "gminy/%00/", "obreby/999999_9.9999/", "obreby/1/"])
def test_an_unknown_place_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"{START}{path}").status_code == 404


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("typed", ["4/1", " 4/1 ", "4 / 1"])
def test_a_typed_number_leads_to_the_parcel(client: Client, typed: str) -> None:
    assert client.get(PRECINCT_PAGE, {"numer": typed})["Location"] == f"{START[:-1]}{page_path('4/1')}"


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("typed", ["999", "\0", "4/", "<b>", "1" * 5000])
def test_a_number_that_is_not_there_is_said_not_to_be(client: Client, typed: str) -> None:
    answer = client.get(PRECINCT_PAGE, {"numer": typed})

    assert answer.status_code == 200
    assert "nie ma działki" in Page(answer.content).text


def test_one_number_on_two_sheets_is_a_choice(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(parcel("AR_1.7", (0, 0, 20, 100)), parcel("AR_2.7", (20, 0, 20, 100))))

    links = shown(client, f"{PRECINCT_PAGE}?numer=7").links

    assert {f"{START[:-1]}{page_path('AR_1.7')}", f"{START[:-1]}{page_path('AR_2.7')}"} <= links


def test_many_parcels_are_divided_into_parts(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(*strips(130)))

    page = shown(client, PRECINCT_PAGE)
    parts = sorted(link for link in page.links if "czesc" in link)
    numbers = [
        {link for link in shown(client, f"{PRECINCT_PAGE}{part}").links if "/dzialka/" in link} for part in parts
    ]

    assert not [link for link in page.links if "/dzialka/" in link]
    assert sum(len(links) for links in numbers) == len(set().union(*numbers)) == 130


@given(st.lists(st.tuples(st.integers(1, 9_999_999), st.integers(1, 99)), min_size=61, max_size=400, unique=True))
def test_parts_hold_every_parcel_once(numbers: list[tuple[int, int]]) -> None:
    parcels = [ParcelId(PRECINCT, f"{main}/{denominator}") for main, denominator in numbers]
    parts = pages._parts(parcels)

    assert [one for part in parts for one in parcels[pages._slice(part, len(parcels))]] == parcels


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("part", ["0", "-1", "x", "999999999999999999999", "\0"])
def test_a_part_that_is_not_there_shows_the_whole(client: Client, part: str) -> None:
    assert client.get(PRECINCT_PAGE, {"czesc": part}).status_code == 200


def test_parcels_follow_each_other_as_people_count(client: Client, deliver: Deliver) -> None:
    numbers = ("10", "9", "2/10", "2", "2/9")
    deliver("egib", document(*(parcel(number, (at * 20, 0, 20, 100)) for at, number in enumerate(numbers))))
    links = [found["href"] for found in shown(client, PRECINCT_PAGE).all("a")]

    expected = [f"{START[:-1]}{page_path(number)}" for number in ("2", "2/9", "2/10", "9", "10")]
    assert [link for link in links if "/dzialka/" in link] == expected


@pytest.mark.parametrize(
    ("written", "led_to"),
    [
        ('<a href="/">', f'<a href="{START}mapa/">'),
        ('<a class="x" href="/?d=1">', f'<a class="x" href="{START}mapa/?d=1">'),
        ('<form action="/szukaj/">', f'<form action="{START}szukaj/">'),
        ('<a href="/dzialka/1/">', f'<a href="{START}dzialka/1/">'),
        ('<a href="/infomat/x/">', '<a href="/infomat/x/">'),
        ('<link href="/static/site.css">', '<link href="/static/site.css">'),
        ('<a data-href="/x/">', '<a data-href="/x/">'),
    ],
)
def test_an_address_written_out_is_led_inside(rf: RequestFactory, written: str, led_to: str) -> None:
    answer = KioskMiddleware(lambda request: HttpResponse(written))(rf.get(START))

    assert isinstance(answer, HttpResponse)
    assert answer.content.decode() == led_to
