"""Text of a DOCX as blocks, with the numbers that the word processor writes by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from plans.importing.provisions.numbering import LEVELS, Counter, Level
from plans.importing.provisions.package import Package
from plans.importing.provisions.text import MOST_COLUMNS, SECTION, Block, Cell, Inline, paragraph, table

# Transitional and strict documents differ in the namespaces alone.
_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
# What is looked through; deleted and moved-away text, drawings and text boxes are not.
_WRAPPERS: Final = frozenset(
    ["sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo"]
)
_GONE: Final = frozenset(["del", "moveFrom"])
_OFF: Final = frozenset(("0", "false", "off", "none"))
_MARKS: Final = {"b": "strong", "i": "em", "u": "u"}
_HEIGHTS: Final = {"superscript": "sup", "subscript": "sub"}
_SIGNS: Final = {"tab": " ", "noBreakHyphen": "-", "ptab": " "}
_MOST_HOPS: Final = 20


def blocks(path: Path) -> Iterator[Block]:
    """Paragraphs and tables in their order. Raises Unreadable."""
    package = Package(path)
    root = package.document()
    lists = _Lists(package.optional("numbering"), package.optional("styles"))
    body = _child(root, "body")
    if body is not None:
        yield from _blocks(body, lists)


def _blocks(parent: Any, lists: "_Lists") -> Iterator[Block]:
    for element in _through(parent):
        name = _name(element)
        if name == "p":
            if block := _numbered(element, lists):
                yield block
        elif name == "tbl":
            yield from table(_rows(element, lists))


def _numbered(element: Any, lists: "_Lists") -> Block | None:
    """A paragraph with its number. One without any text counts, too, and may be the number of a section alone."""
    if block := _paragraph(element):
        return block.numbered(lists.number(element))
    if _is_gone(element):
        return None
    alone = paragraph(lists.number(element))
    return alone if alone and SECTION.match(alone.text) else None


def _is_gone(element: Any) -> bool:
    """Whether a paragraph is hidden, or empty for its text was deleted or moved away."""
    mark = _child(_child(element, "pPr"), "rPr")
    names = {_name(part) for part in (*element, *(() if mark is None else mark))}
    return bool(names & _GONE) or _is_on(mark, "vanish")


def _paragraph(element: Any) -> Block | None:
    inline = Inline()
    for run in _through(element):
        if _name(run) == "r":
            _add(inline, run)
    return inline.block()


def _add(inline: Inline, run: Any) -> None:
    properties = _child(run, "rPr")
    if _is_on(properties, "vanish"):
        return
    marks = [mark for name, mark in _MARKS.items() if _is_on(properties, name)]
    if height := _HEIGHTS.get(_value(properties, "vertAlign")):
        marks.append(height)
    for part in run:
        name = _name(part)
        if name == "t":
            inline.add(part.text or "", marks)
        elif name in _SIGNS:
            inline.add(_SIGNS[name], marks)
        elif name in ("br", "cr") and _attribute(part, "type") not in ("page", "column"):
            inline.line_break()


def _rows(element: Any, lists: "_Lists") -> Iterator[list[Cell]]:
    above: dict[int, Cell] = {}
    for row in _through(element):
        properties = _child(row, "trPr")
        if _name(row) != "tr" or _child(properties, "del") is not None:
            continue
        cells, column = [], 0
        for part in _through(row):
            if _name(part) != "tc" or column >= MOST_COLUMNS:
                continue
            cell = _cell(part, lists, above.get(column), is_heading=_is_on(properties, "tblHeader"))
            above[column] = cell
            cells.append(cell)
            column += cell.columns
        yield cells


def _cell(element: Any, lists: "_Lists", above: Cell | None, *, is_heading: bool) -> Cell:
    """A cell; one that goes on from the row before says the same again."""
    properties = _child(element, "tcPr")
    merged = _child(properties, "vMerge")
    goes_on = merged is not None and _attribute(merged, "val") != "restart" and above is not None
    blocks = above.blocks if above and goes_on else list(_blocks(element, lists))
    return Cell(blocks, is_heading, columns=_number(_value(properties, "gridSpan"), least=1, most=MOST_COLUMNS))


class _Lists:
    """The lists of a document: which of them a paragraph belongs to, and what number is next."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._abstract = {_attribute(item, "abstractNumId"): item for item in _children(numbering, "abstractNum")}
        self._nums = {_attribute(item, "numId"): item for item in _children(numbering, "num")}
        self._styles = {_attribute(item, "styleId"): item for item in _children(styles, "style")}
        self._counters: dict[str, Counter] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._begun: set[tuple[str, int]] = set()

    def number(self, paragraph: Any) -> str:
        """The number written before PARAGRAPH, "" without one; counts on."""
        num, level = self._place(paragraph)
        if num not in self._nums:
            return ""
        abstract = self._abstract_of(num)
        if num not in self._levels:
            self._levels[num] = self._levels_of(num, abstract)
        counter = self._counters.setdefault(abstract, Counter())
        if (num, level) not in self._begun:
            self._begun.add((num, level))
            self._restart(num, level, counter)
        return counter.next(level, self._levels[num])

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Id of the numbering and level, as the paragraph says or its style."""
        properties = _child(paragraph, "pPr")
        own = _child(properties, "numPr")
        num, level, style = _value(own, "numId"), _value(own, "ilvl"), _value(properties, "pStyle")
        for _ in range(_MOST_HOPS):
            if num or style not in self._styles:
                break
            styled = _child(_child(self._styles[style], "pPr"), "numPr")
            num, level = _value(styled, "numId"), level or _value(styled, "ilvl")
            if num and not level:
                level = self._level_of_style(num, style)
            style = _value(self._styles[style], "basedOn")
        return num, _number(level, least=0, most=LEVELS - 1)

    def _level_of_style(self, num: str, style: str) -> str:
        """The level of a list of headings that belongs to STYLE."""
        for level in _children(self._abstract.get(self._abstract_of(num)), "lvl"):
            if _value(level, "pStyle") == style:
                return _attribute(level, "ilvl")
        return "0"

    def _abstract_of(self, num: str) -> str:
        """Id of the definition of a numbering; one may lead to another through a style of lists."""
        abstract = _value(self._nums.get(num), "abstractNumId")
        for _ in range(_MOST_HOPS):
            style = _value(self._abstract.get(abstract), "numStyleLink")
            linked = _value(_child(_child(self._styles.get(style), "pPr"), "numPr"), "numId")
            following = _value(self._nums.get(linked), "abstractNumId")
            if not following or following == abstract:
                break
            abstract = following
        return abstract

    def _levels_of(self, num: str, abstract: str) -> dict[int, Level]:
        """Those of the definition, but where the numbering says otherwise."""
        levels = dict(map(_level, _children(self._abstract.get(abstract), "lvl")))
        for override in _children(self._nums[num], "lvlOverride"):
            if (own := _child(override, "lvl")) is not None:
                levels[_override_level(override)] = _level(own)[1]
        return levels

    def _restart(self, num: str, level: int, counter: Counter) -> None:
        """A numbering begins a level anew with its first paragraph of that level, and leaves the other levels alone."""
        for override in _children(self._nums[num], "lvlOverride"):
            start = _value(override, "startOverride")
            if start and _override_level(override) == level:
                counter.reset(level, _number(start, least=0, most=100_000))


def _override_level(override: Any) -> int:
    return _number(_attribute(override, "ilvl"), least=0, most=LEVELS - 1)


def _level(element: Any) -> tuple[int, Level]:
    restart = _value(element, "lvlRestart")
    return _number(_attribute(element, "ilvl"), least=0, most=LEVELS - 1), Level(
        style=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText")[:40],
        start=_number(_value(element, "start"), least=0, most=100_000, otherwise=1),
        restart=_number(restart, least=0, most=LEVELS) if restart else None,
        in_digits=_is_on(element, "isLgl"),
    )


def _through(parent: Any) -> Iterator[Any]:
    for element in parent:
        if _name(element) in _WRAPPERS:
            yield from _through(element)
        else:
            yield element


def _name(element: Any) -> str:
    """Local name of an element of WordprocessingML, "" of any other."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    namespace, _brace, name = tag.removeprefix("{").rpartition("}")
    return name if namespace in _NAMESPACES else ""


def _children(parent: Any, name: str) -> Iterator[Any]:
    return (element for element in ([] if parent is None else parent) if _name(element) == name)


def _child(parent: Any, name: str) -> Any:
    return next(_children(parent, name), None)


def _attribute(element: Any, name: str) -> str:
    if element is None:
        return ""
    return next((value for space in _NAMESPACES if (value := element.get(f"{{{space}}}{name}"))), "")


def _value(parent: Any, name: str) -> str:
    """`w:val` of the child NAME."""
    return _attribute(_child(parent, name), "val")


def _is_on(parent: Any, name: str) -> bool:
    child = _child(parent, name)
    return child is not None and _attribute(child, "val") not in _OFF


def _number(text: str, *, least: int, most: int, otherwise: int | None = None) -> int:
    """A whole number within limits; what is none is OTHERWISE, or the least."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        return least if otherwise is None else otherwise
    return max(least, min(int(text), most))
