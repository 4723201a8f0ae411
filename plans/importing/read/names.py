"""What objects are called by those who refer to them, where that does not tell their identifiers."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from plans.importing.read.properties import Properties, identifier_in
from sip.geo.gmlstream import FeatureStream, Unreadable, local_name
from sip.registers.reading.bytesource import ByteSource
from sip.registers.reading.values import clean

_ID: Final = "id"


def names_in(files: Iterable[Path]) -> dict[str, str]:
    """gml:id, gml:identifier and the latter without its version -> identifier, of all the files together.

    Programs are free in what they put there; only what `identifier_in` would read otherwise is listed. A file that
    cannot be read to its end is left to its reader.
    """
    found: dict[str, str] = {}
    for path in files:
        try:
            for element in FeatureStream(ByteSource(path).chunks()):
                found.update(_odd(element))
        except Unreadable:
            continue
    return found


def _odd(element: Any) -> Iterator[tuple[str, str]]:
    namespace, local_id, version = Properties(element, local_name(element.tag), {}).inspire_id()
    identifier = "/".join(filter(None, (namespace, local_id)))
    for name in _names(element, version):
        if local_id and identifier_in(name) != identifier:
            yield name, identifier


def _names(element: Any, version: str) -> Iterator[str]:
    yield from (value for name, value in element.items() if local_name(name) == _ID)
    for child in element:
        if local_name(child.tag) == "identifier" and (address := clean(child.text)):
            yield address
            if version:
                yield address.removesuffix(version).rstrip("/_")
