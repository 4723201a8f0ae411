"""A resolution taken apart: which of its sections speak of zones with which symbols, and which of the whole act."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from plans.importing.provisions.symbols import Listed, Vocabulary, listed
from plans.importing.provisions.text import SECTION, Block

# How much of a section's beginning may say of which zones it speaks.
HEAD_LETTERS: Final = 3000

_CHAPTER: Final = re.compile(r"(?:rozdział|dział|oddział|część|tytuł)\s+[\dIVXL]+[a-z]?\b", re.IGNORECASE)
# What follows a resolution: annexes with remarks and their authors' names, and the reasons.
_AFTER: Final = re.compile(
    r"(?:załącznik\s+(?:nr\s*)?\d*\s*(?:$|do\s+uchwały|–|-)|uzasadnienie\s*(?:$|do\s))", re.IGNORECASE
)
_PARAGRAPH: Final = re.compile(r"(\d{1,3}[a-z]?)\.\s+(?=\D)")
# Words after which symbols stand, and words between them and the symbols.
_SAID: Final = re.compile(
    r"\b(?:symbol(?:em|ami|u|i|e|ach|ów)?|oznaczeni(?:em|u|ami|ach)|numer(?:em|ami|u|ach))\b[\s:]*"
    r"(?:(?:literow\w+|cyfrow\w+|identyfikacyjn\w+|przeznaczenia|teren\w*|na|rysunku|planu|miejscowego|od)\b[\s:]*"
    r"){0,6}",
    re.IGNORECASE,
)
_MEANT: Final = re.compile(
    r"\b(?:teren(?:u|ów|y|ie|ach|em|ami)?|obszar(?:u|ów|y|ze|ach)?|jednost\w+(?:\s+\w{4,}){0,2}|oznaczon\w+)\b[\s:]*",
    re.IGNORECASE,
)
# How a section begins that lays down something for certain zones, and does not just mention them.
_SUBJECT: Final = re.compile(
    r"(?:dla|na|w|teren\w*|obszar\w*|przeznaczeni\w*|ustaleni\w*|karta|oznaczon\w*|symbol\w*|jednostk\w*|numer\w*)\b"
    r"|(?:ustala|wyznacza|określa|wprowadza)\s+się\b.{0,200}?\b(?:teren|obszar|przeznaczeni|dla\b)",
    re.IGNORECASE,
)
_TITLE_END: Final = re.compile(r"\s*(?:[-–—:.]|$)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the text that speaks of zones with `symbols`; without any, of the whole act."""

    symbols: tuple[str, ...]
    paragraph: str
    blocks: Sequence[Block]
    unclear: tuple[str, ...] = ()


@dataclass(slots=True)
class _Section:
    number: str
    blocks: list[Block] = field(default_factory=list)
    chapter: Listed = field(default_factory=Listed)


@dataclass(slots=True)
class Resolution:
    """`left_out` are the beginnings of parts that are no provisions."""

    passages: list[Passage] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def take_apart(blocks: Iterable[Block], vocabulary: Vocabulary) -> Resolution:
    """The passages of a resolution in their order."""
    found = Resolution()
    for section in _sections(blocks, vocabulary, found):
        found.passages += _passages(section, vocabulary)
    return found


def spoken_of(head: str, vocabulary: Vocabulary) -> Listed:
    """The symbols that HEAD, the beginning of a section without its number, says it speaks of."""
    head = head[:HEAD_LETTERS]
    title, end = listed(head, vocabulary, certain=True)
    if title.symbols and _TITLE_END.match(head, end):
        return title
    for trigger, certain in ((_SAID, False), (_MEANT, True)):
        for found in trigger.finditer(head):
            symbols, _end = listed(head, vocabulary, found.end(), certain=certain)
            if symbols.symbols and _SUBJECT.match(head[: found.end()]):
                return symbols
    return Listed()


