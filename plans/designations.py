"""Designations of land in plans: what a designation such as "12MN/U" or "KDD.3" says beside its number."""

import re
from typing import Final

# "12", "12.", "A3-" before; ".3", "-12", "/2" after. "MN2" is a symbol: plans tell kinds of MN apart so.
_NUMBER_BEFORE: Final = re.compile(r"^[A-Z]?\d+[a-z]?(?:[ ._-]\d+)*[ ._-]?(?=[^\W\d_])")
_NUMBER_AFTER: Final = re.compile(r"(?<=[^\W\d_)])[ ._/-]+\d+[a-z]?$")
# What is written beside or in place of an area: a number, up to four letters, and so on: "1MN/U", "KDD.3", "ZL(ws)".
_DESIGNATION: Final = re.compile(
    r"[A-Z]?\d{0,4}[a-z]?[ ._/-]?[A-ZĄĆĘŁŃÓŚŹŻ]{1,4}[a-z]{0,2}\d{0,3}"
    r"(?:[ .,/+()_-]+(?:[A-ZĄĆĘŁŃÓŚŹŻ]{0,4}[a-z]{0,2}\d{0,4}))*"
)
_MOST: Final = 30


def symbol_in(designation: str) -> str:
    """The designation without the number of the terrain: "MN/U" of "12MN/U", "KDD" of "KDD.3", "MN2" of "MN2"."""
    bare = _NUMBER_AFTER.sub("", _NUMBER_BEFORE.sub("", designation))
    return bare if any(map(str.isalpha, bare)) else designation


def looks_like_designation(text: str) -> bool:
    """Whether a text on a drawing may be one, and not the number of a building or a word."""
    return len(text) <= _MOST and bool(_DESIGNATION.fullmatch(text))
