"""Names of files that every system takes: without folders, signs that Windows or shells trip over, too long ones."""

import re
import unicodedata
from typing import Final

# What Windows refuses, beside what cannot be printed.
_REFUSED: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_EDGES: Final = " ._-"
# With its number before it a name stays below the 255 bytes that file systems take.
MOST_BYTES: Final = 120
MOST_ENDING: Final = 12


def safe(name: str, otherwise: str = "plik") -> str:
    """NAME as it may stand in a folder: in one Unicode form, its ending kept, cut at MOST_BYTES bytes of UTF-8."""
    plain = unicodedata.normalize("NFC", name)
    shown = "".join(sign if sign.isprintable() else " " for sign in plain)
    kept = " ".join(_REFUSED.sub("_", shown).split()).strip(_EDGES)
    stem, dot, ending = kept.rpartition(".")
    if not dot or not stem or len(ending.encode()) > MOST_ENDING:
        stem, ending = kept, ""
    tail = f".{ending}" if ending else ""
    return (_cut(stem, MOST_BYTES - len(tail.encode())).strip(_EDGES) or otherwise) + tail


def numbered(number: int, name: str) -> str:
    """Unique among the documents of a case, which are numbered, whatever else is alike in their names."""
    return f"documents/{number:03}_{safe(name)}"


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")
