"""Placing of the land's objects: which of them are points, and which may come without a shape."""

from parcels.importing.read.records import Kind, Problem
from sip.geo.crs import AxisOrder, Reading
from sip.registers.reading.placing import POINTS, Placer

# Many files name precincts and units without drawing them.
NOT_ALWAYS_DRAWN = (Kind.PRECINCTS, Kind.UNITS)


def placer(notes: list[Problem], *, default: Reading | None = None, usual: AxisOrder = AxisOrder.NORTH_EAST) -> Placer:
    return Placer(notes, default=default, usual=usual, optional=NOT_ALWAYS_DRAWN, shapes={Kind.ADDRESSES: POINTS})
