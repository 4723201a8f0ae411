"""What files are taken for, and that ordinary ones are what their senders say."""

import io
import zipfile

import pytest

from cases.documents.kinds import agree, detected, usual, words

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def office(folder: str) -> bytes:
    return packed(**{"[Content_Types].xml": "<Types/>", f"{folder}__document.xml": ""})


def photo(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic" + bytes(100)


@pytest.mark.parametrize(
    ("content", "claimed"),
    [
        (office("word"), WORD),
        (office("xl"), EXCEL),
        (packed(mimetype=OPEN_TEXT, **{"content.xml": ""}), OPEN_TEXT),
        (packed(mapa=""), "application/x-zip-compressed"),
        (photo(b"heic"), "image/heic"),
        (photo(b"heix"), "image/heif"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (OLE, "application/vnd.ms-outlook"),
        (b'<?xml version="1.0"?><gml:FeatureCollection/>', "application/gml+xml"),
        (b"0\x82\x10\0\x06\x09*\x86H\x86\xf7\r\x01\x07\x02" + bytes(50), "application/pkcs7-mime"),
        (b"%PDF-1.7\n", "application/octet-stream"),
        ("zażółć".encode(), "text/plain"),
    ],
)
def test_ordinary_files_are_what_browsers_say(content: bytes, claimed: str) -> None:
    assert agree(usual(claimed), detected(content))


@pytest.mark.parametrize(
    ("content", "claimed", "said"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "application/pdf", "zdjęcie JPEG"),
        (office("xl"), WORD, "arkusz Excel"),
        (packed(mapa=""), "application/pdf", "archiwum ZIP"),
        (b"{\\rtf1 a", "application/pdf", "inny rodzaj pliku"),
    ],
)
def test_what_is_something_else_is_named_in_plain_words(content: bytes, claimed: str, said: str) -> None:
    found = detected(content)

    assert not agree(usual(claimed), found)
    assert words(found) == said
