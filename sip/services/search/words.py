"""Words as they are compared: lower case, no diacritics. The twin of sip_fold in parcels/sql/search.sql."""

import re
import unicodedata
from typing import Final

# Letters whose stroke or ligature Unicode does not take apart.
_UNDIVIDED: Final = str.maketrans(
    {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
    # Typed for the degree sign it looks like.
    | {"º": "°"}
)
_WORD: Final = re.compile(r"[a-z0-9]+")


def plain(text: str) -> str:
    """Lower case without diacritics; punctuation stays, for numbers and coordinates are told by it."""
    divided = unicodedata.normalize("NFKD", text.translate(_UNDIVIDED))
    return "".join(letter for letter in divided if not unicodedata.combining(letter)).lower()


def words(text: str) -> tuple[str, ...]:
    """The words of TEXT; each is letters a-z and digits only, so that they may stand in a query as they are."""
    return tuple(_WORD.findall(plain(text)))
