"""QR code of an address as SVG: black on white with its quiet zone, whatever the page's colours."""

from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

# ISO/IEC 18004: four modules of white around the code, or cameras miss it.
QUIET_ZONE = 4
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"'
    ' shape-rendering="crispEdges"><title>{1}</title>'
    '<rect width="{0}" height="{0}" fill="#ffffff"/><path fill="#000000" d="{2}"/></svg>'
)


class TooLong(ValueError):
    """More than a QR code holds."""


def qr_svg(text: str) -> SafeString:
    """A tenth and more of the code may be damaged and it still reads (level M). Raises TooLong."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    try:
        code.make()
    except (DataOverflowError, ValueError) as error:
        raise TooLong(text[:80]) from error
    matrix: list[list[bool]] = code.get_matrix()
    title = _("Kod QR: %(address)s") % {"address": text}
    return format_html(SVG, len(matrix), title, "".join(_row(y, row) for y, row in enumerate(matrix)))


def _row(y: int, row: list[bool]) -> str:
    """Path data of the dark runs of a row."""
    runs, x = [], 0
    for dark, modules in groupby(row):
        width = sum(1 for _module in modules)
        if dark:
            runs.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(runs)
