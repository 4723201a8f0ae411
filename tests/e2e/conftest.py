"""A real Chromium on a live server with a small invented village; any breach of the content policy fails the test."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cases.catalogue.loading import load_services
from parcels.models import Parcel
from sip.intake.models import Delivery
from sip.offices.demo import load_demo_offices
from sip.offices.models import Office, Role, Unit, User
from sip.offices.teryt import Level
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, PRECINCT, building, document, parcel, precinct

CHROMIUM = os.environ.get("SIP_CHROMIUM", "/usr/bin/chromium-headless-shell")
ARGUMENTS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
AXE = Path(django_settings.BASE_DIR) / "static/node_modules/axe-core/axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Every width and both schemes, not every pair of them: no rule of axe looks at both.
SIGHTS = pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
# Said by the browser about any answer over 399, also where the test wants one.
EXPECTED_COMPLAINT = "Failed to load resource"

OpenPage = Callable[..., Page]


def parcel_id(number: str) -> str:
    return f"{PRECINCT}.{number}"


@dataclass(frozen=True)
class Village:
    """What the browser tests stand on: parcels 1-3 in a row, 4 divided into 4/1 and 4/2, a house on 1."""

    delivery: Delivery

    def place(self, number: str) -> tuple[float, float]:
        """Easting and northing inside the parcel."""
        point = Parcel.objects.current().get(identifier=parcel_id(number)).geom.point_on_surface
        return point.x, point.y

    def map_at(self, number: str, zoom: float = 15) -> str:
        """The map's address with the parcel under the middle."""
        easting, northing = self.place(number)
        return f"/?c={easting:.1f},{northing:.1f}&z={zoom:g}"


def _fields() -> list[str]:
    return [
        parcel("1", (0, 0, 40, 120), uses=(("R", 0.4), ("Br", 0.08))),
        # The uses do not add up to the area: a finding with a place.
        parcel("2", (40, 0, 40, 120), uses=(("R", 0.4), ("Ls", 0.2))),
        parcel("3", (80, 0, 40, 120)),
        parcel("4", (120, 0, 40, 120), until=LATER, ended=True),
        parcel("4/1", (120, 0, 40, 60), since=LATER),
        parcel("4/2", (120, 60, 40, 60), since=LATER),
        building("1.1_BUD", (10, 10, 12, 9)),
    ]


@pytest.fixture
def starostwo(transactional_db: None) -> Office:
    load_demo_offices()
    return Office.objects.get(slug="starostwo")


@pytest.fixture
def demo_register(starostwo: Office, deliver: Deliver) -> Village:
    delivery = deliver("egib", document(precinct((0, 0, 160, 120)), *_fields()))
    # The village's unit is none of the demo's: delivered by the office itself it would be refused as foreign.
    delivery.office = starostwo
    delivery.save(update_fields=["office"])
    return Village(delivery)


def serve_village(office: Office) -> None:
    """Make OFFICE, a gmina's, the village's own, and its services offered there."""
    code = PRECINCT.partition(".")[0]
    office.unit, _is_new = Unit.objects.get_or_create(
        code=code, defaults={"level": Level.GMINA, "kind": code[-1], "name": "Wieś", "parent": office.unit.parent}
    )
    office.save(update_fields=["unit"])
    load_services(office)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *sandbox])
            yield browser
            browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Open a path at a width; `user` is signed in, other options are the browser context's."""
    contexts = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED_COMPLAINT):
            complaints.append(message.text)

    def watch(request: Request) -> None:
        host = urlsplit(request.url).netloc
        if host and f"http://{host}" != live_server.url:
            complaints.append(f"asked another host: {request.url}")

    def run(path: str, *, width: int = 1280, user: User | None = None, **options: Any) -> Page:
        height = 800 if width > 500 else 780
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, locale="pl-PL", **options
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([{"name": "sessionid", "value": _session(user), "url": live_server.url}])
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", watch)
        page.goto(path)
        return page

    yield run
    for context in contexts:
        context.close()
    assert complaints == []


def _session(user: User) -> str:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies["sessionid"].value


@pytest.fixture
def keeper(starostwo: Office) -> User:
    """The register keeper of the starostwo: may deliver, accept and roll back."""
    return User.objects.get(memberships__office=starostwo, memberships__role=Role.REGISTER_KEEPER)


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands, in words."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", AXE_RULES)
    return [
        f"{rule['id']}: {rule['help']} {[node['target'] for node in rule['nodes']]}" for rule in found["violations"]
    ]
