"""Text of a web page or of what was pasted from a word processor as blocks, with the numbers of its lists."""

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from plans.importing.provisions.numbering import letters, roman
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
    return iter(_Walk().blocks(root))


class _Walk:
    """One way through a tree: the paragraph being read, and the blocks that are done."""

    def __init__(self) -> None:
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
            self._done += table(_rows(element))
        elif tag in _PARAGRAPHS or tag in _TABLES:
            self._end()
            self._enter(element, marks)
            self._end()
        else:
            self._enter(element, marks)

    def _list(self, element: Any) -> None:
        self._end()
        leads_in = bool(self._done) and self._done[-1].text.endswith(":")
        count = _whole(element.get("start"), 1)
        for item in element:
            if item.tag != "li":
                self._element(item, frozenset())
                continue
            count = _whole(item.get("value"), count)
            self._end()
            self._number = _written(element, item, count, leads_in=leads_in)
            self._enter(item, frozenset())
            self._end()
            self._number = ""
            count += 1

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


def _rows(element: Any) -> Iterator[list[Cell]]:
    """Rows of a table; those of tables in its cells belong to the cells."""
    for part in element:
        if part.tag == "tr":
            yield [_cell(cell) for cell in part if cell.tag in ("td", "th")]
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(part)
        elif part.tag == "caption" and (title := paragraph("".join(part.itertext()))):
            yield [Cell([title], is_heading=True, columns=1)]


def _cell(element: Any) -> Cell:
    columns, rows = (_whole(element.get(name), 1) for name in ("colspan", "rowspan"))
    return Cell(
        _Walk().blocks(element),
        is_heading=element.tag == "th",
        columns=max(1, min(columns, MOST_COLUMNS)),
        rows=max(1, min(rows, MOST_ROWS)),
    )


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and _WHOLE.fullmatch(text.strip()) else otherwise
