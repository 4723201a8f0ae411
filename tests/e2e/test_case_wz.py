"""Building conditions (WZ) in a browser: an area drawn or typed, completed, suspended, resumed, decided and read."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from cases.land.models import Source
from cases.models import Case
from cases.workflow import State
from sip.offices.models import Office, Role, User
from tests.e2e.conftest import OpenPage, Village, parcel_id, serve_village
from tests.e2e.test_applying import confirm_and_file, onward, sound
from tests.e2e.tools import corners

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]
# Where the corners of the drawn area lie on the map, in shares of its sides.
DRAWN = ((0.44, 0.42), (0.56, 0.42), (0.56, 0.58), (0.44, 0.58))


@pytest.fixture
def clerk(demo_register: Village, settings: Settings) -> User:
    serve_village(Office.objects.get(slug="belzyce"))
    settings.DEMO, settings.PAYMENT_PROVIDER = True, "sandbox"
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    return User.objects.get(memberships__office__slug="belzyce", memberships__role=Role.CASE_CLERK)


def draw(page: Page) -> None:
    page.locator("#map canvas").first.wait_for()
    page.get_by_role("button", name="Rysuj obszar").click()
    box = page.locator("#map").bounding_box()
    assert box is not None
    for across, down in DRAWN:
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
        # Two clicks at once would be the end of the drawing.
        page.wait_for_timeout(300)
    page.get_by_role("button", name="Zakończ obszar").click()


def type_shape(page: Page) -> None:
    (west, south), (east, north) = min(corners("1")), max(corners("1"))
    ring = ((west + 5, south + 5), (east - 5, south + 5), (east - 5, north - 5), (west + 5, north - 5))
    page.get_by_text("Wpisz współrzędne").click()
    page.get_by_label("Punkty, każdy w osobnym wierszu").fill("\n".join(f"{y:.2f} {x:.2f}" for x, y in ring))
    page.get_by_role("button", name="Zapisz i przejdź dalej").click()
    page.get_by_role("link", name="Miejsce").click()


def apply(page: Page, tmp_path: Path, *, drawn: bool) -> None:
    page.get_by_role("button", name="Zacznij wniosek").click()
    (draw if drawn else type_shape)(page)
    expect(page.get_by_text("Zaznaczono:")).to_be_visible()
    sound(page)
    onward(page, "pytania")
    page.get_by_label("Co chcesz zbudować").fill("Dom jednorodzinny z garażem.")
    page.get_by_label("mieszkaniowa jednorodzinna").check()
    page.get_by_label("sieć wodociągowa").check()
    page.get_by_label("sieć kanalizacyjna").check()
    page.get_by_label("Dostęp do drogi publicznej").fill("wprost z drogi gminnej")
    onward(page, "osoba")
    page.get_by_label("Imię i nazwisko albo nazwa").fill("Anna Przykładowa")
    page.get_by_label("Adres e-mail", exact=True).fill("anna@example.org")
    onward(page, "zalaczniki")
    (tmp_path / "mapa.pdf").write_bytes(b"%PDF-1.7 mapa")
    page.locator("#plik-mapa").set_input_files(tmp_path / "mapa.pdf")
    onward(page, "sprawdz")
    expect(page.get_by_text("598")).to_have_count(2)
    confirm_and_file(page)
    page.get_by_role("button", name="Zapłać").click()
    page.get_by_role("button", name="Zapłać na niby").click()
    expect(page.get_by_text("Opłata wpłynęła")).to_be_visible()


def step(page: Page, name: str) -> Locator:
    """The open form of the clerk's next step NAME."""
    form = page.locator("details").filter(has=page.get_by_text(name, exact=True))
    form.locator("summary").click()
    return form


def take(page: Page, name: str, **said: str) -> None:
    """Take the step NAME with what is said in its fields, by their names."""
    form = step(page, name)
    for field, words in said.items():
        form.locator(f"[name={field}]").fill(words)
    form.get_by_role("button", name=name).click()
    expect(page.get_by_role("status")).to_contain_text("Zapisano")


def decide(page: Page) -> None:
    form = step(page, "Rozstrzygnij")
    form.get_by_label("Rozstrzygnięcie").select_option("granted")
    form.get_by_label("Do wnioskodawcy").fill("Ustalono warunki zabudowy dla domu jednorodzinnego.")
    form.get_by_role("button", name="Dalej: sprawdź").click()
    sound(page)
    page.get_by_role("button", name="Rozstrzygnij").click()
    expect(page.get_by_role("status")).to_contain_text("Zapisano")


@pytest.mark.parametrize(("width", "drawn"), [(1280, True), (390, False)])
def test_building_conditions_from_a_drawn_or_typed_area_to_the_decision(
    open_page: OpenPage, clerk: User, tmp_path: Path, width: int, drawn: bool
) -> None:
    page = open_page(f"/sprawy/uslugi/belzyce/warunki-zabudowy/?d={parcel_id('1')}", width=width)
    apply(page, tmp_path, drawn=drawn)
    case = Case.objects.get()
    assert case.shape_source == Source.DRAWN

    desk = open_page(f"/urzad/sprawy/{case.pk}/", width=width, user=clerk)
    take(desk, "Przyjmij do prowadzenia")
    take(desk, "Wezwij do uzupełnienia", words="Proszę dopisać wysokość budynku.")
    sound(desk)

    page.reload()
    asked = page.get_by_role("region", name="Uzupełnij wniosek")
    expect(asked.get_by_text("Proszę dopisać wysokość budynku.")).to_be_visible()
    sound(page)
    asked.get_by_label("Treść").fill("Budynek będzie miał 8 m wysokości.")
    page.get_by_role("button", name="Wyślij uzupełnienie").click()
    expect(page.get_by_text("Uzupełnienie wysłane")).to_be_visible()

    desk.reload()
    expect(desk.get_by_text("Budynek będzie miał 8 m wysokości.")).to_be_visible()
    take(desk, "Zawieś postępowanie", reason="Spór o drogę.", basis="art. 97 § 1 pkt 4 KPA", words="Czekamy na sąd.")
    page.reload()
    expect(page.get_by_text("Termin urzędu jest wstrzymany.")).to_be_visible()
    expect(page.get_by_text("Czekamy na sąd.")).to_be_visible()
    sound(page)
    take(desk, "Podejmij postępowanie", reason="Jest wyrok.")
    decide(desk)

    page.reload()
    expect(page.get_by_text("Ustalono warunki zabudowy")).to_be_visible()
    expect(page.get_by_text("Wynik: uwzględniono.")).to_be_visible()
    sound(page)
    case.refresh_from_db()
    assert case.state == State.DECIDED
