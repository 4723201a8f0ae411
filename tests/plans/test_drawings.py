"""Pictures of plan drawings from the file to the register: placed, cut into tiles, replaced, rolled back, refused."""

import math
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given as examples
from hypothesis import strategies as st
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from plans.drawings import pyramid, store
from plans.drawings.picture import Picture
from plans.models import Drawing, DrawingRaster
from sip.geo.crs import KNOWN, PL_1992, PL_2000, transform
from sip.geo.grid import PL_1992_GRID, Box
from sip.intake import actions
from sip.intake.models import Delivery
from sip.offices.demo import load_demo_offices
from sip.offices.models import Office
from tests.conftest import Deliver
from tests.parcels.importing.village import CORNER
from tests.plans.drawingfile import BLUE, PLACE, RED, SIZE, halves, tiff
from tests.plans.planfile import ACT, act, document, feature

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw(deliver: Deliver, tmp_path: Path) -> Any:
    """Deliver a TIFF as a drawing of the tests' act."""
    deliver("app", document(act()))

    def run(content: bytes, name: str = "plan.tif", *, world: str = "", **options: Any) -> Delivery:
        file = tmp_path / name
        file.write_bytes(content)
        if world:
            file.with_suffix(".tfw").write_text(world)
        return given(deliver, file, **options)

    return run


def given(deliver: Deliver, *files: Path, act: str = ACT, **options: Any) -> Delivery:
    delivery = actions.receive(
        kind="drawing", files=list(files), office=options.pop("office", None), options={"act": act} if act else {}
    )
    return actions.process(delivery, progress=lambda label, done, total: None, **options)


def codes(delivery: Delivery) -> list[str]:
    return list(delivery.findings.values_list("code", flat=True))


def colour_at(raster: DrawingRaster, east: float, north: float, zoom: int | None = None) -> tuple[int, ...]:
    """What is drawn so many metres east and north of the act's corner."""
    z = raster.max_zoom if zoom is None else zoom
    place = transform(np.array([[CORNER[1] + east, CORNER[0] + north]]), PL_2000[3], KNOWN[2180])[0]
    x, y = PL_1992_GRID.cell(z, *place)
    assert raster.geom
    west, _, _, top = raster.geom.extent
    first = PL_1992_GRID.cell(raster.min_zoom, west, top)
    shift = 2 ** (z - raster.min_zoom)
    content = store.block(raster.key, raster.max_zoom - z, x - first[0] * shift, y - first[1] * shift)
    if not content:
        return (0, 0, 0, 0)
    box = PL_1992_GRID.box(z, x, y)
    pixel = (box.east - box.west) / 512
    tile = Image.open(BytesIO(content)).convert("RGBA")
    found = tile.getpixel((int((place[0] - box.west) / pixel), int((box.north - place[1]) / pixel)))
    assert isinstance(found, tuple)
    return found


def near(found: tuple[int, ...], wanted: tuple[int, int, int]) -> bool:
    return found[3] == 255 and all(abs(a - b) < 25 for a, b in zip(found, wanted, strict=False))


def test_a_drawing_stands_where_it_says(draw: Any) -> None:
    delivery = draw(tiff())

    raster = DrawingRaster.objects.get()
    assert (delivery.state, codes(delivery)) == ("published", [])
    assert raster.geom and raster.geom.area == pytest.approx(SIZE[0] * SIZE[1], rel=0.002)
    assert near(colour_at(raster, 198, 100), RED)
    assert near(colour_at(raster, 203, 100), BLUE)


def test_outside_of_the_drawing_there_is_nothing(draw: Any) -> None:
    draw(tiff())

    assert colour_at(DrawingRaster.objects.get(), -30, 100)[3] == 0


@examples(width=st.integers(1, 60_000), height=st.integers(1, 60_000), metres=st.floats(0.05, 5))
def test_a_picture_is_not_made_of_empty_tiles(width: int, height: int, metres: float) -> None:
    east, north, _metres = PLACE
    footprint = shapely.box(east, north, east + width * metres, north + height * metres)
    picture = Picture(Path(), width, height, "colour", False, PL_1992.srid, footprint, ())

    limits = pyramid.zooms(picture)

    assert math.prod(pyramid._size(Box(*footprint.bounds), limits)) <= max(64 * width * height, 4_000_000_000)
    assert limits.first <= limits.last


def test_each_zoom_shows_the_same_place(draw: Any) -> None:
    draw(tiff())

    raster = DrawingRaster.objects.get()
    zooms = range(raster.min_zoom, raster.max_zoom + 1)
    assert len(zooms) > 2
    assert all(near(colour_at(raster, 100, 100, z), RED) for z in zooms)
    assert all(near(colour_at(raster, 300, 100, z), BLUE) for z in zooms)


