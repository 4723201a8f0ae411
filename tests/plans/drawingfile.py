"""Small georeferenced TIFFs of plan drawings, over the act of `planfile`: 440 x 240 m, a red half and a blue one."""

from io import BytesIO
from typing import Any

from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from tests.parcels.importing.village import CORNER

SIZE = (440, 240)
RED, BLUE = (220, 30, 30), (30, 30, 220)
# Easting and northing of the north-western corner in EPSG:2179, metres a pixel.
PLACE = (CORNER[1] - 20, CORNER[0] + 220, 1.0)


def halves(size: tuple[int, int] = SIZE) -> Image.Image:
    """Red in the west, blue in the east."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture


def tiff(
    picture: Image.Image | None = None,
    *,
    epsg: int | None = 2179,
    place: tuple[float, float, float] | None = PLACE,
    words: str = "",
    **options: Any,
) -> bytes:
    """PICTURE as a TIFF; PLACE None leaves out where it is, EPSG None in which system."""
    tags = ImageFileDirectory_v2()
    if place:
        tags[33550] = (place[2], place[2], 0.0)
        tags[33922] = (0.0, 0.0, 0.0, place[0], place[1], 0.0)
    if epsg:
        geographic = epsg == 4326
        tags[34735] = (
            1,
            1,
            0,
            3,
            1024,
            0,
            1,
            2 if geographic else 1,
            1025,
            0,
            1,
            1,
            2048 if geographic else 3072,
            0,
            1,
            epsg,
        )
        tags.tagtype[34735] = 3
    if words:
        tags[42112] = words
    content = BytesIO()
    (picture or halves()).save(content, "TIFF", tiffinfo=tags, **options)
    return content.getvalue()
