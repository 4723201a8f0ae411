"""What a file is: by its first bytes, by what its sender says, and in words for people."""

from typing import Final

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

XML: Final = "application/xml"
ZIP: Final = "application/zip"
OPEN_XML: Final = "application/vnd.openxmlformats-officedocument."
# What browsers and offices call the same.
SAME: Final = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/heic": "image/heif",
    "image/x-ms-bmp": "image/bmp",
    "image/vnd.dwg": "image/x-dwg",
    "application/acad": "image/x-dwg",
    "application/x-pdf": "application/pdf",
    "application/x-zip-compressed": ZIP,
    "text/rtf": "application/rtf",
    "text/xml": XML,
    # DER, of which signed files are made.
    "application/vnd.ms-pki.seccat": "application/pkcs7-mime",
    "application/pkcs7-signature": "application/pkcs7-mime",
    # What a browser says of an ending that it does not know.
    "application/octet-stream": "",
}
# Documents that are archives, by a folder that only they have.
IN_ZIP: Final = {
    b"word/": OPEN_XML + "wordprocessingml.document",
    b"xl/": OPEN_XML + "spreadsheetml.sheet",
    b"ppt/": OPEN_XML + "presentationml.presentation",
}
# The first file of an OpenDocument is its type, as it is (ODF 1.3, part 2, 3.3).
ODF: Final = b"mimetypeapplication/vnd.oasis.opendocument."
ODF_AT: Final = 30
# Old documents of Office share one container; names in it tell them apart.
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IN_OLE: Final = {"WordDocument": "application/msword", "Workbook": "application/vnd.ms-excel"}
WORDS: Final[dict[str, Promise]] = {
    "application/pdf": _("dokument PDF"),
    "image/jpeg": _("zdjęcie JPEG"),
    "image/heif": _("zdjęcie HEIC"),
    "image/png": _("obraz PNG"),
    "image/tiff": _("obraz TIFF"),
    ZIP: _("archiwum ZIP"),
    XML: _("plik XML"),
    "text/html": _("strona internetowa"),
    IN_ZIP[b"word/"]: _("dokument Word"),
    IN_ZIP[b"xl/"]: _("arkusz Excel"),
    "application/msword": _("dokument Word"),
    "application/vnd.ms-excel": _("arkusz Excel"),
}


def detected(head: bytes) -> str:
    """The MIME type that the first bytes tell; empty where they tell none, as of plain text."""
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(head)
    if head.startswith(OLE):
        return next((kind for name, kind in IN_OLE.items() if name.encode("utf-16-le") in head), "")
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return ""
    return usual(found or "")


def _in_zip(head: bytes) -> str:
    if head.startswith(ODF, ODF_AT):
        name = head[ODF_AT + len("mimetype") :][:100].partition(b"PK")[0]
        return usual(name.decode("ascii", "replace"))
    if b"[Content_Types].xml" in head:
        return next((kind for folder, kind in IN_ZIP.items() if folder in head), ZIP)
    return ZIP


def usual(mime: str) -> str:
    """One name for each type, without parameters."""
    plain = "".join(sign for sign in mime.partition(";")[0] if sign.isprintable()).strip().lower()[:100]
    return SAME.get(plain, plain)


def agree(claimed: str, found: str) -> bool:
    """Whether content is of the type that its sender named; what is not recognised counts as unknown."""
    is_dialect = found == XML and claimed.endswith("+xml")
    return not found or not claimed or claimed == found or is_dialect


def words(mime: str) -> str:
    return str(WORDS.get(mime, _("inny rodzaj pliku")))
