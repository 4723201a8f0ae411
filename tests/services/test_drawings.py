"""Drawings of acts over HTTP: what an act has, tiles, how they are kept and refused."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from plans.models import PlanningAct
from sip.geo.grid import PL_1992_GRID
from sip.intake import actions
from sip.intake.models import Delivery
from sip.services import layers
from sip.services.planning import drawings
from tests.conftest import Deliver
from tests.plans.drawingfile import tiff
from tests.plans.planfile import ACT, act, document

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"
LIST = f"/api/v1/drawings/?act={ACT}"


@pytest.fixture
def drawing(deliver: Deliver, tmp_path: Path, client: Client) -> Any:
    deliver("app", document(act()))
    (tmp_path / "plan.tif").write_bytes(tiff())
    delivery = actions.receive(kind="drawing", files=[tmp_path / "plan.tif"], options={"act": ACT})
    actions.process(delivery, progress=lambda label, done, total: None)
    layers.forget()
    return client.get(LIST).json()[0]


def address(drawing: Any, z: int | None = None, shift: int = 0) -> str:
    """The tile of the drawing's middle, or one so many columns from it."""
    west, south, east, north = drawing["extent"]
    zoom = drawing["maxzoom"] if z is None else z
    x, y = PL_1992_GRID.cell(zoom, (west + east) / 2, (south + north) / 2)
    path: str = drawing["tiles"].removeprefix("http://testserver").format(z=zoom, x=x + shift, y=y)
    return path


def test_the_drawings_of_an_act_are_told(drawing: Any) -> None:
    west, south, east, north = drawing["extent"]

    assert (drawing["act"], drawing["title"]) == (ACT, "plan")
    assert 440 < east - west < 480
    assert 240 < north - south < 290


def test_a_tile_is_a_picture_kept_for_ever(client: Client, drawing: Any) -> None:
    answer = client.get(address(drawing))

    assert (answer["Content-Type"], Image.open(BytesIO(answer.content)).size) == ("image/webp", (512, 512))
    assert "immutable" in answer["Cache-Control"]
    assert client.get(address(drawing), headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_tile_beside_the_drawing_is_transparent(client: Client, drawing: Any) -> None:
    for shift in (-900, -2, 2, 900):
        tile = Image.open(BytesIO(client.get(address(drawing, shift=shift)).content)).convert("RGBA")
        assert tile.getchannel("A").getextrema() == (0, 0)


def test_every_zoom_has_tiles_and_none_beyond(client: Client, drawing: Any) -> None:
    first, last = drawing["minzoom"], drawing["maxzoom"]

    answers = [client.get(address(drawing, z)) for z in (first - 1, first, last, last + 1)]

    assert [answer.status_code for answer in answers] == [404, 200, 200, 404]
    assert answers[0]["Content-Type"] == PROBLEM


def test_a_drawing_rolled_back_is_out_of_sight(client: Client, drawing: Any) -> None:
    from_delivery = Delivery.objects.get(kind="drawing")
    path = address(drawing)
    actions.rollback(from_delivery)
    layers.forget()

    assert client.get(LIST).json() == []
    assert client.get(path).status_code == 404


def test_a_drawing_of_an_act_that_is_gone_is_out_of_sight(client: Client, drawing: Any) -> None:
    PlanningAct.objects.all().delete()
    drawings._raster.cache_clear()

    assert client.get(LIST).status_code == 404
    assert client.get(address(drawing)).status_code == 404


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize(
    "path",
    [
        "0123456789abcdef0123456789abcdef/1/11/1/1.webp",
        "0123456789abcdef0123456789abcdef/2/11/1/1.webp",
        "..%2f..%2fetc/1/11/1/1.webp",
        "x/1/11/1/1.png",
        "x/1/11/-1/1.webp",
        f"x/1/{'9' * 5000}/1/1.webp",
        "x\0/1/1/1/1.webp",
        "",
    ],
)
def test_what_is_no_drawing_is_a_problem_404(client: Client, path: str) -> None:
    answer = client.get(f"/rysunki/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


def test_a_tile_outside_the_grid_is_refused(client: Client, drawing: Any) -> None:
    path = drawing["tiles"].removeprefix("http://testserver")

    assert client.get(path.format(z=drawing["maxzoom"], x=10**9, y=0)).status_code == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("?act=", 400), ("?act=none", 404), ("?act=a&act=b", 400), ("?act=%00", 400), ("?x=1", 400)],
)
def test_a_list_asked_for_wrongly_is_a_problem(client: Client, query: str, status: int) -> None:
    answer = client.get(f"/api/v1/drawings/{query}")

    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)


def test_an_act_without_drawings_has_an_empty_list(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act()))

    assert client.get(LIST).json() == []
