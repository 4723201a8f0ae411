"""The filter before the disk: EGiB GML without persons and land-register numbers."""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from parcels.importing.read.egib import (
    CLASSES,
    EXPORTED,
    LAND_USE_PARTS,
    REFERENCES,
    FeatureClass,
    generation,
    is_personal,
)
from sip.geo.gmlstream import FeatureStream, local_name, namespace_of

_GML: Final = "http://www.opengis.net/gml/3.2"
_GML_ID: Final = f"{{{_GML}}}id"
_PARTS: Final = {
    "idIIP": frozenset(("EGB_IdentyfikatorIIP", "BT_Identyfikator", "lokalnyId", "przestrzenNazw", "wersjaId")),
    "klasouzytek": LAND_USE_PARTS,
    "klasouzytekWGranicachDzialki": LAND_USE_PARTS,
}
_WORDS_IN_GEOMETRY: Final = frozenset(("metaDataProperty", "name", "description", "descriptionReference", "identifier"))


@dataclass(frozen=True, slots=True)
class ScrubReport:
    """How many features were kept, how many persons, shares and other features left out."""

    kept: int
    persons: int
    others: int


def scrub(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> ScrubReport:
    """Writes the document again with only the features and properties that the EGiB reader reads.

    Features stay on their lines, so that both documents read as the same records. Constant memory. Raises
    Unreadable, after writing the features before the fault.
    """
    stream = FeatureStream(chunks)
    out = _Output(write)
    out.text(f'<?xml version="1.0" encoding="UTF-8"?>{_comment(stream)}<gml:FeatureCollection xmlns:gml="{_GML}">')
    kept = persons = others = 0
    for element in stream:
        known = CLASSES.get(local_name(element.tag)) if generation(element.tag) else None
        if known is not None:
            kept += 1
            _strip(element, known)
            out.feature(element)
        elif is_personal(element.tag):
            persons += 1
        else:
            others += 1
    out.text("</gml:FeatureCollection>\n")
    return ScrubReport(kept, persons, others)


class _Output:
    """Writes text and features, padding with empty lines so that features keep their line numbers."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._line = 1

    def text(self, text: str) -> None:
        self._bytes(text.encode())

    def feature(self, element: Any) -> None:
        self.text("\n" * max((element.sourceline or 0) - self._line, 0))
        self._bytes(b"<gml:featureMember>" + _serialised(element) + b"</gml:featureMember>")

    def _bytes(self, data: bytes) -> None:
        self._line += data.count(b"\n")
        self._write(data)


def _serialised(element: Any) -> bytes:
    """The element alone, with the namespaces it uses and none of its document's others."""
    data: bytes = etree.tostring(deepcopy(element), encoding="UTF-8", with_tail=False)
    return data


def _comment(stream: FeatureStream) -> str:
    """The date of export, all that is kept of the leading comments."""
    found = next(filter(None, map(EXPORTED.search, stream.prolog.comments)), None)
    return f"<!--{found[0]}-->" if found else ""


def _strip(feature: Any, known: FeatureClass) -> None:
    for name in set(feature.attrib) - {_GML_ID}:
        del feature.attrib[name]
    feature.text = None
    for child in list(feature):
        name = local_name(child.tag)
        if name not in known.fields:
            feature.remove(child)
            continue
        child.tail = None
        _strip_property(child, name)


def _strip_property(holder: Any, name: str) -> None:
    if name == "geometria":
        _keep(holder, lambda part: _is_geometry(part.tag))
    elif parts := _PARTS.get(name):
        _keep(holder, lambda part: local_name(part.tag) in parts)
    else:
        del holder[:]
        if name in REFERENCES:
            holder.text = None


def _keep(holder: Any, wanted: Callable[[Any], bool]) -> None:
    """Removes unwanted descendants, and stray text beside the others."""
    for part in _unwanted(holder, wanted):
        part.getparent().remove(part)
    for part in holder.iter():
        if len(part):
            part.text = None
        part.tail = None


def _unwanted(holder: Any, wanted: Callable[[Any], bool]) -> Iterator[Any]:
    yield from [part for part in holder.iterdescendants() if not wanted(part)]


def _is_geometry(tag: str) -> bool:
    return "opengis.net/gml" in namespace_of(tag) and local_name(tag) not in _WORDS_IN_GEOMETRY
