"""Text of a web page or of what was pasted from a word processor as blocks, with the numbers of its lists."""

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from plans.importing.provisions.numbering import letters, roman, written
from plans.importing.provisions.text import MOST_COLUMNS, MOST_ROWS, Block, Cell, Inline, paragraph, table
from sip.geo.gmlstream import Unreadable

_MARKS: Final = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "u", "sup": "sup", "sub": "sub"}
_LISTS: Final = frozenset(("ol", "ul"))
_PARAGRAPHS: Final = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "pre",
        "center",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "dl",
        "dt",
        "dd",
        "caption",
        "hr",
    ]
)
_TABLES: Final = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th"])
# Left out with all that is in them: what is no text, and what was struck out.
_DROPPED: Final = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "svg",
        "math",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "canvas",
        "select",
        "textarea",
        "button",
        "del",
        "s",
        "strike",
    ]
)
# libxml2 stops at 256 levels and at texts of 10 MB.
_RESOURCE_LIMIT: Final = 114
_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*[^;]*?(lower|upper)-(alpha|latin|roman)", re.IGNORECASE)
_TYPES: Final = {"lower-alpha": "a", "upper-alpha": "A", "lower-latin": "a", "upper-latin": "A"}
_TYPES.update({"lower-roman": "i", "upper-roman": "I"})
_STYLE_LETTERS: Final = 500
_WHOLE: Final = re.compile(r"-?\d{1,5}")
# Google Docs lays the levels of a list side by side, and says in a style sheet how each is numbered.
_SHEET: Final = re.compile(r"\.(lst-kix_[\w-]{1,60})\s*>\s*li:before\s*\{\s*content:([^}]{1,300})\}")
_PIECE: Final = re.compile(r'"([^"]*)"|counter\(\s*lst-ctn-(kix_[\w-]+)\s*(?:,\s*([a-z-]+)\s*)?\)')
_COUNTED: Final = {
    "lower-latin": "lowerLetter",
    "lower-alpha": "lowerLetter",
    "upper-latin": "upperLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}


def blocks(text: str) -> Iterator[Block]:
    """Paragraphs and tables of HTML in their order; scripts, styles and what is struck out are left out.

    Raises Unreadable for elements nested too deep.
    """
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, etree.ParserError):
        raise Unreadable("not-xml", "HTML") from None
    if limit := next((entry.message for entry in parser.error_log if entry.type == _RESOURCE_LIMIT), ""):
        raise Unreadable("too-deep" if "depth" in limit else "too-large-text", "HTML")
    if root is None:
        raise Unreadable("empty-file", "HTML")
    return iter(_Walk(_Sheet(dict(_SHEET.findall(text)))).blocks(root))


class _Sheet:
    """How a page's style sheet numbers lists, by class, and the numbers that they have reached."""

    def __init__(self, contents: dict[str, str]) -> None:
        self._contents = contents
        self._reached: dict[str, int] = {}

    def number(self, element: Any, count: int) -> str:
        """COUNT as written before an item of the list ELEMENT, "" if the sheet does not say it."""
        found = next((name for name in element.get("class", "").split() if name in self._contents), "")
        if not found:
            return ""
        self._reached[found.removeprefix("lst-")] = count
        return "".join(map(self._piece, _PIECE.finditer(self._contents[found]))).strip()

    def _piece(self, found: re.Match[str]) -> str:
        text, counter, style = found.groups()
        return written(self._reached.get(counter, 1), _COUNTED.get(style, "decimal")) if counter else text


class _Walk:
    """One way through a tree: the paragraph being read, and the blocks that are done."""

    def __init__(self, sheet: _Sheet) -> None:
        self._sheet = sheet
        # The number with which a list would go on -> whether its first item followed a colon.
        self._open: dict[int, bool] = {}
        self._inline = Inline()
        self._number = ""
        self._done: list[Block] = []

    def blocks(self, root: Any) -> list[Block]:
        self._enter(root, frozenset())
        self._end()
        return self._done

    def _enter(self, element: Any, marks: frozenset[str]) -> None:
        if mark := _MARKS.get(element.tag):
            marks = marks | {mark}
        self._inline.add(element.text or "", marks)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, marks)
            self._inline.add(child.tail or "", marks)

    def _element(self, element: Any, marks: frozenset[str]) -> None:
        tag = element.tag
        if tag in _DROPPED:
            return
        if tag == "br":
            self._inline.line_break()
        elif tag in _LISTS:
            self._list(element)
        elif tag == "table":
            self._end()
            self._done += table(_rows(element, self._sheet))
        elif tag in _PARAGRAPHS or tag in _TABLES:
            self._end()
            self._enter(element, marks)
            self._end()
        else:
            self._enter(element, marks)

    def _list(self, element: Any) -> None:
        self._end()
        count = _whole(element.get("start"), 1)
        leads_in = bool(self._done) and self._done[-1].text.endswith(":")
        leads_in = self._open.get(count, leads_in) if count > 1 else leads_in
        for item in element:
            if item.tag != "li":
                self._element(item, frozenset())
                continue
            count = _whole(item.get("value"), count)
            self._end()
            self._number = self._written(element, item, count, leads_in=leads_in)
            self._enter(item, frozenset())
            self._end()
            self._number = ""
            count += 1
        self._open[count] = leads_in

    def _written(self, element: Any, item: Any, count: int, *, leads_in: bool) -> str:
        by_sheet = self._sheet.number(element, count) if element.tag == "ol" else ""
        return by_sheet or _written(element, item, count, leads_in=leads_in)

    def _end(self) -> None:
        block = self._inline.block()
        self._inline = Inline()
        if block is None:
            return
        # An item that begins with another list keeps its number for the first text in it.
        self._done.append(block.numbered(self._number))
        self._number = ""


def _written(element: Any, item: Any, count: int, *, leads_in: bool) -> str:
    """The number of an item as acts of law write it: points after a colon "1)", letters "a)", the rest "1."."""
    if element.tag == "ul":
        return "–"
    style = _type(item) or _type(element)
    if style in ("a", "A"):
        return f"{letters(count)})" if style == "a" else f"{letters(count).upper()}."
    if style in ("i", "I"):
        return f"{roman(count) if style == 'i' else roman(count).upper()}."
    return f"{count})" if leads_in else f"{count}."


def _type(element: Any) -> str:
    if found := _STYLE.search(element.get("style", "")[:_STYLE_LETTERS]):
        return _TYPES[f"{found[1]}-{found[2]}".lower()]
    return str(element.get("type", ""))


def _rows(element: Any, sheet: _Sheet) -> Iterator[list[Cell]]:
    """Rows of a table; those of tables in its cells belong to the cells."""
    for part in element:
        if part.tag == "tr":
            yield [_cell(cell, sheet) for cell in part if cell.tag in ("td", "th")]
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(part, sheet)
        elif part.tag == "caption" and (title := paragraph("".join(part.itertext()))):
            yield [Cell([title], is_heading=True, columns=1)]


def _cell(element: Any, sheet: _Sheet) -> Cell:
    columns, rows = (_whole(element.get(name), 1) for name in ("colspan", "rowspan"))
    return Cell(
        _Walk(sheet).blocks(element),
        is_heading=element.tag == "th",
        columns=max(1, min(columns, MOST_COLUMNS)),
        rows=max(1, min(rows, MOST_ROWS)),
    )


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and _WHOLE.fullmatch(text.strip()) else otherwise
