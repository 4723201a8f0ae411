"""Documents for paper: HTML of our own to tagged PDF (PDF/UA-1), from this machine's fonts and nothing fetched."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import NoReturn

from weasyprint import HTML, Attachment
from weasyprint.urls import URLFetcher

# One at a time in each process: a page takes up to a second of a processor, which the map's readers need too, and
# the libraries below share their tables of fonts between threads.
PATIENCE_SECONDS = 20.0
_press = Lock()
# Words of one letter, which Polish typography leaves at the end of no line; tags and styles are passed over.
ONE_LETTER = re.compile(r"<style\b.*?</style>|<[^>]*>|(?<![^\s(„>])([aiouwz]) (?=\S)", re.DOTALL | re.IGNORECASE)


class TooBusy(Exception):
    """Others' documents are being made; try again in a moment."""


class _NothingFetched(URLFetcher):  # type: ignore[misc] # the package has no types
    def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:
        raise PermissionError(f"documents hold all they need: {url[:80]}")


@dataclass(frozen=True, slots=True)
class Printed:
    content: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in a document; its moment (UTC) is a part of the document's bytes."""

    name: str
    content: bytes
    moment: datetime


def bound(html: str) -> str:
    """HTML whose words of one letter stay with the next word."""
    return ONE_LETTER.sub(lambda found: f"{found[1]}\u00a0" if found[1] else found[0], html)


def pdf(html: str, attached: Sequence[Attached] = ()) -> bytes:
    """The document must name its language and title. Raises TooBusy."""
    return printed(html, attached).content


def printed(html: str, attached: Sequence[Attached] = ()) -> Printed:
    """The same with the number of its pages, by which offices count fees."""
    files = [Attachment(string=one.content, name=one.name, created=one.moment, modified=one.moment) for one in attached]
    if not _press.acquire(timeout=PATIENCE_SECONDS):
        raise TooBusy
    try:
        document = HTML(string=bound(html), url_fetcher=_NothingFetched()).render(pdf_variant="pdf/ua-1")
        return Printed(document.write_pdf(pdf_variant="pdf/ua-1", attachments=files), len(document.pages))
    finally:
        _press.release()