def _sections(blocks: Iterable[Block], vocabulary: Vocabulary, found: Resolution) -> Iterable[_Section]:
    """Sections by their "§"; what stands before the first one is a section without number.

    Lines between the name of a chapter and its first section are its title, which may say of which zones it is.
    """
    section, chapter = _Section(""), Listed()
    title: str | None = None
    for block, is_last in _with_ends([*blocks]):
        beginning = _beginning(block)
        if is_last and section.number and not block.is_table and _AFTER.match(block.text):
            found.left_out.append(block.text[:60])
            break
        if beginning:
            chapter = chapter if title is None else spoken_of(title, vocabulary)
            yield section
            section, title = _Section(f"§ {beginning['number']}", [block], chapter), None
        elif not block.is_table and _CHAPTER.match(block.text):
            title = _after(_CHAPTER, block.text)
        elif title is not None:
            title = f"{title} {block.text}".strip()
        else:
            section.blocks.append(block)
    yield section


def _with_ends(blocks: Sequence[Block]) -> Iterable[tuple[Block, bool]]:
    """Each block with whether no section comes later that has a higher number than those before it."""
    numbers = [int(re.sub(r"\D", "", found["number"])) if (found := _beginning(block)) else 0 for block in blocks]
    before = list(accumulate(numbers, max))
    after = [*list(accumulate(reversed(numbers), max))[::-1][1:], 0]
    return ((block, after[n] <= before[n]) for n, block in enumerate(blocks))


def _beginning(block: Block) -> re.Match[str] | None:
    return None if block.is_table else SECTION.match(block.text)


def _passages(section: _Section, vocabulary: Vocabulary) -> Iterable[Passage]:
    if not section.blocks:
        return
    parts = _parts(section)
    spoken = [spoken_of(_head(blocks), vocabulary) for _number, blocks in parts]
    named = [one for one in spoken if one.symbols]
    if not named:
        yield _passage(section.number, section.blocks, section.chapter)
    elif spoken[0].symbols and all(one.symbols == named[0].symbols for one in named):
        yield _passage(section.number, section.blocks, named[0])
    else:
        # Paragraphs that name no zones go on about those before them, or, where the first names none, about all.
        usual = _union(named) if spoken[0].symbols else section.chapter
        for (number, blocks), one in zip(parts, spoken, strict=True):
            label = f"{section.number} ust. {number}" if number else section.number
            shown = (
                blocks if blocks[0] is section.blocks[0] else [blocks[0].numbered(section.number + "."), *blocks[1:]]
            )
            yield _passage(label.strip(), shown, one if one.symbols else usual)


def _parts(section: _Section) -> list[tuple[str, list[Block]]]:
    """The numbered paragraphs (ustępy) of a section; the number is "" where it has none."""
    parts: list[tuple[str, list[Block]]] = []
    for block in section.blocks:
        found = _PARAGRAPH.match(_after(SECTION, block.text)) if not block.is_table else None
        if found or not parts:
            parts.append((found[1] if found else "", [block]))
        else:
            parts[-1][1].append(block)
    if len(parts) > 1 and not parts[0][0] and not _after(SECTION, parts[0][1][0].text):
        # "§ 7." alone on its line belongs to what follows.
        number, blocks = parts[1]
        parts[:2] = [(number, [*parts[0][1], *blocks])]
    return parts


def _head(blocks: Sequence[Block]) -> str:
    """The first words of a part without its numbers; a line that only says them leads on to the next."""
    for block in blocks:
        text = _after(_PARAGRAPH, _after(SECTION, block.text))
        if text and not block.is_table:
            return text
    return ""


def _after(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return text[found.end() :].strip() if found else text


def _union(found: Iterable[Listed]) -> Listed:
    return Listed(list(dict.fromkeys(symbol for one in found for symbol in one.symbols)))


def _passage(paragraph: str, blocks: Sequence[Block], found: Listed) -> Passage:
    return Passage(tuple(found.symbols), paragraph, blocks, tuple(found.unclear))
