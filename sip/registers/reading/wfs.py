"""Answers of a powiat's WFS (ms:dzialki, ms:budynki and vendors' kin): GML features -> rows."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sip.geo.crs import AxisOrder, Reading, UnknownCRS, parse_srs_name
from sip.geo.gml import BadGeometry, Outline, read_geometry
from sip.geo.gmlstream import FeatureStream, local_name, namespace_of
from sip.registers.reading.rows import RawRow


class WfsRows:
    """Rows of all features, whatever their class; no schema is ever fetched."""

    usual = AxisOrder.NORTH_EAST

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._stream = FeatureStream(chunks)
        self.data_date = _date(self._stream.prolog.timestamp)

    @property
    def declared(self) -> Reading | None:
        """What the answer's envelope says; known with the first row."""
        try:
            return Reading(*parse_srs_name(self._stream.srs)) if self._stream.srs else None
        except UnknownCRS:
            return None

    def __iter__(self) -> Iterator[RawRow]:
        for feature in self._stream:
            yield _row(feature)


def _row(feature: Any) -> RawRow:
    values: dict[str, str] = {}
    outline: Outline | None = None
    fault = ""
    for child in feature:
        if not len(child):
            values[local_name(child.tag)] = child.text or ""
        elif outline is None and _holds_geometry(child):
            try:
                outline = read_geometry(child)
            except BadGeometry as error:
                fault = str(error)
    return RawRow(feature.sourceline or 0, values, outline, fault)


def _holds_geometry(child: Any) -> bool:
    return local_name(child.tag) != "boundedBy" and "opengis.net/gml" in namespace_of(child[0].tag)


def _date(timestamp: str) -> date | None:
    try:
        return date.fromisoformat(timestamp[:10])
    except ValueError:
        return None
