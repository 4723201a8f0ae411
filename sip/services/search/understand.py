"""What a typed text can mean: coordinates, identifiers, numbers with names, addresses, names; pure, never raises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final

from parcels.identifiers import NUMBER_PATTERN
from sip.offices.teryt import VOIVODESHIP_CODE
from sip.services.search.coordinates import Position, positions
from sip.services.search.words import plain, words

LONGEST_TEXT: Final = 200
_MOST_WORDS: Final = 6
_MOST_READINGS: Final = 4

# Words that say what follows and are no part of its name.
_PARCEL_WORD: Final = re.compile(r"dz|dzial(?:ka|ki|ke|ce|ek)|parcel[ae]|ew|ewid(?:encyjn\w+)?|obr|obreb(?:u|ie)?")
# Of a street's kind: registers write them or not, and so do people.
STREET_WORDS: Final = ("ul", "ulica", "ulicy", "al", "aleja", "aleje", "pl", "plac", "os", "osiedle")
_OTHER_WORD: Final = re.compile(r"nr|numer|gm|gmin[aey]|gminie|pow|powiatu?|m|msc|miejscowosc|kod|we?")

_SEP: Final = r"[\s._,;:/\\-]*"
_CODE: Final = re.compile(
    rf"(\d{{6}}){_SEP}([1-589])(?:{_SEP}(\d{{4}})(?:{_SEP}(ar){_SEP}(\d{{1,4}})?)?(?:{_SEP}(\d[\d\s._/\\-]*))?)?{_SEP}"
)
_CODE_BEGUN: Final = re.compile(r"\d{6}_[1-589]?(?:\.\d{0,4})?")
_CODE_LABEL: Final = re.compile(r"(?:(?:dz|id|ident|numer|nr|teryt|budyn|ewid|jedn|obr)[a-z]*[\s.:]*)+(?=\d)")
_BUILDING: Final = re.compile(rf"(.+?){_SEP}\b(\d{{1,6}})[\s._]*bud")
_UUID: Final = re.compile(
    r"([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})(?![0-9a-f])", re.I
)
_NAMESPACE: Final = re.compile(r"[a-z]{2}\.[\w.-]*\w", re.I)
_JOINED: Final = re.compile(r"(pl\.pzgik\.\d{1,9}\.egib)[\s.:_/-]+(\S+)", re.I)

_POSTCODE: Final = re.compile(r"(?<![\d/-])(\d{2}-\d{3})(?![\d/-])")
_SHEET: Final = re.compile(r"\b(?:ar|ark|arkusz\w*)[\s._]*(?:nr[\s.]*)?(\d{1,4})\b")
_PRECINCT: Final = re.compile(r"\bobr(?:eb\w*)?[\s.:]*(?:(?:nr|ew\w*)[\s.]*)*(\d{1,4})(?![\d/\\a-z])")
# "253/77", "253 / 77", "253/" while it is typed, "12a", "12 a", "12a/3"; a parcel's, a house's and a flat's.
_TOKEN: Final = re.compile(
    r"(?P<number>\d{1,7}[a-z]?(?:\s*[/\\]\s*\d{1,7}|[/\\](?!\s*\d))?(?:[a-z]|\s[a-h])?(?![a-z0-9]))|(?P<word>[a-z0-9]+)"
)
_GLUED: Final = re.compile(r"(?<=[a-z]{2})(?=\d)|(?<=\d)(?=[a-z]{2})")
_PRECINCT_NUMBER: Final = re.compile(r"(?<![\d/\\])(0\d{3})(?![\d/\\a-z])")
_PARCEL_NUMBER: Final = re.compile(rf"{NUMBER_PATTERN}|[1-9]\d{{0,6}}/")


@dataclass(frozen=True, slots=True)
class Code:
    """A cadastral identifier or its beginning, as the register writes it; `precinct` and `number` where it has them.

    A number without a sheet is meant in every sheet of the precinct; a sheet's zeros are as typed.
    """

    start: str
    precinct: str = ""
    sheet: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ObjectId:
    """INSPIRE identifier; without a namespace any will do."""

    local_id: str
    namespace: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text of words and numbers. `number` is a parcel's or a house's, `precinct` has four digits."""

    words: tuple[str, ...] = ()
    number: str = ""
    precinct: str = ""
    sheet: str = ""
    postcode: str = ""
    means_parcel: bool = False
    means_address: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether nothing is left to look for."""
        return not (self.words or self.number or self.precinct or self.sheet or self.postcode)

    @property
    def parcel_number(self) -> str:
        """The number where a parcel can have it; "253/" is the beginning of one."""
        return self.number if _PARCEL_NUMBER.fullmatch(self.number) and not self.means_address else ""

    @property
    def house_number(self) -> str:
        return "" if self.means_parcel or self.precinct or self.sheet else self.number.rstrip("/")


@dataclass(frozen=True, slots=True)
class Query:
    """All that a text can mean; `text` is what was typed, without what nobody can see."""

    text: str
    positions: tuple[Position, ...] = ()
    code: Code | None = None
    building: str = ""
    object_id: ObjectId | None = None
    readings: tuple[Reading, ...] = ()


def understand(typed: str) -> Query:
    """TYPED is cut at LONGEST_TEXT characters; the readings are tried from the first."""
    text = _clean(typed)
    folded = plain(text)[:LONGEST_TEXT]
    if found := positions(folded):
        return Query(text, positions=found)
    if object_id := _object_id(text):
        return Query(text, object_id=object_id)
    bare = _CODE_LABEL.sub("", folded, count=1)
    if building := _building(bare):
        return Query(text, building=building)
    code = _code(bare)
    if code and (code.precinct or "_" in bare or bare.startswith("0")):
        return Query(text, code=code)
    # Some readings come twice; of a text full of numbers there would be hundreds.
    readings = dict.fromkeys(islice(_readings(folded), 2 * _MOST_READINGS))
    return Query(text, code=code, readings=tuple(readings)[:_MOST_READINGS])


def _clean(typed: str) -> str:
    visible = "".join(letter if letter.isprintable() else " " for letter in typed[: 4 * LONGEST_TEXT])
    return " ".join(visible.split())[:LONGEST_TEXT].rstrip()


def _object_id(text: str) -> ObjectId | None:
    if found := _UUID.search(text):
        before = _NAMESPACE.match(text[: found.start()])
        return ObjectId("-".join(found.groups()).lower(), before[0].rstrip("._-") if before else "")
    if found := _JOINED.fullmatch(text):
        return ObjectId(found[2], found[1])
    return None


def _building(text: str) -> str:
    found = _BUILDING.fullmatch(text)
    stands_on = found and _code(found[1])
    return f"{stands_on.start}.{found[2]}_BUD" if found and stands_on and stands_on.precinct else ""


def _code(text: str) -> Code | None:
    if found := _CODE.fullmatch(text):
        unit, kind, precinct, ar, sheet, rest = found.groups()
        return _parcel_code(f"{unit}_{kind}", precinct, ar, sheet, rest) if _likely(unit, precinct) else None
    if _CODE_BEGUN.fullmatch(text):
        return Code(text)
    return Code(text) if text.isascii() and text.isdigit() and 2 <= len(text) <= 6 and _likely(text, None) else None


def _likely(unit: str, precinct: str | None) -> bool:
    """Whether digits alone begin a code: a code goes on as one, or has the number of a voivodeship."""
    return bool(precinct) or (bool(VOIVODESHIP_CODE.match(unit)) and (unit[0] == "0" or len(unit) == 6))


def _parcel_code(unit: str, precinct: str | None, ar: str | None, sheet: str | None, rest: str | None) -> Code:
    if not precinct:
        return Code(unit)
    whole = f"{unit}.{precinct}"
    pieces = re.findall(r"\d+", rest or "")
    if len(pieces) > 2 and not sheet:
        sheet, *pieces = pieces
    name = f"AR_{sheet}" if sheet else ""
    slash = "/" if rest and rest.rstrip().endswith(("/", "\\")) and len(pieces) == 1 else ""
    number = "/".join(piece.lstrip("0") or "0" for piece in pieces[:2]) + slash
    begun = "AR_" if ar and not sheet and not number else ""
    return Code(".".join(filter(None, (whole, name, number or begun))), whole, name, number)


def _readings(text: str) -> Iterator[Reading]:
    """From the likeliest: a number that has a slash or stands last, then others, then none at all."""
    text = _GLUED.sub(" ", text)
    postcode = _POSTCODE.search(text)
    if not postcode:
        yield from _without_postcode(text, Reading())
        return
    rest = _cut(text, postcode)
    yield from _without_postcode(rest, Reading(postcode=postcode[1]))
    # A parcel's number may look like a postcode too.
    if not re.search(r"\d", rest):
        yield from _without_postcode(text, Reading())


def _without_postcode(text: str, base: Reading) -> Iterator[Reading]:
    if sheet := _SHEET.search(text):
        text, base = _cut(text, sheet), replace(base, sheet=f"AR_{sheet[1]}", means_parcel=True)
    if precinct := _PRECINCT.search(text) or _two_with_a_precinct(text):
        text, base = _cut(text, precinct), replace(base, precinct=precinct[1].zfill(4), means_parcel=True)
    tokens = [(found.lastgroup or "", _tight(found[0])) for found in _TOKEN.finditer(text)]
    means_parcel = base.means_parcel or any(_PARCEL_WORD.fullmatch(token) for _, token in tokens)
    means_address = not means_parcel and any(token in STREET_WORDS for _, token in tokens)
    base = replace(base, means_parcel=means_parcel, means_address=means_address)
    yield from _numbered(base, tokens)
    named = replace(base, words=_names(tokens, alone=base.is_bare), means_parcel=False)
    if not named.is_bare and not any("/" in token for _, token in tokens):
        yield named


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _tight(token: str) -> str:
    return "".join(token.split()).replace("\\", "/")


def _two_with_a_precinct(text: str) -> re.Match[str] | None:
    """A precinct's number is told by its leading zero, where another number can be the parcel's."""
    found = _PRECINCT_NUMBER.search(text)
    return found if found and re.search(r"\d", _cut(text, found)) else None


def _numbered(base: Reading, tokens: list[tuple[str, str]]) -> Iterator[Reading]:
    numbers = [place for place, (kind, _) in enumerate(tokens) if kind == "number"]
    if not base.precinct:
        yield from _two_numbers(base, tokens, numbers)
    divided = [place for place in numbers if "/" in tokens[place][1]]
    for place in reversed(divided or numbers):
        rest = tokens[:place] + tokens[place + 1 :]
        yield replace(base, words=_names(rest), number=tokens[place][1])


def _two_numbers(base: Reading, tokens: list[tuple[str, str]], numbers: list[int]) -> Iterator[Reading]:
    """A parcel's number whose slash was not typed, or a precinct's number before a parcel's."""
    for first, second in pairwise(numbers):
        one, other = tokens[first][1], tokens[second][1]
        if second > first + 1 or not one.isdigit() or not other[0].isdigit():
            continue
        rest = _names(tokens[:first] + tokens[second + 1 :])
        if other.isdigit():
            yield replace(base, words=rest, number=f"{one}/{other}")
        if len(one) <= 4:
            yield replace(base, words=rest, number=other, precinct=one.zfill(4))


def _names(tokens: list[tuple[str, str]], *, alone: bool = False) -> tuple[str, ...]:
    """Words of names; those that only say of what kind a name is stay where nothing else was typed."""
    found = tuple(word for _, token in tokens for word in words(token))
    telling = tuple(word for word in found if not _only_tells_kind(word))
    return tuple(dict.fromkeys(telling or (found if alone else ())))[:_MOST_WORDS]


def _only_tells_kind(word: str) -> bool:
    return bool(word in STREET_WORDS or _PARCEL_WORD.fullmatch(word) or _OTHER_WORD.fullmatch(word))
