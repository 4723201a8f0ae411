"""Symbols of zones as resolutions write them: one by one, in lists and in ranges ("1MN, 2MN–4MN i MN/U")."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

# As much as the register's column takes.
MOST_LETTERS: Final = 60
# A wider one is no range of zones but a misprint.
WIDEST_RANGE: Final = 500
MOST_SYMBOLS: Final = 5000

_CAPITAL: Final = "A-ZĄĆĘŁŃÓŚŹŻ"
_SMALL: Final = "a-ząćęłńóśźż"
_WORD: Final = f"0-9{_CAPITAL}{_SMALL}"
_TOKEN: Final = re.compile(rf"[0-9{_CAPITAL}][{_WORD}]*(?:[./\\_+-][{_WORD}]+|\([{_WORD}]+\))*")
# Between separators: "1MN", "12KDa", "A3MNe2"; every step is bounded, so that no text makes it slow.
_GROUP: Final = re.compile(
    rf"[{_CAPITAL}]{{0,2}}\d{{0,4}}[{_SMALL}]?[{_CAPITAL}]{{0,6}}[{_SMALL}]{{0,2}}\d{{0,4}}[{_SMALL}]?"
)
_SEPARATORS: Final = re.compile(r"[./\\_+()-]+")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−÷", "-"))
# "2MN-4MN", "MN1-MN4", "1KD-D-3KD-D"; "1-4MN"; "MN1-4"
_RANGES: Final = (
    re.compile(r"(?P<before>.*?)(?P<first>\d{1,4})(?P<after>(?:\D.*?)?)-(?P=before)(?P<last>\d{1,4})(?P=after)"),
    re.compile(r"(?P<before>)(?P<first>\d{1,4})-(?P<last>\d{1,4})(?P<after>[^\d-].*)"),
    re.compile(r"(?P<before>.*[^\d-])(?P<first>\d{1,4})-(?P<last>\d{1,4})(?P<after>)"),
)
_ROMAN: Final = re.compile(r"[IVXL]+")
# Words that are as short as a symbol and may begin with a capital.
_WORDS: Final = frozenset(
    [
        "Dla",
        "Na",
        "Do",
        "Od",
        "Za",
        "We",
        "Ze",
        "Po",
        "Te",
        "To",
        "Co",
        "By",
        "Tą",
        "Ta",
        "Ten",
        "Oraz",
        "Nie",
        "Są",
        "Nad",
        "Pod",
        "Dz",
        "Ust",
        "Pkt",
        "Lit",
    ]
)

_GAP: Final = r"[\s„”“\"'»«:]*"
_REMARK: Final = re.compile(r"\s+\([^()]{0,200}\)")
_AND: Final = r"(?:i|oraz|lub|albo|a\s+także|jak\s+również)"
_FILLER: Final = r"(?:(?:dla|teren\w*|obszar\w*|oznaczon\w*|symbol\w*|na|rysunku|planu)\s+){0,8}"
_NEXT: Final = re.compile(rf"{_GAP}(?:[,;]\s*(?:{_AND}\s+)?|\s{_AND}\s+|/\s+){_FILLER}{_GAP}", re.IGNORECASE)
_UNTIL: Final = re.compile(rf"{_GAP}(?:-|\s*do\b|…|\.{{3}}){_GAP}", re.IGNORECASE)
# "3 MN", "1 - 4 MN"
_SPACED: Final = re.compile(rf"(\d{{1,4}}(?:\s*-\s*\d{{1,4}})?)\s+(?=[{_CAPITAL}]{{1,4}}(?![{_SMALL}]))")
_BEGINNING: Final = re.compile(rf"{_GAP}(?:od\s+)?{_GAP}")


@dataclass(slots=True)
class Listed:
    """Symbols in the order they are named, and what looks like a range and is none, as written."""

    symbols: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


class Vocabulary:
    """The symbols and designations that an act's zones bear; what a text writes otherwise is found by its letters."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._written = {_plain(symbol): symbol for symbol in sorted(known, reverse=True) if symbol}
        odd = (symbol for symbol in (one.translate(_DASHES) for one in self._written.values()) if not is_symbol(symbol))
        self._odd = sorted(odd, key=len, reverse=True)

    def __contains__(self, symbol: str) -> bool:
        return _plain(symbol) in self._written

    def named(self, symbol: str) -> str:
        """As the zones write it; a symbol that no zone bears stays as it is."""
        return self._written.get(_plain(symbol), symbol)

    def odd_at(self, text: str, start: int) -> str:
        """The longest known symbol at START that is none by its form: with spaces, commas or no letters."""
        for symbol in self._odd:
            after = text[start + len(symbol) : start + len(symbol) + 1]
            if text.startswith(symbol, start) and not after.isalnum():
                return symbol
        return ""


