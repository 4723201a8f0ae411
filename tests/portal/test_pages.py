"""What holds for every page: content policy, no inline code, no cookies, two languages."""

import json
from typing import Any

import pytest
from django.test import Client

from sip.geo.crs import PL_1992
from sip.headers import POLICY, policy_with
from sip.offices.models import User
from sip.portal.map import EMPTY_EXTENT
from sip.services.layers import register_version
from tests.portal.conftest import Page, page_path, parcel_id

pytestmark = pytest.mark.django_db

PUBLIC = ("/", "/szukaj/", "/szukaj/?q=nic", page_path("1"), page_path("4"), page_path("999"), "/konto/login/", "/nic/")
OFFICE = ("/urzad/", "/urzad/dostawy/", "/urzad/dostawy/1000000/", "/konto/2fa/")
DATA_TYPES = {"application/json"}


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("operator@example.org"))
    return client


def map_config(client: Client) -> dict[str, Any]:
    content = Page(client.get("/").content)
    found: dict[str, Any] = json.loads(content.inside["script"][0])
    return found


def inline_code(page: Page) -> list[str]:
    """Scripts and styles written into the page, attributes that run or style, and addresses that run."""
    found = [tag for tag, attributes in page.elements if tag == "style" or "style" in attributes]
    found += [f"on... of {tag}" for tag, attributes in page.elements for name in attributes if name.startswith("on")]
    found += [
        str(script) for script in page.all("script") if "src" not in script and script.get("type") not in DATA_TYPES
    ]
    found += [link for link in page.links if link.lower().startswith("javascript:")]
    return found


def other_hosts(page: Page) -> list[str]:
    addresses = [
        value or "" for _, attributes in page.elements for name, value in attributes.items() if name in ("src", "href")
    ]
    return [address for address in addresses if address.startswith(("http:", "https:", "//"))]


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_has_no_inline_code_and_asks_no_other_host(client: Client, path: str) -> None:
    page = Page(client.get(path).content)

    assert inline_code(page) == []
    assert other_hosts(page) == []


@pytest.mark.parametrize("path", OFFICE)
def test_an_offices_page_has_no_inline_code_and_asks_no_other_host(operator: Client, path: str) -> None:
    page = Page(operator.get(path).content)

    assert inline_code(page) == []
    assert other_hosts(page) == []


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_carries_the_content_policy(client: Client, path: str) -> None:
    assert client.get(path)["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("path", OFFICE)
def test_an_offices_page_carries_the_content_policy(operator: Client, path: str) -> None:
    assert operator.get(path)["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("forbidden", ["unsafe", "http", "*"])
def test_the_content_policy_has_no_holes(forbidden: str) -> None:
    assert forbidden not in POLICY


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("path", PUBLIC)
def test_a_reader_gets_no_cookie_but_the_sign_in_forms_token(client: Client, path: str) -> None:
    assert set(client.get(path).cookies) == ({"csrftoken"} if path == "/konto/login/" else set())


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_page_says_its_language(client: Client, path: str, language: str) -> None:
    answer = client.get(path, headers={"Accept-Language": language})

    assert next(Page(answer.content).all("html"))["lang"] == language


def test_the_language_button_changes_the_language(client: Client) -> None:
    answer = client.post("/jezyk/setlang/", {"language": "en", "next": "/szukaj/"}, follow=True)

    assert answer.redirect_chain[-1][0] == "/szukaj/"
    assert next(Page(answer.content).all("html"))["lang"] == "en"


def test_the_language_button_leads_to_no_other_host(client: Client) -> None:
    answer = client.post("/jezyk/setlang/", {"language": "en", "next": "https://example.org/"})

    assert not answer["Location"].startswith("http")


@pytest.mark.usefixtures("village")
def test_the_map_is_told_where_the_register_is(client: Client) -> None:
    extent = map_config(client)["extent"]

    assert extent[0] < extent[2]
    assert extent[1] < extent[3]
    assert extent != EMPTY_EXTENT


@pytest.mark.usefixtures("village")
def test_the_map_asks_for_tiles_of_the_present_register(client: Client) -> None:
    config = map_config(client)

    assert config["tiles"] == f"/tiles/pl1992/{register_version()}/{{z}}/{{x}}/{{y}}.mvt"
    assert client.get(str(config["tiles"]).format(z=0, x=0, y=0)).status_code in (200, 204)


@pytest.mark.usefixtures("village")
def test_the_map_asks_for_parcels_where_they_are_answered(client: Client) -> None:
    config = map_config(client)
    west, south, _, _ = config["extent"]

    answer = client.get(f"{config['parcel_at']}?x={west}&y={south}&srid={PL_1992.srid}")

    assert answer.status_code == 200
    assert client.get(f"{config['parcel_page']}{parcel_id('1')}/").status_code == 200


def test_the_map_of_an_empty_register_shows_the_powiat(client: Client) -> None:
    assert map_config(client)["extent"] == EMPTY_EXTENT


def test_the_sign_in_form_may_lead_on_to_the_identity_provider() -> None:
    policy = policy_with(["https://login.example.org/realms/office"])

    assert "form-action 'self' https://login.example.org;" in policy


def test_the_interfaces_page_alone_allows_a_style_in_the_page(client: Client) -> None:
    assert "style-src 'self' 'unsafe-inline'" in client.get("/api/docs/rest/").headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in client.get("/szukaj/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_of_the_demo_says_that_its_data_are_invented(client: Client, settings: Any, path: str) -> None:
    settings.DEMO = True
    assert "Dane pokazowe, zmyślone" in client.get(path).content.decode()

    settings.DEMO = False
    assert "Dane pokazowe" not in client.get(path).content.decode()
