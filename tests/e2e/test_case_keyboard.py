"""A case by keyboard alone: from a parcel to a paid application, and from the inbox to a downloaded extract."""

import re

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from cases.models import Case
from cases.workflow import State
from sip.offices.models import Office, Role, User
from tests.conftest import Deliver
from tests.e2e.conftest import OpenPage, Village, parcel_id, serve_village
from tests.e2e.keyboard import Keyboard
from tests.plans import planfile as plans

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]


@pytest.fixture(autouse=True)
def services(demo_register: Village, deliver: Deliver, settings: Settings) -> None:
    deliver("app", plans.document(plans.act(), *plans.halves()))
    serve_village(Office.objects.get(slug="belzyce"))
    settings.DEMO, settings.PAYMENT_PROVIDER = True, "sandbox"
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


@pytest.fixture
def clerk(services: None) -> User:
    return User.objects.get(memberships__office__slug="belzyce", memberships__role=Role.CASE_CLERK)


def find_parcel(keys: Keyboard) -> None:
    page = keys.page
    keys.type(page.get_by_role("combobox"), parcel_id("1"))
    expect(page.get_by_role("option", disabled=False).first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Działka 1", exact=True)).to_be_focused()


def apply(keys: Keyboard) -> None:
    page = keys.page
    forward = page.get_by_role("button", name="Zapisz i przejdź dalej")
    keys.follow(page.get_by_role("button", name="Zacznij wniosek"), re.compile("/dzialki/|/miejsce/"))
    keys.follow(forward, re.compile("/pytania/"))
    keys.choose(page.get_by_label("sam wypis", exact=True))
    keys.choose(page.get_by_label("elektronicznie"))
    keys.follow(forward, re.compile("/osoba/"))
    keys.type(page.get_by_label("Imię i nazwisko albo nazwa"), "Anna Przykładowa")
    keys.type(page.get_by_label("Adres e-mail", exact=True), "anna@example.org")
    keys.follow(forward, re.compile("/zalaczniki/"))
    keys.follow(forward, re.compile("/sprawdz/"))


def confirm_and_file(keys: Keyboard) -> None:
    page = keys.page
    keys.follow(page.get_by_role("button", name="Wyślij mi odnośnik"), re.compile("/adres/"))
    keys.follow(page.get_by_role("link", name="Otwórz odnośnik z listu"), re.compile("/potwierdz/"))
    keys.enter(page.get_by_role("button", name="Tak, to mój adres"))
    expect(page.get_by_role("heading", name="Adres potwierdzony")).to_be_visible()
    keys.skip()
    keys.follow(page.get_by_role("link", name="Wróć do wniosku"), re.compile("/sprawdz/"))
    keys.enter(page.get_by_label("Oświadczam"), "Space")
    keys.follow(page.get_by_role("button", name="Złóż wniosek"), re.compile("/sprawa/"))


def pay(keys: Keyboard) -> None:
    page = keys.page
    keys.follow(page.get_by_role("button", name="Zapłać"), re.compile("/sandbox/"))
    keys.follow(page.get_by_role("button", name="Zapłać na niby"), re.compile("/sprawa/"))
    expect(page.get_by_text("opłacone", exact=True)).to_be_visible()


def step(keys: Keyboard, name: str, button: str) -> None:
    form = keys.page.locator("details").filter(has=keys.page.get_by_text(name, exact=True))
    keys.enter(form.locator("summary"))
    keys.enter(form.get_by_role("button", name=button))


def issue(keys: Keyboard, case: Case) -> None:
    page = keys.page
    keys.skip()
    keys.follow(page.get_by_role("link", name=str(case.sign)), re.compile(f"/sprawy/{case.pk}/"))
    step(keys, "Przyjmij do prowadzenia", "Przyjmij do prowadzenia")
    expect(page.get_by_role("status")).to_contain_text("Zapisano")
    keys.skip()
    keys.enter(page.get_by_text("Policz opłatę po sporządzeniu dokumentu"))
    keys.type(page.get_by_label("Stron wypisu"), "3")
    keys.enter(page.get_by_role("button", name="Policz i dopisz dopłatę"))
    expect(page.get_by_role("status")).to_contain_text("już objęta")
    keys.skip()
    keys.reach(page.get_by_label("Nowy dokument ze wzoru"))
    keys.page.keyboard.type("Wypis")
    keys.follow(page.get_by_role("button", name="Dalej", exact=True), re.compile("/dokument"))
    keys.enter(page.get_by_role("button", name="Utwórz i dodaj do sprawy"))
    expect(page.get_by_text("jeszcze niewydany")).to_be_visible()
    keys.skip()
    step(keys, "Wydaj dokument", "Dalej: sprawdź")
    expect(page.get_by_role("heading", name="Sprawdź przed zapisaniem")).to_be_visible()
    keys.skip()
    keys.enter(page.get_by_role("button", name="Wydaj dokument"))
    expect(page.get_by_role("status")).to_contain_text("Zapisano")


def test_from_a_parcel_to_a_downloaded_extract_by_keyboard_alone(open_page: OpenPage, clerk: User) -> None:
    page = open_page("/")
    keys = Keyboard(page)
    find_parcel(keys)
    keys.follow(page.get_by_role("link", name="Załatw"), re.compile("/sprawy/"))
    keys.follow(page.get_by_role("link", name="Wypis i wyrys"), re.compile("/wypis-wyrys/"))
    apply(keys)
    confirm_and_file(keys)
    pay(keys)
    case = Case.objects.get()

    issue(Keyboard(open_page("/urzad/sprawy/", user=clerk)), case)

    page.reload()
    keys.reach(page.locator(".files a").first)
    with page.expect_download() as download:
        keys.press("Enter")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    case.refresh_from_db()
    assert case.state == State.ISSUED
