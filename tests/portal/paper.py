"""Looks into PDF files: their objects unpacked, and their pages as pixels, by the same GDAL the set-up installs."""

import re
import subprocess
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

DPI = 300
PIXELS_PER_MM = DPI / 25.4


def unpacked(document: bytes) -> bytes:
    """The file with the contents of its compressed streams behind it."""
    parts = [document]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", document, re.DOTALL):
        try:
            parts.append(zlib.decompressobj().decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(parts)


def pages(document: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", unpacked(document)))


def picture(document: bytes, folder: Path) -> Image.Image:
    """The first page at DPI."""
    file, image = folder / "page.pdf", folder / "page.png"
    file.write_bytes(document)
    command = ["gdal_translate", "-q", "-of", "PNG", "--config", "GDAL_PDF_DPI", str(DPI), str(file), str(image)]
    subprocess.run(command, check=True, capture_output=True)
    return Image.open(image).convert("RGB")


def extent_of(page: Image.Image, colour: tuple[int, int, int], *, above: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all that is of COLOUR, in millimetres from the page's upper left corner.

    ABOVE is where to stop looking, for the legend is of the same colours.
    """
    looked_at = np.asarray(page)[: round(above * PIXELS_PER_MM)]
    distance = np.abs(looked_at.astype(int) - colour).max(axis=2)
    rows, columns = np.nonzero(distance < 24)
    assert rows.size, "nothing of that colour"
    left, top, right, bottom = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    return left / PIXELS_PER_MM, top / PIXELS_PER_MM, right / PIXELS_PER_MM, bottom / PIXELS_PER_MM