@pytest.mark.parametrize("epsg", [2180, 2178, 4326, 3857])
def test_a_drawing_in_another_system_stands_in_the_same_place(draw: Any, epsg: int) -> None:
    corners = np.array([(PLACE[0], PLACE[1]), (PLACE[0] + 440, PLACE[1] - 240)])
    (west, north), (east, _) = transform(corners, PL_2000[3], KNOWN[epsg])

    draw(tiff(epsg=epsg, place=(west, north, (east - west) / 440)))

    raster = DrawingRaster.objects.get()
    assert near(colour_at(raster, 60, 150), RED)
    assert near(colour_at(raster, 340, 150), BLUE)


def test_a_palette_keeps_its_colours(draw: Any) -> None:
    draw(tiff(halves().quantize(8)))

    found = colour_at(DrawingRaster.objects.get(), 100, 100)
    assert max(abs(a - b) for a, b in zip(found, (*RED, 255), strict=True)) <= 1


@pytest.mark.parametrize("mode", ["L", "LA", "1", "RGBA"])
def test_other_kinds_of_pictures_are_taken(draw: Any, mode: str) -> None:
    picture = Image.new("L", SIZE, 0).convert(mode)

    assert draw(tiff(picture)).state == "published"
    assert near(colour_at(DrawingRaster.objects.get(), 100, 100), (0, 0, 0))


def test_what_a_picture_calls_nothing_is_transparent(draw: Any) -> None:
    picture = Image.new("L", SIZE, 0)
    picture.paste(255, (220, 0, 440, 240))
    tags = tiff(picture)
    plain = Image.open(BytesIO(tags))
    plain.tag_v2[42113] = "255"  # type: ignore[attr-defined]
    content = BytesIO()
    plain.save(content, "TIFF", tiffinfo=plain.tag_v2)  # type: ignore[attr-defined]

    draw(content.getvalue())

    raster = DrawingRaster.objects.get()
    assert (colour_at(raster, 100, 100)[3], colour_at(raster, 300, 100)[3]) == (255, 0)


def test_a_world_file_beside_places_a_tiff_that_does_not_say(draw: Any) -> None:
    world = f"1.0\n0.0\n0.0\n-1.0\n{PLACE[0] + 0.5}\n{PLACE[1] - 0.5}\n"

    delivery = draw(tiff(epsg=None, place=None), world=world)

    assert (delivery.state, codes(delivery)) == ("published", ["crs-assumed"])
    assert near(colour_at(DrawingRaster.objects.get(), 198, 100), RED)


def test_a_drawing_of_the_act_gets_the_picture(deliver: Deliver, draw: Any) -> None:
    official = feature(
        "RysunekAktuPlanowaniaPrzestrzennego",
        "1POG-1RYS",
        "<app:tytul>Rysunek</app:tytul><app:lacze>https://gmina.example/plan.tif</app:lacze>"
        f'<app:plan xlink:href="{ACT}"/>',
    )
    deliver("app", document(act(), official), partial=True)

    draw(tiff())

    assert Drawing.objects.get().identifier == DrawingRaster.objects.get().identifier


def test_without_one_the_delivery_makes_a_drawing_named_after_the_file(draw: Any) -> None:
    draw(tiff(), "Rysunek_planu 1.tif")

    assert (Drawing.objects.get().title, Drawing.objects.get().act) == ("Rysunek planu 1", ACT)


def test_a_picture_of_the_same_name_takes_the_place_of_the_one_before(draw: Any) -> None:
    draw(tiff())
    draw(tiff(Image.new("RGB", SIZE, BLUE)))

    current = DrawingRaster.objects.current().get()
    assert near(colour_at(current, 100, 100), BLUE)
    assert Drawing.objects.count() == 1


def test_a_sheet_of_another_name_stands_beside(draw: Any) -> None:
    draw(tiff(), "arkusz 1.tif")
    draw(tiff(Image.new("RGB", SIZE, BLUE)), "arkusz 2.tif")

    assert DrawingRaster.objects.current().count() == Drawing.objects.current().count() == 2


def test_the_same_file_again_changes_nothing(draw: Any) -> None:
    draw(tiff())

    assert codes(draw(tiff())) == ["already-delivered"]


