"""Parcels as people typed them into a former register: „dz. nr 12/3, 12/4 obr. Kolonia”. Pure, never raises."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from cases.land.models import MOST_TYPED
from sip.services.search.words import plain

MOST_TEXT: Final = 20_000
MOST_NAMED: Final = 200
_NUMBER: Final = r"[0-9]{1,7}(?:\s?[/\\]\s?[0-9]{1,7})?"
_NAME: Final = (
    r"[a-z][a-z-]*(?:\s+(?!obr|ark|ar\b|am\b|ul\b|al\b|gm|dz|nr\b|oraz\b|i\b|w\b|pow|kw\b|[a-z]{2}[0-9])[a-z][a-z-]*)*"
)
# In the order they are tried at each place; all of folded text.
_TOKEN: Final = re.compile(
    rf"(?P<id>(?<![\w.])(?P<unit>[0-9]{{6}})\s?[_.\s-]\s?(?P<kind>[1-589])\s?[._\s-]\s?(?P<obr>[0-9]{{4}})\s?[._\s-]\s?"
    rf"(?:ar[_.\s]?(?P<ar>[0-9]{{1,4}})\s?[._\s-]\s?)?(?P<nr>{_NUMBER})(?![\w/\\]))"
    rf"|(?P<precinct>\bobr(?:eb[a-z]*)?\b[\s.:]*(?:ewid[a-z]*[\s.:]*)?(?:(?:nr|numer)\b[\s.:]*)?"
    rf"(?P<place>[0-9]{{1,4}}(?![0-9/\\])|{_NAME}))"
    r"|(?P<sheet>\b(?:ark[a-z]*|ar|a\.?m)[\s._–-]*(?:(?:mapy|nr|numer)[\s.]*)*(?P<sheetnr>[0-9]{1,4})(?![0-9/\\]))"
    # Numbers of land and mortgage registers, today's and those of paper books.
    r"|(?P<deed>\b(?:kw\b[\s.:]*(?:(?:nr|numer)\b[\s.:]*)?)?[a-z]{2}[0-9][a-z]\s?/\s?[0-9]{3,8}(?:\s?/\s?[0-9])?"
    r"|\bkw\b[\s.:]*(?:(?:nr|numer)\b[\s.:]*)?[0-9]+)"
    r"|(?P<road>\b(?:ul|ulic[aay]|al|os|pl)\b\.?\s*[a-z][^,;0-9()]*(?:[0-9]+[a-z]?)?)"
    r"|(?P<area>[0-9]+(?:[.,][0-9]+)?\s*(?:ha|m2|arow|ary)\b)"
    rf"|(?P<odd>(?<![\w/\\]){_NUMBER}\s*[-–]\s*{_NUMBER}(?![\w/\\]))"
    rf"|(?P<number>(?<![\w/\\]){_NUMBER}(?![\w/\\]))"
    r"|(?P<other>[0-9][\w/\\]*)"
    rf"|(?P<word>{_NAME})"
)
# Words that say what follows, and others that are no name of a place.
_NOISE: Final = re.compile(
    r"dz|dzial\w*|nr|numer\w*|ew|ewid\w*|nieruchomosc\w*|czesc\w*|cz|oraz|i|w|we|na|z|ze|gm|gmin\w*|pow|powiat\w*|m"
    r"|msc|miejsc\w*|polozon\w*|grunt\w*|o|pod|przy|do|od|jedn|jednost\w*|id|ident\w*|teryt|obecnie|dawn\w*|po|lub|ksieg\w*|wieczyst\w*"
)
_LEAST_NAME: Final = 3
_KINDS: Final = ("id", "precinct", "sheet", "deed", "road", "area", "odd", "number", "other", "word")


@dataclass(frozen=True, slots=True)
class Named:
    """One parcel as far as the text says it. `place` is a precinct's name or number; `is_weak` where it was named
    without the word; `is_read` False: what stands there is kept as it was typed, and is no number of a parcel."""

    typed: str
    number: str = ""
    sheet: str = ""
    place: str = ""
    precinct: str = ""
    is_weak: bool = False
    is_read: bool = True


def named(typed: str) -> list[Named]:
    """Parcels in the order they were typed, each once. Of a text that names none, the text itself."""
    text = " ".join(typed[:MOST_TEXT].replace("\0", " ").split("\n"))
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not shown:
        return []
    found = list(dict.fromkeys(_spoken(_tokens(shown))))
    if not found or len(found) > MOST_NAMED:
        return [Named(shown[:MOST_TYPED], is_read=False)]
    return found


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind`: id, number, odd (a number no parcel has), sheet, precinct, word (perhaps a precinct's name).

    `text` is folded, `typed` as it stood there.
    """

    kind: str
    text: str
    typed: str
    named: Named | None = None


