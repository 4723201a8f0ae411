"""Provisions from CSV: one row a symbol or a list of them, its text plain or HTML."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from plans.importing.provisions import html
from plans.importing.provisions.sections import Passage
from plans.importing.provisions.symbols import Listed, Vocabulary, whole_list
from plans.importing.provisions.text import Block, paragraph
from sip.geo.gmlstream import Unreadable

_NAMES: Final = {
    "symbol": "symbol symbole symbol_terenu symbole_terenow oznaczenie oznaczenia oznaczenie_terenu teren tereny",
    "text": "text tekst tresc ustalenia ustalenie tresc_ustalen tresc_ustalenia opis",
    "paragraph": "paragraph paragraf paragrafy jednostka_redakcyjna jednostka jedn_redakcyjna par",
}
# How a row says that it is for the whole act.
_GENERAL: Final = frozenset(("", "*", "-", "–", "ogolne", "ustalenia ogolne", "calosc", "caly plan", "caly obszar"))
_DELIMITERS: Final = ";,\t|"
_CELL_LIMIT: Final = 4 * 1024 * 1024
_MARKUP: Final = re.compile(r"<(?:p|br|div|span|table|tr|td|ol|ul|li|b|strong|i|em|h\d|sup|sub|font)\b[^<>]*>", re.I)
_LINES: Final = re.compile(r"<(?:p|br|div|li)\b", re.I)


def is_table(text: str) -> bool:
    """Whether TEXT begins with a line that names the columns."""
    return {"symbol", "text"} <= set(_places(_header(text)))


def passages(text: str, vocabulary: Vocabulary) -> Iterator[Passage]:
    """A passage for each row with a text. Raises Unreadable."""
    csv.field_size_limit(_CELL_LIMIT)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        places = _places(next(rows, []))
        for row in rows:
            cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
            if cells["text"]:
                yield _passage(cells, vocabulary)
    except csv.Error as error:
        raise Unreadable("too-large-text" if "limit" in str(error) else "unknown-format", "CSV") from None


def _passage(cells: dict[str, str], vocabulary: Vocabulary) -> Passage:
    found = _symbols(cells["symbol"], vocabulary)
    label = " ".join(cells.get("paragraph", "").split())
    return Passage(tuple(found.symbols), label, list(_blocks(cells["text"], label)), tuple(found.unclear))


def _symbols(cell: str, vocabulary: Vocabulary) -> Listed:
    """The cell's symbols; one that has no form of a symbol is taken as written: it was put where symbols stand."""
    if _folded(cell) in _GENERAL:
        return Listed()
    return whole_list(cell, vocabulary) or Listed([vocabulary.named(" ".join(cell.split()))])


def _blocks(text: str, label: str) -> Iterator[Block]:
    if _MARKUP.search(text) and not _LINES.search(text):
        # Typed text with a table or bold words in it: its lines are paragraphs.
        text = text.replace("\n", "<p>")
    lines = html.blocks(text) if _MARKUP.search(text) else filter(None, map(paragraph, text.splitlines()))
    for number, block in enumerate(lines):
        missing = number == 0 and label and not block.text.startswith(label)
        yield block.numbered(f"{label}.".replace("..", ".")) if missing else block


def _header(text: str) -> list[str]:
    return next(csv.reader(io.StringIO(text[:10_000]), delimiter=_delimiter(text)), [])


def _delimiter(text: str) -> str:
    return max(_DELIMITERS, key=text[:10_000].partition("\n")[0].count)


def _places(header: list[str]) -> dict[str, int]:
    """Our names -> which column it is; the first of several."""
    folded = [_folded(name).replace(" ", "_") for name in header]
    found = {}
    for ours, names in _NAMES.items():
        places = [folded.index(name) for name in names.split() if name in folded]
        if places:
            found[ours] = places[0]
    return found


def _folded(text: str) -> str:
    """Small letters without Polish marks."""
    plain = unicodedata.normalize("NFD", text.strip().lower().replace("ł", "l"))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())
