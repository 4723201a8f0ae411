"""What may be built on a parcel: its page in words, the panel on the parcel's page, the extract as PDF."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import Settings

from plans.models import Theme, ThemeCoverage
from sip.extracts import pdf as paper_press
from sip.extracts.compose import of_parcels
from sip.extracts.models import IssuedExtract
from sip.extracts.parcel import parcel as register_parcel
from sip.extracts.plan_map import paper_map
from tests.conftest import Deliver
from tests.parcels.importing.village import document, parcel
from tests.plans import planfile as plans
from tests.portal.conftest import Page, page_path, parcel_id
from tests.portal.paper import extent_of, pages, picture, unpacked
from tests.portal.test_printing import ring, star
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

CHOSEN_LINE = (0xB3, 0x00, 0x3C)
LINE_MM = 1.1
TOLERANCE_MM = 0.25
PAGE_MM = 280.0


def path(number: str = "1") -> str:
    return f"{page_path(number)}przeznaczenie/"


def shown(client: Client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.content)


def printed(client: Client, number: str = "1", query: str = "") -> bytes:
    answer = client.get(f"{page_path(number)}wypis.pdf{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


def scale_of(number: str) -> float:
    """Metres to a millimetre of the map that is printed of the parcel."""
    today = localdate()
    scale = paper_map(of_parcels([parcel_id(number)], today).subjects[0], today).scale
    assert scale
    return scale / 1000


@pytest.fixture
@standing()
def plan(deliver: Deliver) -> None:
    deliver("app", plans.document(plans.act(), *plans.halves()))


def test_the_answer_comes_first_and_in_words(client: Client, plan: None) -> None:
    text = shown(client, path()).text

    assert "Obowiązuje tu plan ogólny: „Plan ogólny gminy Zmyślonej” (od 1 kwietnia 2025)." in text
    assert "Cały ten grunt leży w strefie 1SJ, strefa wielofunkcyjna z zabudową mieszkaniową jednorodzinną." in text
    assert text.index("Obowiązuje tu plan ogólny") < text.index("Dotyczy tego gruntu")


def test_the_three_lists_stand_apart_and_explain_themselves(client: Client, plan: None) -> None:
    Theme.objects.create(code="own-flood", name="zagrożenie własne", responsible="Wody Polskie")
    Theme.objects.create(code="own-noise", name="hałas własny")
    ThemeCoverage.objects.create(theme="own-noise", unit_code="060902", as_of="2026-01-02")
    text = shown(client, path()).text

    concerned, clear, unknown = (
        text.index(f" {title} ") for title in ("Dotyczy tego gruntu", "Nie dotyczy", "Brak danych")
    )
    assert concerned < text.index("1SJ", concerned) < clear
    assert clear < text.index("Hałas własny stan na 2 stycznia 2026") < unknown
    assert unknown < text.index("Zagrożenie własne zapytaj: Wody Polskie")


def test_no_plan_at_all_is_not_nothing_planned(client: Client) -> None:
    assert "Nie wiemy, co tu wolno zbudować" in shown(client, path()).text


def test_an_act_being_prepared_stands_apart(client: Client, deliver: Deliver) -> None:
    deliver("app", plans.document(plans.act(status="elaboration"), *plans.halves()))
    text = shown(client, path()).text

    assert text.index("W przygotowaniu") < text.index("Plan ogólny gminy Zmyślonej")
    assert "Obowiązuje tu plan ogólny" not in text


def test_another_day_has_its_own_law(client: Client, plan: None) -> None:
    before = shown(client, f"{path()}?data=2025-03-31").text

    assert "Stan na 31 marca 2025." in before
    assert "Obowiązuje tu plan ogólny" not in before


@pytest.mark.parametrize("day", ["wczoraj", "2024-02-30", "0001-01-01", "9999-12-31", "2024-01-01\0", "1" * 5000])
def test_a_day_that_is_none_is_named_and_today_shown(client: Client, plan: None, day: str) -> None:
    text = shown(client, f"{path()}?data={day}").text

    assert "Pokazujemy stan dzisiejszy." in text
    assert "Obowiązuje tu plan ogólny" in text


def test_zones_are_drawn_in_their_colours_with_a_legend_of_their_own(client: Client, plan: None) -> None:
    content = client.get(path()).content.decode()
    figure = content[content.index("<figure") : content.index("</figure>")]

    assert "#d9b473" in figure
    assert re.search(r'fill="url\(#(hatch-\d+-\d+-SJ)\)"', figure)
    assert figure.index("Na tym gruncie") < figure.index("jednorodzinną")


@pytest.mark.parametrize(("number", "status"), [("4", 410), ("999", 404)])
def test_who_asks_of_no_parcel_is_led_to_what_became_of_it(client: Client, number: str, status: int) -> None:
    for address in (path(number), f"{page_path(number)}wypis.pdf"):
        answer = client.get(address, follow=True)
        assert (answer.redirect_chain, answer.status_code) == ([(page_path(number), 302)], status)


def test_the_page_leads_on(client: Client, plan: None) -> None:
    links = shown(client, path()).links

    assert f"/powiadomienia/nowe/?d={parcel_id('1')}" in links
    assert f"/plany/{plans.ACT}/" in links
    assert {page_path("1"), f"{page_path('1')}wypis.pdf", f"/wypis/?d={parcel_id('1')}", "/wypis/obszar/"} <= links
    assert any(link.startswith("/api/v1/parcels/") for link in links)


def test_the_parcels_page_says_it_in_short_and_leads_there(client: Client, plan: None) -> None:
    page = shown(client, page_path("1"))

    assert "Cały ten grunt leży w strefie 1SJ" in page.text
    assert path() in page.links


def test_the_parcels_page_of_another_day_has_that_days_law(client: Client, plan: None) -> None:
    page = shown(client, f"{page_path('1')}?data=2025-03-31")

    assert "Obowiązuje tu plan ogólny" not in page.text
    assert f"{path()}?data=2025-03-31" in page.links


def test_the_page_is_english_for_who_reads_english(client: Client, plan: None) -> None:
    client.cookies["django_language"] = "en"

    assert 'lang="en"' in client.get(path()).content.decode()


def test_in_the_kiosk_there_is_the_page_without_files(client: Client, plan: None) -> None:
    page = shown(client, f"/infomat{path()}")

    assert "Obowiązuje tu plan ogólny" in page.text
    assert not any(".pdf" in link or "/api/" in link for link in page.links)
    assert all(link.startswith(("/infomat/", "#")) for link in page.links)


def test_the_pdf_is_tagged_and_kept_under_its_digest(client: Client, plan: None) -> None:
    content = unpacked(printed(client))
    (kept,) = IssuedExtract.objects.all()

    assert b"/StructTreeRoot" in content
    assert b"pdfuaid" in content
    assert client.get(f"/wypis/{kept.digest}/").status_code == 200


@pytest.mark.parametrize("text", ["jutro", "1800-01-01", "2024-02-30"])
def test_a_pdf_of_a_day_that_is_none_leads_to_the_page_that_says_so(client: Client, plan: None, text: str) -> None:
    answer = client.get(f"{page_path('1')}wypis.pdf?data={text}")

    assert (answer.status_code, answer["Location"]) == (302, f"{path()}?data={text}")


def test_the_same_pdf_twice_is_one_record(client: Client, plan: None) -> None:
    printed(client)
    printed(client)

    assert IssuedExtract.objects.count() == 1


@pytest.mark.parametrize("number", ["1", "4/1", "3"])
def test_a_parcel_measured_on_the_map_is_true_to_scale(client: Client, plan: None, tmp_path: Path, number: str) -> None:
    record = register_parcel(parcel_id(number))
    assert record
    west, south, east, north = record.extent
    metres = scale_of(number)
    left, top, right, bottom = extent_of(picture(printed(client, number), tmp_path), CHOSEN_LINE, above=PAGE_MM)

    assert right - left - LINE_MM == pytest.approx((east - west) / metres, abs=TOLERANCE_MM)
    assert bottom - top - LINE_MM == pytest.approx((north - south) / metres, abs=TOLERANCE_MM)


def test_a_large_parcel_of_many_points_fits_at_a_true_scale(
    client: Client, deliver: Deliver, plan: None, tmp_path: Path
) -> None:
    """300 points round a circle of 180 m."""
    shape = (
        '<gml:Polygon srsName="urn:ogc:def:crs:EPSG::2179" gml:id="p">'
        f"<gml:exterior>{ring(star(300))}</gml:exterior></gml:Polygon>"
    )
    deliver("egib", document(parcel("70", (0, 0, 1, 1), area=2.5, geometry=shape)))
    record = register_parcel(parcel_id("70"))
    assert record
    west, _south, east, _north = record.extent
    metres = scale_of("70")
    left, _top, right, _bottom = extent_of(picture(printed(client, "70"), tmp_path), CHOSEN_LINE, above=PAGE_MM)

    assert right - left - LINE_MM == pytest.approx((east - west) / metres, abs=TOLERANCE_MM)


@pytest.mark.parametrize("place", [(3000, 0, 1, 1), (3000, 0, 12, 9000), (3000, 0, 6000, 6500)])
def test_the_least_the_longest_and_the_largest_parcel_have_an_extract(
    client: Client, deliver: Deliver, place: tuple[float, float, float, float]
) -> None:
    deliver("egib", document(parcel("71", place)))

    assert pages(printed(client, "71")) >= 1


def test_when_the_press_is_taken_one_is_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_press, "PATIENCE_SECONDS", 0.0)
    with paper_press._press:
        answer = client.get(f"{page_path('1')}wypis.pdf")

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Poczekaj chwilę" in Page(answer.content).text


def test_who_prints_too_much_is_told_to_wait(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.REQUESTS_PER_SECOND, settings.THROTTLE_FILE = 0.1, tmp_path / "throttle"
    answers = [client.get(f"{page_path('1')}wypis.pdf", REMOTE_ADDR="192.0.2.7") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert re.fullmatch(r"\d+", answers[1]["Retry-After"])
