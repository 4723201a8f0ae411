"""Names of addresses: each leads to one page, or links of one room would lead into another."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver


def names(patterns: list[Any]) -> Iterator[str]:
    """Of addresses without a namespace."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield from [pattern.name] if pattern.name else []
        elif pattern.namespace is None:
            yield from names(pattern.url_patterns)


def test_no_two_pages_have_the_same_name() -> None:
    counted = Counter(names(get_resolver("sip.urls").url_patterns))

    assert [name for name, count in counted.items() if count > 1] == []