def is_symbol(token: str) -> bool:
    """Whether TOKEN has the form of a symbol: few letters, one of them a capital, with numbers and separators."""
    if len(token) > MOST_LETTERS or token in _WORDS or not re.search(rf"[{_CAPITAL}]", token):
        return False
    return all(_GROUP.fullmatch(group) for group in _SEPARATORS.split(token))


def is_certain(token: str, vocabulary: Vocabulary) -> bool:
    """Whether TOKEN is a symbol where no word says so: known, or not to be taken for a word or a Roman number."""
    if token in vocabulary:
        return True
    if not is_symbol(token) or _ROMAN.fullmatch(token):
        return False
    return bool(re.search(r"\d", token)) or len(re.findall(rf"[{_CAPITAL}]", token)) > 1


def listed(text: str, vocabulary: Vocabulary, start: int = 0, *, certain: bool = False) -> tuple[Listed, int]:
    """The symbols of the list that begins at START, and where it ends; CERTAIN: only `is_certain` ones."""
    text = text.translate(_DASHES)
    found, position, pending = Listed(), start, ""
    if beginning := _BEGINNING.match(text, start):
        position = beginning.end()
    while len(found.symbols) < MOST_SYMBOLS and (item := _item(text, position, vocabulary, certain=certain)):
        token, position = item
        if pending:
            _take_range(found, pending, token, vocabulary)
        else:
            _take(found, token, vocabulary)
        pending = ""
        if remark := _REMARK.match(text, position):
            position = remark.end()
        if until := _UNTIL.match(text, position):
            if not _leads_on(text, until.end(), token, vocabulary):
                break
            pending, position = token, until.end()
        elif following := _NEXT.match(text, position):
            position = following.end()
        else:
            break
    found.symbols = list(dict.fromkeys(found.symbols))
    return found, position


def whole_list(text: str, vocabulary: Vocabulary) -> Listed | None:
    """The symbols that TEXT, e.g. a cell of a table, consists of; None where it is no list of symbols."""
    text = text.strip()
    if text in vocabulary:
        return Listed([vocabulary.named(text)])
    found, end = listed(text, vocabulary)
    return found if found.symbols and not text[end:].strip(" .,;") else None


def _item(text: str, position: int, vocabulary: Vocabulary, *, certain: bool) -> tuple[str, int] | None:
    """The symbol or range at POSITION and where it ends."""
    if odd := vocabulary.odd_at(text, position):
        return odd, position + len(odd)
    number = ""
    if spaced := _SPACED.match(text, position):
        number, position = "".join(spaced[1].split()), spaced.end()
    found = _TOKEN.match(text, position)
    if not found:
        return None
    token = number + found[0]
    # A hyphen before a small letter parts a symbol from what it means: "MN-tereny".
    fits = (is_certain(token, vocabulary) if certain else is_symbol(token)) or token in vocabulary
    return (token, found.end()) if fits or _range(token) else None


def _leads_on(text: str, position: int, first: str, vocabulary: Vocabulary) -> bool:
    """Whether what follows a dash ends a range, and is not the meaning of the symbol before it."""
    following = _item(text, position, vocabulary, certain=False)
    return following is not None and bool(re.search(r"\d", first) and re.search(r"\d", following[0]))


def _take(found: Listed, token: str, vocabulary: Vocabulary) -> None:
    if token in vocabulary or not (ends := _range(token)):
        found.symbols.append(vocabulary.named(token))
    else:
        _take_numbers(found, token, ends, vocabulary)


def _take_range(found: Listed, first: str, last: str, vocabulary: Vocabulary) -> None:
    """FIRST has been taken as a symbol already."""
    written = f"{first}-{last}"
    if ends := _range(written):
        found.symbols.pop()
        _take_numbers(found, written, ends, vocabulary)
    else:
        found.unclear.append(written)
        _take(found, last, vocabulary)


def _take_numbers(found: Listed, written: str, ends: re.Match[str], vocabulary: Vocabulary) -> None:
    first, last = int(ends["first"]), int(ends["last"])
    numbers: Iterable[int] = range(first, last + 1)
    if not first < last <= first + WIDEST_RANGE:
        found.unclear.append(written)
        numbers = (first, last)
    width = len(ends["first"])
    names = (f"{ends['before']}{number:0{width}}{ends['after']}" for number in numbers)
    found.symbols += map(vocabulary.named, names)


def _range(token: str) -> re.Match[str] | None:
    matches: Iterator[re.Match[str] | None] = (pattern.fullmatch(token) for pattern in _RANGES)
    return next((found for found in matches if found and is_symbol(found["before"] + "1" + found["after"])), None)


def _plain(symbol: str) -> str:
    return "".join(symbol.split()).translate(_DASHES)
