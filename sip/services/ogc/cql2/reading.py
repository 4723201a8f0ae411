"""A filter as it arrives, in CQL2 Text or CQL2 JSON, read into the one tree that CQL2 JSON lays down (OGC 21-065r2)."""

from typing import Any, Final

import orjson

from sip.services.errors import BadRequest
from sip.services.ogc.cql2.text import tree_of

TEXT: Final = "cql2-text"
JSON: Final = "cql2-json"
LANGUAGES: Final = (TEXT, JSON)
# Characters. Longer ones are no question about a register, and no client's address carries them.
LONGEST: Final = 20_000
Tree = Any


def understood(language: str) -> str:
    """The language, one of LANGUAGES. Raises BadRequest."""
    if language not in LANGUAGES:
        raise BadRequest(f"filter-lang: {language[:40]!r} is not understood. Understood: {', '.join(LANGUAGES)}.")
    return language


def read(text: str, language: str) -> Tree:
    """Of one of LANGUAGES. Raises BadRequest."""
    if not text.strip():
        raise BadRequest("filter: is empty.")
    if len(text) > LONGEST:
        raise BadRequest(f"filter: {len(text)} characters are too many; at most {LONGEST} are read.")
    return tree_of(text) if language == TEXT else _json(text)


def _json(text: str) -> Tree:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"filter: is no JSON ({error}).") from None
