"""JSON as the database keeps it and pages show it: no zero characters, halves of characters, or endless numbers."""

import math
from collections.abc import Mapping
from typing import Final

MOST_DEPTH: Final = 12


def is_plain(value: object, depth: int = 0) -> bool:
    if depth > MOST_DEPTH:
        return False
    match value:
        case str():
            return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
        case float():
            return math.isfinite(value)
        case Mapping():
            return all(is_plain(key) and is_plain(item, depth + 1) for key, item in value.items())
        case list() | tuple():
            return all(is_plain(item, depth + 1) for item in value)
    return True
