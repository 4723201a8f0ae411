"""CQL2 Text read by the library cql2, a bracket at a time.

Its parser takes twice as long for each bracket around a mistake, and deep nesting overruns its stack. So brackets that
only group are read from the inside out: what stood between them becomes a name in the text around them. Each piece is
read once, whatever the depth, and none nests deeply. On the way literals are brought to the spelling the library knows.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import cql2

from sip.services.errors import BadRequest

DEEPEST: Final = 30
# Brackets within those of a function, a list or a geometry; a collection of polygons has five.
_DEEPEST_INSIDE: Final = 6
# Tokens between commas, AND and OR, as each may be an operator that takes all that follows.
_LONGEST_CHAIN: Final = 40
_DEEPEST_TREE: Final = 150
# Begins the names of pieces; a private character that no register writes.
_MARK: Final = "\ue000"
_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
    |(?P<literal>'(?:[^'\\]|''|\\.)*')
    |(?P<quoted>"(?:[^"]|"")*")
    |(?P<word>[^\W\d][\w:.]*)
    |(?P<number>\d[\d.]*(?:[eE][+-]?\d+)?)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
# What a bracket groups after; after any other word it is a function's, a list's or a geometry's.
_ENDS_CHAIN: Final = {",", "AND", "OR"}
_BEFORE_GROUP: Final = {"AND", "OR", "NOT", "BETWEEN", "LIKE", "DIV", "IS"}
# OGC 21-065r2, /req/cql2-text/escaping. Backslashes before other characters are left to LIKE.
_ESCAPES: Final = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "'": "''"}
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_PLACE: Final = re.compile(r"-->\s*(\d+):(\d+)")


@dataclass(slots=True)
class _Piece:
    """Text between brackets; `inside` counts those of functions, lists and geometries that are open in it."""

    words: list[str] = field(default_factory=list)
    last: str = ""
    inside: int = 0
    chain: int = 0

    def add(self, token: str) -> None:
        self.words.append(token)
        if token.isspace():
            return
        self.last = token
        self.chain = 0 if token.upper() in _ENDS_CHAIN else self.chain + 1
        if self.chain > _LONGEST_CHAIN:
            raise BadRequest("filter: an expression is too long; use AND, OR or IN.")

    @property
    def groups(self) -> bool:
        """Whether a bracket that opens here does no more than group."""
        if self.inside:
            return False
        return not (self.last[:1] == '"' or self.last[:1].isalpha() or self.last[:1] == "_") or (
            self.last.upper() in _BEFORE_GROUP
        )


def tree_of(text: str) -> Any:
    """Raises BadRequest."""
    if _MARK in text:
        raise BadRequest("filter: has a character that is no text.")
    pieces = [_Piece()]
    found: list[Any] = []
    for token in _TOKEN.finditer(text):
        _take(token[0], token.lastgroup or "", pieces, found)
    if len(pieces) > 1 or pieces[0].inside:
        raise BadRequest("filter: a bracket is opened and never closed.")
    return _put_back(_parsed(pieces[0].words), found)


def _take(word: str, kind: str, pieces: list[_Piece], found: list[Any]) -> None:
    piece = pieces[-1]
    if kind == "literal":
        piece.add(_ESCAPED.sub(lambda escape: _ESCAPES.get(escape[1], escape[0]), word))
    elif word in ("'", '"'):
        raise BadRequest(f"filter: the text that begins with {word} never ends.")
    elif word == "(":
        _open(piece, pieces)
    elif word == ")":
        _close(piece, pieces, found)
    else:
        piece.add(word)


def _open(piece: _Piece, pieces: list[_Piece]) -> None:
    if piece.groups:
        pieces.append(_Piece())
        if len(pieces) > DEEPEST:
            raise BadRequest(f"filter: brackets are {DEEPEST} deep; fewer are needed for any question.")
    else:
        piece.inside += 1
        if piece.inside > _DEEPEST_INSIDE:
            raise BadRequest("filter: brackets of functions, lists and geometries are too deep.")
        piece.add("(")


def _close(piece: _Piece, pieces: list[_Piece], found: list[Any]) -> None:
    if piece.inside:
        piece.inside -= 1
        # A list of nothing, which the library does not read.
        if piece.last == "(" and _before_last(piece) == ",":
            _drop_open(piece)
            piece.add(_named(found, []))
        else:
            piece.add(")")
        return
    if len(pieces) == 1:
        raise BadRequest("filter: a bracket is closed that was never opened.")
    pieces.pop()
    pieces[-1].add(_named(found, _parsed(piece.words)))


def _before_last(piece: _Piece) -> str:
    solid = [word for word in piece.words[-6:] if not word.isspace()]
    return solid[-2] if len(solid) > 1 else ""


def _drop_open(piece: _Piece) -> None:
    while piece.words.pop() != "(":
        pass


def _named(found: list[Any], tree: Any) -> str:
    found.append(tree)
    return f'"{_MARK}{len(found) - 1}"'


def _parsed(words: list[str]) -> Any:
    text = "".join(words)
    try:
        return cql2.parse_text(text).to_json()
    except Exception as error:
        raise BadRequest(f"filter: is not understood{_near(text, str(error))}.") from None


def _near(text: str, message: str) -> str:
    """Where the library stopped, in the words of who asked."""
    place = _PLACE.search(message)
    if not place:
        return f" ({message.splitlines()[0][:120]})" if message else ""
    line, column = int(place[1]), int(place[2])
    lines = text.splitlines() or [""]
    rest = lines[min(line, len(lines)) - 1][column - 1 :].strip()
    shown = re.sub(f'"{_MARK}[0-9]+"', "(…)", rest)[:40]
    return f" at {shown!r}" if shown else ": something is missing at its end"


def _put_back(tree: Any, found: list[Any], depth: int = 0) -> Any:
    """The tree with the pieces where their names stand."""
    if depth > _DEEPEST_TREE:
        raise BadRequest("filter: is too deep.")
    if isinstance(tree, list):
        return [_put_back(each, found, depth + 1) for each in tree]
    if not isinstance(tree, dict):
        return tree
    name = tree.get("property")
    if isinstance(name, str) and name.startswith(_MARK):
        return _put_back(found[int(name[1:])], found, depth + 1)
    return {key: _put_back(value, found, depth + 1) for key, value in tree.items()}
