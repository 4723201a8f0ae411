"""What tests of residents' pages share: a service, the steps of an application as posts, a filed case."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cases.catalogue.models import Service
from cases.models import Case
from sip.offices.models import Office
from tests.cases.conftest import IN_BELZYCE
from tests.cases.making import Made, file, service_of

PARCEL = f"{IN_BELZYCE}.1"
Begin = Callable[..., str]


@pytest.fixture(autouse=True)
def usual(village: None, services: None, settings: Settings) -> None:
    settings.PAYMENT_PROVIDER = "sandbox"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def extract(belzyce: Office) -> Service:
    return service_of(belzyce, "wypis-wyrys")


@pytest.fixture
def begin(client: Client) -> Begin:
    """Begin an application to Bełżyce; the address of its draft."""

    def run(code: str = "wypis-wyrys", who: Client = client, **data: Any) -> str:
        response = who.post(f"/sprawy/uslugi/belzyce/{code}/wniosek/", data)
        assert response.status_code == 302, response.content
        return re.sub(r"[^/]+/$", "", response.headers["Location"])

    return run


@pytest.fixture
def made(extract: Service) -> Made:
    return file(extract, parcels=(PARCEL,))


def case_in(draft: str) -> Case:
    """The newest case; the draft's link is kept nowhere."""
    assert draft.startswith("/sprawy/wniosek/")
    return Case.objects.latest("pk")


def step(client: Client, draft: str, name: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
    """Post a step with the version that is now."""
    version = Case.objects.latest("pk").version
    return client.post(f"{draft}{name}/", {"version": version, **(data or {})}, **options)


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, f"no field {name}"
    return found[1]


def opened(client: Client, made: Made) -> str:
    """Open a filed case by sign and code; its address."""
    response = client.post("/sprawy/stan/", {"sign": made.case.sign, "code": made.filed.code})
    assert response.status_code == 302, response.content
    address: str = response.headers["Location"]
    return address
