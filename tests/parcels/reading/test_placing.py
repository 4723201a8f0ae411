"""Wherever a polygon lies and however it is written, it is read back in its place."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from parcels.importing.read.egib import EgibReader
from parcels.importing.read.records import Problem, Record
from sip.geo.crs import CRS, ETRS89, PL_1992, PL_2000, AxisOrder, Coordinates, Reading, transform
from sip.geo.proof import in_poland, plausible, prove
from tests.parcels.reading.egibfile import FIELD, document, identity, parcel, polygon

NE, EN = AxisOrder.NORTH_EAST, AxisOrder.EAST_NORTH
URN = "urn:ogc:def:crs:EPSG::{}"
OLD = "http://www.opengis.net/gml/srs/epsg.xml#{}"
# Lublin, a place where PL-1992 with swapped axes lies in another voivodeship: longitude, latitude.
LUBLIN = (22.57, 51.25)
IDENTIFIER = "066301_1.0001.1"


def read(content: bytes) -> tuple[list[Record], list[Problem]]:
    notes: list[Problem] = []
    return list(EgibReader([content], notes, set())), notes


def codes(notes: list[Problem]) -> list[str]:
    return [note.code for note in notes if note.code != "schema"]


def written(east_north: Coordinates, order: AxisOrder) -> list[tuple[float, float]]:
    return [tuple(pair) for pair in (east_north if order is EN else east_north[:, ::-1]).tolist()]


@st.composite
def outlines(draw: st.DrawFn) -> tuple[Coordinates, CRS]:
    """A simple polygon in Poland (longitude, latitude) and a system whose zone it lies in, or PL-1992."""
    longitude, latitude = draw(st.floats(15.0, 23.2)), draw(st.floats(50.6, 53.8))
    angles = np.sort(draw(st.lists(st.floats(0, 6.2), min_size=3, max_size=12, unique_by=lambda a: round(a, 1))))
    radius = draw(st.floats(1e-4, 1e-2))
    ring = np.column_stack((longitude + radius * np.cos(angles), latitude + radius * np.sin(angles)))
    assume(in_poland(transform(ring, ETRS89, PL_1992)).all())
    zone = PL_2000[min(range(4), key=lambda index: abs(15 + 3 * index - longitude))]
    return ring, draw(st.sampled_from([PL_1992, zone]))


@given(outlines(), st.sampled_from([(URN, NE), (OLD, EN)]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_declared_polygons_keep_their_place(outline: tuple[Coordinates, CRS], form: tuple[str, AxisOrder]) -> None:
    ring, crs = outline
    (srs, order), place = form, transform(ring, ETRS89, PL_1992)
    shape = polygon(written(transform(ring, ETRS89, crs), order), srs=srs.format(crs.srid))
    (record,), notes = read(document(parcel("000000_1.0001.1", shape)))
    assert record.problems == ()
    assert [code for code in codes(notes) if code != "place-unproved"] == []
    assert shapely.equals_exact(record.geometry, shapely.Polygon(place), 0.01)


@given(outlines(), st.sampled_from([(URN, EN), (OLD, NE), (None, NE), (None, EN)]), st.sampled_from([2176, 2179, 2180]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_wrongly_declared_polygons_are_put_right_where_values_allow(
    outline: tuple[Coordinates, CRS], form: tuple[str | None, AxisOrder], claimed: int
) -> None:
    ring, crs = outline
    (srs, order), place = form, transform(ring, ETRS89, PL_1992)
    pairs = transform(ring, ETRS89, crs)
    assume(not plausible(Reading(crs, EN), pairs[:, ::-1]).any())
    shape = polygon(written(pairs, order), srs=srs.format(claimed) if srs else None)
    (record,), _ = read(document(parcel("000000_1.0001.1", shape)))
    assert record.problems == ()
    assert shapely.equals_exact(record.geometry, shapely.Polygon(place), 0.01)


@pytest.mark.parametrize("declared", [URN, OLD, "EPSG:{}"])
@pytest.mark.parametrize("order", [NE, EN])
@pytest.mark.parametrize("crs", [PL_1992, PL_2000[3]])
def test_identifiers_settle_the_order(declared: str, order: AxisOrder, crs: CRS) -> None:
    offsets = np.array([[0, 0], [0.001, 0], [0, 0.001]])
    pairs = transform(offsets + LUBLIN, ETRS89, crs)
    shape = polygon(written(pairs, order), srs=declared.format(crs.srid))
    (record,), notes = read(document(parcel(IDENTIFIER, shape)))
    x, y = shapely.get_coordinates(shapely.centroid(record.geometry))[0]
    assert transform(np.array([[x, y]]), PL_1992, ETRS89)[0] == pytest.approx(LUBLIN, abs=0.01)
    assert codes(notes) == ([] if (order is NE) == (declared is URN) else ["axis-order-corrected"])


def test_each_srs_name_is_proved_by_itself() -> None:
    swapped = polygon([(easting, northing) for northing, easting in FIELD], srs="EPSG:2179")
    zone = polygon(FIELD, srs=URN.format(2178))
    records, notes = read(
        document(parcel(), parcel(geometry=swapped), parcel(geometry=zone), parcel(geometry=polygon(FIELD, srs="nic")))
    )
    assert codes(notes) == ["zone-corrected", "crs-assumed"]
    assert all(shapely.equals_exact(record.geometry, records[0].geometry, 0.01) for record in records)


def test_one_absurd_parcel_does_not_spoil_a_file() -> None:
    far = [(northing + 3e6, easting) for northing, easting in FIELD]
    features = [parcel(f"060110_2.0011.{number}") for number in range(1, 9)]
    records, notes = read(document(*features, parcel("060110_2.0011.9", polygon(far))))
    assert codes(notes) == []
    assert [[problem.code for problem in record.problems] for record in records] == [[]] * 8 + [["absurd-coordinates"]]


def test_where_nothing_fits_every_record_is_absurd() -> None:
    far = polygon([(northing + 3e6, easting + 3e6) for northing, easting in FIELD])
    records, notes = read(document(parcel(geometry=far), parcel(geometry=far)))
    assert codes(notes) == ["absurd-coordinates"]
    assert [record.geometry for record in records] == [None, None]


def test_batches_keep_the_order_of_the_file() -> None:
    features = [parcel(f"060110_2.0011.{number}", head=identity(str(number))) for number in range(2500)]
    records, _ = read(document(*features))
    assert [record.local_id for record in records] == list(map(str, range(2500)))
    assert all(record.geometry is not None for record in records)


def test_proof_of_nothing_is_no_proof() -> None:
    assert prove(None, np.empty((0, 2)), []) is None