def test_a_rollback_takes_rows_and_file_away(
    draw: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    delivery = draw(tiff())
    key = DrawingRaster.objects.get().key

    with django_capture_on_commit_callbacks(execute=True):
        actions.rollback(delivery)

    assert (DrawingRaster.objects.count(), Drawing.objects.count()) == (0, 0)
    assert not store.path_of(key).exists()


def test_a_rollback_brings_the_picture_before_back(
    draw: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    draw(tiff())
    second = draw(tiff(Image.new("RGB", SIZE, BLUE)))

    with django_capture_on_commit_callbacks(execute=True):
        actions.rollback(second)

    assert near(colour_at(DrawingRaster.objects.current().get(), 100, 100), RED)
    assert len(list(store.folder().iterdir())) == 1


def test_a_dry_run_leaves_nothing_behind(draw: Any) -> None:
    delivery = draw(tiff(), dry_run=True)

    assert (delivery.state, list(store.folder().iterdir())) == ("checked", [])


def refused(delivery: Delivery) -> list[str]:
    assert delivery.state == "rejected"
    assert not DrawingRaster.objects.exists()
    assert not list(store.folder().iterdir())
    return codes(delivery)


HUGE = tiff(Image.new("1", (1100, 1000)))
BROKEN = {
    "no place": (tiff(place=None), "no-georeference"),
    "no system that fits": (tiff(epsg=None, place=(10.0, 20.0, 1.0)), "no-crs"),
    "outside Poland": (tiff(epsg=2180, place=(10.0, 20.0, 1.0)), "absurd-coordinates"),
    "not a number": (tiff(place=(float("nan"), 5.6e6, 1.0)), "damaged-picture"),
    "beyond numbers": (tiff(place=(1e300, 5.6e6, 1.0)), "absurd-coordinates"),
    "no size": (tiff(place=(PLACE[0], PLACE[1], 0.0)), "no-georeference"),
    "elsewhere": (tiff(place=(PLACE[0] + 5000, PLACE[1], 1.0)), "drawing-elsewhere"),
    "cut off": (tiff()[: len(tiff()) // 2], "damaged-picture"),
    "not a picture": (b"II*\0" + b"\xff" * 400, "damaged-picture"),
    "not a TIFF": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "unknown-format"),
    "a virtual file": (b'<VRTDataset rasterXSize="9" rasterYSize="9"/>', "unknown-format"),
    "empty": (b"", "empty-file"),
    "sixteen bits": (tiff(Image.new("I;16", SIZE)), "unsupported-picture"),
    "another file's overviews": (
        tiff(words='<GDALMetadata><Item name="OVERVIEW&#95;FILE" domain="OVERVIEWS">/etc/passwd</Item></GDALMetadata>'),
        "unsupported-picture",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_picture_is_refused_by_its_own_finding(draw: Any, name: str) -> None:
    content, code = BROKEN[name]

    assert refused(draw(content)) == [code]


def test_more_pixels_than_taken_are_refused(draw: Any, settings: Settings) -> None:
    settings.DRAWING_MEGAPIXELS = 1

    assert refused(draw(HUGE)) == ["too-many-pixels"]


def test_damaged_strips_are_refused(draw: Any) -> None:
    content = bytearray(tiff(compression="tiff_lzw"))
    content[20:400] = b"\xff" * 380

    assert refused(draw(bytes(content))) == ["damaged-picture"]


def test_what_lies_beside_a_picture_is_not_read(draw: Any, tmp_path: Path) -> None:
    (tmp_path / "plan.tif.aux.xml").write_text("<PAMDataset><GeoTransform>1,1,0,1,0,1</GeoTransform></PAMDataset>")
    (tmp_path / "plan.tif.ovr").write_bytes(b"II*\0")

    assert draw(tiff()).state == "published"


@pytest.mark.parametrize("world", ["1 0 0 -1 5", "a\nb\nc\nd\ne\nf", "1\n0\n0\n-1\nnan\n1", "1\n" * 9999])
def test_a_world_file_that_is_none_is_refused(draw: Any, world: str) -> None:
    assert refused(draw(tiff(place=None), world=world)) == ["no-georeference"]


def test_a_drawing_of_an_unknown_act_is_refused(draw: Any, deliver: Deliver, tmp_path: Path) -> None:
    (tmp_path / "plan.tif").write_bytes(tiff())

    assert refused(given(deliver, tmp_path / "plan.tif", act="PL.ZIPPZP.1/1-POG/1POG")) == ["unknown-act"]
    assert refused(given(deliver, tmp_path / "plan.tif", act="")) == ["act-not-named"]


def test_two_pictures_at_once_are_refused(draw: Any, deliver: Deliver, tmp_path: Path) -> None:
    for name in ("1.tif", "2.tif"):
        (tmp_path / name).write_bytes(tiff())

    assert refused(given(deliver, tmp_path / "1.tif", tmp_path / "2.tif")) == ["one-drawing"]


def test_an_office_cannot_deliver_the_drawing_of_another_gmina(draw: Any) -> None:
    load_demo_offices()

    assert refused(draw(tiff(), office=Office.objects.get(unit_id="060901_3"))) == ["outside-office"]


def test_a_directory_is_no_drawing(draw: Any, deliver: Deliver, tmp_path: Path) -> None:
    (tmp_path / "folder.tif").mkdir()

    assert refused(given(deliver, tmp_path / "folder.tif")) == ["not-a-file"]
