"""A village with history: fields in two precincts, a divided one, a house with an address, a sheet."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.conftest import Deliver
from tests.parcels.importing.village import CORNER, LATER, PRECINCT, building, document, parcel, precinct
from tests.standing import standing

# Inside the house on parcel 1.
ADDRESS = f"miejscowosc;ulica;numer;kod;x;y\nWola Zmyślona;Polna;7a;24-200;{CORNER[1] + 16:.1f};{CORNER[0] + 14:.1f}\n"
SHEET = f"{PRECINCT}.AR_3.77/12"


def parcel_id(number: str) -> str:
    return f"{PRECINCT}.{number}"


def page_path(number: str) -> str:
    return f"/dzialka/{parcel_id(number)}/"


def fields() -> list[str]:
    return [
        parcel("1", (0, 0, 40, 120), uses=(("R", 0.4), ("Br", 0.08))),
        parcel("2", (40, 0, 40, 120)),
        parcel("3", (500, 0, 40, 120)),
        # Divided: 4 became 4/1 and 4/2.
        parcel("4", (120, 0, 40, 120), until=LATER, ended=True),
        parcel("4/1", (120, 0, 40, 60), since=LATER),
        parcel("4/2", (120, 60, 40, 60), since=LATER),
        parcel("5", (80, 0, 40, 120), area=0.4800, until=LATER),
        parcel("5", (80, 0, 40, 120), area=0.4805, since=LATER),
        parcel("AR_3.77/12", (0, 200, 40, 120)),
        building("1.1_BUD", (10, 10, 12, 9)),
    ]


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 160, 120)), *fields()))
    deliver("addresses", ADDRESS.encode(), suffix=".csv")


class Page(HTMLParser):
    """What a page says and what is in it: its text, and each element with its attributes."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        self._open: list[str] = []
        self._words: list[str] = []
        self.feed(content.decode())
        self.text = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        within = self._open[-1] if self._open else ""
        self.inside.setdefault(within, []).append(data)
        if within not in ("script", "style"):
            self._words.append(data)

    def all(self, tag: str) -> Iterator[dict[str, Any]]:
        return (attributes for name, attributes in self.elements if name == tag)

    @property
    def links(self) -> set[str]:
        return {attributes["href"] for attributes in self.all("a") if "href" in attributes}
