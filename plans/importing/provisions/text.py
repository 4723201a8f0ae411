"""Paragraphs and tables of a resolution, whatever file they came in, and the only HTML that is kept of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

import nh3

from sip.geo.gmlstream import Unreadable

KEPT: Final = frozenset(["p", "br", "table", "tbody", "tr", "th", "td", "strong", "em", "u", "sup", "sub"])
# In this order around a piece of text, so that equal pieces give equal HTML.
MARKS: Final = ("strong", "em", "u", "sup", "sub")
# Tables wider or longer are no tables of a resolution.
MOST_COLUMNS: Final = 60
MOST_ROWS: Final = 5000
# Of a paragraph; beyond, cleaning takes its time by the square.
MOST_LETTERS: Final = 100_000

_SPACE: Final = re.compile(r"[^\S\n]+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
SECTION: Final = re.compile(r"§\s*(?P<number>\d{1,4}[a-z]{0,3})(?![\w-])(?!\s*(?:ust|pkt|lit|i|oraz|do|z)\b)\s*\.?\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table: `text` without any marks, `html` as it is kept."""

    text: str
    html: str
    is_table: bool = False

    def numbered(self, number: str) -> "Block":
        """With NUMBER written before it."""
        if not number or self.is_table:
            return self
        return Block(f"{number} {self.text}".strip(), f"<p>{escape(number)} {self.html.removeprefix('<p>')}")


@dataclass(slots=True)
class Inline:
    """A paragraph while it is being read: pieces of text with their marks; a line break is a piece "\\n"."""

    pieces: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    def add(self, text: str, marks: Iterable[str] = ()) -> None:
        """Any white space counts as one space."""
        if text := _CONTROL.sub("", text):
            self.pieces.append((re.sub(r"\s+", " ", text), frozenset(marks)))

    def line_break(self) -> None:
        self.pieces.append(("\n", frozenset()))

    def block(self) -> Block | None:
        """The paragraph, None for one of spaces alone. Raises Unreadable for one of a book's length."""
        text = _SPACE.sub(" ", "".join(piece for piece, _marks in self.pieces)).strip()
        if not text:
            return None
        if len(text) > MOST_LETTERS:
            raise Unreadable("too-large-text", f"> {MOST_LETTERS}")
        return Block(re.sub(r"\s+", " ", text), f"<p>{''.join(map(_marked, _joined(self.pieces)))}</p>")


@dataclass(frozen=True, slots=True)
class Cell:
    """`columns` and `rows` are how many of the table it takes."""

    blocks: Sequence[Block]
    is_heading: bool = False
    columns: int = 1
    rows: int = 1


def paragraph(text: str) -> Block | None:
    """A paragraph of plain text."""
    inline = Inline()
    inline.add(text)
    return inline.block()


def table(rows: Iterable[Sequence[Cell]]) -> list[Block]:
    """A table as one block, or what is in it where a table only arranges sections on a page.

    Without attributes a cell is as wide as one column: a wider one is followed by empty ones, a higher one is said
    again in each row that it stands for.
    """
    rows = [row for row, _ in zip(rows, range(MOST_ROWS), strict=False)]
    cells = [cell for row in rows for cell in row]
    if len(cells) == 1 or any(SECTION.match(block.text) for cell in cells for block in cell.blocks):
        return [block for cell in cells for block in cell.blocks]
    lines = list(_lines(rows))
    text = " ".join(block.text for cell in cells for block in cell.blocks)
    html = "".join(f"<tr>{''.join(line)}</tr>" for line in lines)
    return [Block(text, f"<table><tbody>{html}</tbody></table>", is_table=True)] if text else []


def cleaned(html: str) -> str:
    """The last word on what is stored: nothing but the elements above, and none of their attributes."""
    return nh3.clean(html, tags=set(KEPT), attributes={}, link_rel=None)


def _lines(rows: Sequence[Sequence[Cell]]) -> Iterable[list[str]]:
    """HTML of the cells of each row, with those that reach down from rows above."""
    reaching: dict[int, tuple[str, int]] = {}
    for row in rows:
        line: list[str] = []
        for cell in row:
            _fill(line, reaching)
            html = _cell(cell)
            for nth in range(min(cell.columns, MOST_COLUMNS - len(line))):
                if cell.rows > 1:
                    reaching[len(line)] = (html if nth == 0 else _EMPTY, cell.rows - 1)
                line.append(html if nth == 0 else _EMPTY)
        _fill(line, reaching)
        yield line


_EMPTY: Final = "<td></td>"


def _fill(line: list[str], reaching: dict[int, tuple[str, int]]) -> None:
    while len(line) < MOST_COLUMNS and (above := reaching.pop(len(line), None)):
        html, rows = above
        if rows > 1:
            reaching[len(line)] = (html, rows - 1)
        line.append(html)


def _cell(cell: Cell) -> str:
    """Paragraphs become lines; a table within a table is said as its text."""
    parts = (escape(b.text) if b.is_table else b.html.removeprefix("<p>").removesuffix("</p>") for b in cell.blocks)
    tag = "th" if cell.is_heading else "td"
    return f"<{tag}>{'<br>'.join(parts)}</{tag}>"


def _joined(pieces: list[tuple[str, frozenset[str]]]) -> Iterable[tuple[str, frozenset[str]]]:
    """Neighbours of the same marks as one; no two spaces or line breaks meet, and none stands at an end."""
    whole: list[tuple[str, frozenset[str]]] = []
    for text, marks in pieces:
        before = whole[-1] if whole else ("\n", frozenset())
        text = text.lstrip(" ") if before[0].endswith((" ", "\n")) else text
        if text == "\n" == before[0]:
            continue
        if text and text != "\n" and before[0] != "\n" and (marks == before[1] or text == " "):
            whole[-1] = (before[0] + text, before[1])
        elif text:
            whole.append((text, marks))
    while whole and not whole[-1][0].strip():
        whole.pop()
    return [*whole[:-1], (whole[-1][0].rstrip(" "), whole[-1][1])] if whole else []


def _marked(piece: tuple[str, frozenset[str]]) -> str:
    text, marks = piece
    if text == "\n":
        return "<br>"
    html = escape(text, quote=False)
    for mark in reversed([mark for mark in MARKS if mark in marks]):
        html = f"<{mark}>{html}</{mark}>"
    return html
