"""What processes remember of the registers is forgotten before each test: where tests roll back, versions repeat."""

import inspect
import sys
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper, cache
from types import ModuleType
from typing import Any

from sip.extracts import known
from sip.services import keys, layers

ROOMS = ("sip", "parcels", "plans", "cases")
# What names the state of the registers among the parameters of a function with a cache.
VERSIONS = {"version", "_version"}


def forget() -> None:
    for each in (layers.forget, keys.forget, known.forget, *_caches()):
        each()


@cache
def _caches() -> list[Callable[[], Any]]:
    ours = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] in ROOMS]
    return [clear for module in ours for clear in _of(module)]


def _of(module: ModuleType) -> Iterator[Callable[[], Any]]:
    for value in vars(module).values():
        if isinstance(value, _lru_cache_wrapper) and VERSIONS & set(inspect.signature(value).parameters):
            yield value.cache_clear
