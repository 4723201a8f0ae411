"""The registers of REST as collections of OGC API: feature ids that are one part of a path, counts and extents.

An id is the identifier with `/` written `~`, as proxies would undo an encoding of it: 060902_5.0001.154~15 is the
parcel 060902_5.0001.154/15. Where an identifier itself has `~` or `=`, they are `=7E` and `=3D`, so that each id means
one feature only.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sip.services import extents
from sip.services.errors import NotFound
from sip.services.layers import of_version
from sip.services.parameters import meant
from sip.services.registry import APART, SERVED
from sip.services.registry.land import PRECINCTS, UNITS
from sip.services.registry.layer import Layer
from sip.services.registry.planning import PLANNING_ACTS
from sip.services.rest.features import count

# What is escaped, in the order it is written; `=` first, as it begins the others.
_ESCAPES: Final = (("=", "=3D"), ("~", "=7E"), ("/", "~"))
# A millionth of a degree more on each side, for what the rounding of an edge's middle leaves out.
_ROOM: Final = 1e-6
_DIGITS: Final = 7
# Their features may have no outline; a box does not leave those out.
SHAPELESS: Final = {PRECINCTS.name, UNITS.name, PLANNING_ACTS.name, *(layer.name for layer in APART)}


def feature_id(identifier: str) -> str:
    for plain, written in _ESCAPES:
        identifier = identifier.replace(plain, written)
    return identifier


def identifier_of(feature: str) -> str:
    """What feature_id was given; other texts mean no feature or the same as some id does."""
    for plain, written in reversed(_ESCAPES):
        feature = feature.replace(written, plain)
    return feature


def _addressable(collection: Layer) -> Layer:
    identity = collection.identity
    for plain, written in _ESCAPES:
        identity = f"replace({identity}, '{plain}', '{written}')"
    return replace(collection, identity=identity)


COLLECTIONS: Final[Mapping[str, Layer]] = {each.name: _addressable(each) for each in SERVED}


def collection_of(name: str) -> Layer:
    if name not in COLLECTIONS:
        raise NotFound(
            f"There is no collection {name[:60]!r}.{meant(name, COLLECTIONS)} Collections: {', '.join(COLLECTIONS)}."
        )
    return COLLECTIONS[name]


def _is_apart(collection: Layer) -> bool:
    return collection.name in {layer.name for layer in APART}


def size(collection: Layer) -> int:
    """How many features the register has now; counted once a version."""
    return of_version(f"ogc-size-{collection.name}", lambda: count(collection, ()), entries=_is_apart(collection))


def extent(collection: Layer) -> list[float] | None:
    """West, south, east and north in degrees of all features; None where there are none. Found once a version."""
    return of_version(f"ogc-extent-{collection.name}", lambda: _extent(collection), entries=_is_apart(collection))


def _extent(collection: Layer) -> list[float] | None:
    found = extents.in_degrees([collection.view])
    if found is None:
        return None
    west, south, east, north = found
    return [round(edge, _DIGITS) for edge in (west - _ROOM, south - _ROOM, east + _ROOM, north + _ROOM)]
