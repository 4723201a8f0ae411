"""Pages of WFS far into a type: MapServer skips what comes before them row by row, so it is told where to begin."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote

from sip.public import TookTooLong, rows_within
from sip.services.layers import register_version
from sip.services.maps import mapfile
from sip.services.maps.asked import today
from sip.services.registry.drawn import BY_NAME, Drawn

# Of so many features the first's number is remembered.
STEP: Final = 1000
# A million take two; where it takes longer, MapServer skips as it can.
_SECONDS: Final = 15.0
# With these a page is of other features than those of the whole type in their usual order.
_OTHERS: Final = frozenset(("FILTER", "BBOX", "RESOURCEID", "FEATUREID", "STOREDQUERY_ID", "SORTBY"))
_STEPS: Final = """
SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM ({select}) AS found) AS numbered
WHERE place > 1 AND (place - 1) % {step} = 0 ORDER BY id
"""
_LINK: Final = re.compile(rb'( (?:previous|next)="[^"]*)"')
_PREVIOUS: Final = re.compile(rb'( previous="[^"]*?)(?:&amp;STARTINDEX=[0-9]+)?"')
# The place of the next page, and the number of all features, which it knows on the last one.
_COUNTED: Final = re.compile(rb'( next="[^"]*&amp;STARTINDEX=| numberMatched=")([0-9]+)"')


class Page(NamedTuple):
    """MapServer is asked for `query` among features whose number is at least `first`; `skipped` come before it."""

    query: Mapping[str, str]
    first: int = 0
    skipped: int = 0


def page(query: Mapping[str, str], drawn: Drawn) -> Page:
    """At least one of its features is left to skip, so that MapServer knows that pages come before."""
    start = int(query.get("STARTINDEX", 0))
    if start <= STEP or _OTHERS & query.keys() or query.get("RESULTTYPE") == "hits":
        return Page(query)
    try:
        steps = _steps(drawn.name, register_version(), today().isoformat())
    except TookTooLong:
        return Page(query)
    known = min((start - 1) // STEP, len(steps))
    if not known:
        return Page(query)
    return Page({**query, "STARTINDEX": str(start - known * STEP)}, steps[known - 1], known * STEP)


def renumbered(body: bytes, asked: Page, count: int) -> bytes:
    """MapServer's answer to ASKED, with places in the whole type; pages are of COUNT features."""
    if not asked.skipped:
        return body
    head, rest = opened(body)
    before = asked.skipped + int(asked.query["STARTINDEX"]) - count
    begins = b"&amp;STARTINDEX=%d" % before if before > 0 else b""
    head = _PREVIOUS.sub(lambda found: found[1] + begins + b'"', head, count=1)
    head = _COUNTED.sub(lambda found: found[1] + b'%d"' % (int(found[2]) + asked.skipped), head)
    return head + rest


def sorted_by(head: bytes, order: str) -> bytes:
    """The first tag of a collection whose ORDER MapServer was not told: links to other pages name it."""
    named = b"&amp;SORTBY=" + quote(order, safe="").encode()
    return _LINK.sub(lambda found: found[1] + named + b'"', head)


def opened(body: bytes) -> tuple[bytes, bytes]:
    """A collection as XML to the end of its first tag, which tells of all of it, and the rest."""
    begins = body.find(b"Collection")
    end = body.find(b">", begins) + 1 if begins >= 0 else 0
    return body[:end], body[end:]


@lru_cache(maxsize=64)
def _steps(name: str, _version: int, day: str) -> list[int]:
    """Numbers of the type's features at the places STEP, 2 * STEP and so on, from 0; one reading of the type.

    Raises TookTooLong.
    """
    select = mapfile.select(BY_NAME[name], on_day=False).replace("%day%", day)
    statement = _STEPS.format(select=select, step=STEP).replace("%", "%%")
    return [number for (number,) in rows_within(_SECONDS, statement, {})]
