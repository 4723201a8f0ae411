"""Sprites of the styles: patterns of zones, regulations and restrictions, on plain and on dense screens."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from plans.models import Theme
from plans.symbols import LOOKS
from plans.themes import add_missing
from sip.services import layers
from sip.services.ogc.sprites import SPRITES
from tests.services.asking import get
from tests.services.ogc.test_styles import IDS

SPEC = Path(settings.BASE_DIR) / "static/node_modules/@maplibre/maplibre-gl-style-spec/dist/gl-style-validate.mjs"

pytestmark = pytest.mark.django_db(databases=["default", "public"])


@pytest.fixture(params=[False, True], ids=["no themes", "themes"])
def themes(request: Any) -> None:
    if request.param:
        add_missing(Theme)
    layers.forget()


def picture(client: Client, sprite: str, name: str) -> Any:
    """Red, green, blue and opacity of the pixels of one picture."""
    place = get(client, f"/ogc/sprites/{sprite}.json").json()[name]
    sheet = Image.open(BytesIO(get(client, f"/ogc/sprites/{sprite}.png").content))
    west, north = place["x"], place["y"]
    return np.asarray(sheet.crop((west, north, west + place["width"], north + place["height"])).convert("RGBA"))


def images(style: Any) -> set[str]:
    """Names of pictures that the layers' patterns can give; a match's input and labels are no outputs."""
    return {name for each in style["layers"] for name in outputs(each.get("paint", {}).get("fill-pattern", []))}


def outputs(part: Any) -> set[str]:
    if isinstance(part, str):
        return {part}
    if part[:1] == ["match"]:
        return {name for each in (*part[3::2], part[-1]) for name in outputs(each)}
    return {name for each in part[2:] for name in outputs(each)} if part else set()


@pytest.mark.usefixtures("themes")
@pytest.mark.parametrize("style", IDS)
def test_every_pattern_of_a_style_is_in_its_sprites(client: Client, style: str) -> None:
    sheet = get(client, f"/ogc/styles/{style}").json()
    sprite = urlsplit(sheet["sprite"]).path
    needed = images(sheet)

    assert {f"zone-{key}" for key in LOOKS} <= needed
    for density in ("", "@2x"):
        assert needed <= set(get(client, f"{sprite}{density}.json").json())
        assert get(client, f"{sprite}{density}.png")["Content-Type"] == "image/png"


@pytest.mark.parametrize("sprite", SPRITES)
def test_pictures_lie_on_the_sheet_and_apart(client: Client, sprite: str) -> None:
    places = get(client, f"/ogc/sprites/{sprite}.json").json().values()
    sheet = Image.open(BytesIO(get(client, f"/ogc/sprites/{sprite}.png").content))
    taken = np.zeros((sheet.height, sheet.width), int)
    for each in places:
        assert each["pixelRatio"] == (2 if sprite.endswith("@2x") else 1)
        assert (each["width"], each["height"]) == (16 * each["pixelRatio"],) * 2
        taken[each["y"] : each["y"] + each["height"], each["x"] : each["x"] + each["width"]] += 1

    assert taken.max() == 1
    assert taken.sum() == len(places) * next(iter(places))["width"] ** 2


def test_no_two_zones_are_marked_alike(client: Client) -> None:
    marks = {key: picture(client, "sip", f"zone-{key}").tobytes() for key in LOOKS}

    assert len(set(marks.values())) == len(marks)


def test_a_pattern_is_as_it_is_defined(client: Client) -> None:
    """The square of SH is a square, in the ink of zones at half of its strength; SK has no pattern."""
    square = picture(client, "sip@2x", "zone-SH")
    edge = 2 * 32 // 12
    line = square[edge, 16]

    assert tuple(line[:3]) == (0x53, 0x53, 0x53)
    assert line[3] == pytest.approx(128, abs=2)
    assert square[16, 16, 3] == square[1, 16, 3] == 0
    assert picture(client, "sip", "zone-SK")[..., 3].max() == 0


def test_patterns_go_on_from_one_square_to_the_next(client: Client) -> None:
    """Along a diagonal of four squares nothing is thinner where they meet."""
    alpha = np.tile(picture(client, "sip@2x", "zone-SJ")[..., 3], (2, 2))
    along = np.fliplr(alpha).diagonal()

    assert along.min() >= 0.9 * along.max() > 0


@pytest.mark.parametrize("ending", ["json", "png"])
def test_a_client_that_has_it_is_told_so(client: Client, ending: str) -> None:
    first = get(client, f"/ogc/sprites/sip.{ending}")
    again = get(client, f"/ogc/sprites/sip.{ending}", **{"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in first["Cache-Control"]


@pytest.mark.parametrize("name", ["none.json", "none.png", "sip@3x.png", "sip.svg", "..%2Fsip.png"])
def test_other_sprites_are_404(client: Client, name: str) -> None:
    assert get(client, f"/ogc/sprites/{name}").status_code == 404


@pytest.mark.usefixtures("themes")
@pytest.mark.skipif(not SPEC.exists() or not shutil.which("node"), reason="no specification of styles to check by")
@pytest.mark.parametrize("style", IDS)
def test_styles_are_valid_by_maplibres_specification(client: Client, style: str, tmp_path: Path) -> None:
    file = tmp_path / "style.json"
    file.write_bytes(get(client, f"/ogc/styles/{style}").content)
    checked = subprocess.run(["node", str(SPEC), str(file)], capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
