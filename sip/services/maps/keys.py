"""What an answer depends on, as the name it is kept under and its validator: never the moment, always the data."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from sip.public import rows
from sip.services.layers import of_version
from sip.services.maps.asked import today
from sip.services.maps.pool import Map
from sip.services.registry.drawn import Drawn

VERSIONS: Final = """
SELECT name, version FROM layer_public UNION ALL SELECT 'register_entries', version FROM register_version_public
"""


def key(made: Map, drawn: Iterable[Drawn], *parts: object) -> str:
    """Hexadecimal digits for PARTS of a request of layers: with the mapfile, the day, and their registers' versions.

    The day is today's even where another was asked for, as what is in force now is part of every look.
    """
    versions: dict[str, int] = of_version("map-versions", lambda: dict(rows(VERSIONS)), entries=True)
    used = sorted({(name, versions.get(name, 0)) for each in drawn for name in each.versions})
    return blake2b(repr((made.look, used, today(), parts)).encode(), digest_size=16).hexdigest()
