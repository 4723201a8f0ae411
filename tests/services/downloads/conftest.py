"""A village with something in each layer, and orders that are made where they are placed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.test import Client
from pytest_django import Settings

from sip.services import layers
from tests.conftest import Deliver
from tests.services.ogc import village as ogc_village
from tests.standing import standing

ORDERS = "/api/v1/downloads/"
Ordered = Callable[..., Any]


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    """Parcels 1, 2, 3 and 7/2, a building, a precinct, an address, a plan with two zones."""
    ogc_village.settle(deliver)
    ogc_village.name_and_plan(deliver)
    layers.forget()


@pytest.fixture
def work_at_once(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def order(client: Client) -> Ordered:
    """Place an order; the answer."""

    def run(format: str = "gpkg", layers: tuple[str, ...] = ("parcels",), address: str = "", **more: Any) -> Any:
        body = orjson.dumps({"layers": list(layers), "format": format, **more})
        extra: dict[str, Any] = {"REMOTE_ADDR": address} if address else {}
        return client.post(ORDERS, body, content_type="application/json", **extra)

    return run


@pytest.fixture
def taken(client: Client, order: Ordered, tmp_path: Path) -> Callable[..., Path]:
    """Order a file and save it as its name says."""

    def run(*args: Any, **more: Any) -> Path:
        placed = order(*args, **more).json()
        assert placed["state"] == "ready", placed
        answer: Any = client.get(placed["file"]["url"])
        path: Path = tmp_path / placed["file"]["name"]
        path.write_bytes(b"".join(answer.streaming_content))
        return path

    return run