def _tokens(shown: str) -> list[_Token]:
    """Read of the folded text, quoted of the one that was typed."""
    letters = [(letter, at) for at, sign in enumerate(shown) for letter in plain(sign)]
    folded = "".join(letter for letter, _at in letters)
    places = [at for _letter, at in letters]
    found = (
        _token(match, lambda start, end: shown[places[start] : places[end - 1] + 1].strip())
        for match in _TOKEN.finditer(folded)
    )
    return [token for token in found if token]


def _token(match: re.Match[str], quoted: Callable[[int, int], str]) -> _Token | None:
    """None for what says nothing of a parcel."""
    kind = next(name for name in _KINDS if match[name] is not None)
    typed = quoted(*match.span())
    if kind == "id":
        return _Token("id", match[0], typed, _whole(match, typed))
    if kind == "number":
        return _Token("number", _plain_number(match[0]), typed)
    if kind in ("odd", "other"):
        return _Token("odd", match[0], typed)
    if kind == "sheet":
        return _Token("sheet", str(int(match["sheetnr"])), typed)
    if kind == "precinct":
        return _Token("precinct", match["place"], quoted(*match.span("place")))
    name = " ".join(word for word in match[0].split() if not _NOISE.fullmatch(word)) if kind == "word" else ""
    return _Token("word", name, typed) if len(name) >= _LEAST_NAME else None


def _whole(match: re.Match[str], typed: str) -> Named:
    precinct = f"{match['unit']}_{match['kind']}.{match['obr']}"
    sheet = str(int(match["ar"])) if match["ar"] else ""
    return Named(typed[:MOST_TYPED], _plain_number(match["nr"]), sheet, precinct=precinct)


def _plain_number(text: str) -> str:
    """„012 / 3” -> „12/3”."""
    return "/".join(str(int(part)) for part in re.split(r"[/\\]", "".join(text.split())))


def _spoken(tokens: list[_Token]) -> Iterator[Named]:
    has_precinct = any(token.kind == "precinct" for token in tokens)
    places = _spread(tokens, "precinct" if has_precinct else "word")
    sheets = _spread(tokens, "sheet")
    before = ""
    for token, place, sheet in zip(tokens, places, sheets, strict=True):
        if token.named:
            before = token.named.precinct
            yield token.named
        elif token.kind in ("number", "odd"):
            found = _of_number(token, place, sheet.text if sheet else "", is_weak=not has_precinct)
            yield found if place or not before else replace(found, precinct=before)


def _of_number(token: _Token, place: _Token | None, sheet: str, *, is_weak: bool) -> Named:
    is_read = token.kind == "number" and "0" not in token.text.split("/")
    named_place = f"{'' if is_weak else ' obr.'} {place.typed}" if place else ""
    typed = f"{token.typed}{named_place}"[:MOST_TYPED]
    where = place.text if place else ""
    return Named(typed, token.text if is_read else "", sheet, where, is_weak=is_weak, is_read=is_read)


def _spread(tokens: list[_Token], kind: str) -> list[_Token | None]:
    """For each token what of KIND it belongs to: what was said before it or, where a number comes first, after it."""
    first = next((token.kind for token in tokens if token.kind in (kind, "number", "odd")), "")
    if first == kind:
        return _carried(tokens, kind, None)
    last = next((token for token in reversed(tokens) if token.kind == kind), None)
    return _carried(tokens[::-1], kind, last)[::-1]


def _carried(tokens: list[_Token], kind: str, current: _Token | None) -> list[_Token | None]:
    carried = []
    for token in tokens:
        current = token if token.kind == kind else current
        carried.append(current)
    return carried
