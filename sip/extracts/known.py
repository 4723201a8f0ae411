"""What is the same for many extracts, remembered as of the versions of the layers it was read from."""

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar

from sip.extracts.overlay import LAYERS
from sip.public import hot_rows

VERSIONS: Final = "SELECT name, version FROM layer_public WHERE name = ANY (%(layers)s)"
T = TypeVar("T")
_caches: list[Callable[[], None]] = []


class Changed(Exception):
    """A publication came in between: what was read is of two states. Begin again."""


def remembered(most: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """The function's answers by its arguments and the versions that come before them, MOST of them. Raises Changed."""

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        @lru_cache(maxsize=most)
        def answer(key: tuple[tuple[str, int], ...], *arguments: Hashable) -> T:
            found = function(*arguments)
            if tuple(sorted(hot_rows(VERSIONS, {"layers": list(LAYERS)}))) != key:
                raise Changed
            return found

        _caches.append(answer.cache_clear)

        def by_versions(versions: Mapping[str, int], *arguments: Any) -> T:
            return answer(tuple(sorted(versions.items())), *arguments)

        return by_versions

    return decorate


def forget() -> None:
    """Ask again for everything, for those whose versions repeat: databases of tests."""
    for clear in _caches:
        clear()
