"""The reading of coordinates is proved by where the identifiers say the objects lie."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sip.geo.crs import CRS, ETRS89, PL_1992, PL_2000, WGS84, AxisOrder, Coordinates, Reading, transform
from sip.geo.proof import in_poland, plausible, prove

NE, EN = AxisOrder.NORTH_EAST, AxisOrder.EAST_NORTH
# A town in each voivodeship: longitude, latitude.
TOWNS = {
    "02": (17.03, 51.11), "04": (18.00, 53.12), "06": (22.57, 51.25), "08": (15.51, 51.94),
    "10": (19.46, 51.76), "12": (19.94, 50.06), "14": (21.01, 52.23), "16": (17.93, 50.67),
    "18": (22.00, 50.04), "20": (23.16, 53.13), "22": (18.65, 54.35), "24": (19.02, 50.26),
    "26": (20.63, 50.87), "28": (20.48, 53.78), "30": (16.93, 52.41), "32": (14.55, 53.43),
}  # fmt: skip


def written(town: str, crs: CRS, order: AxisOrder) -> Coordinates:
    pair = transform(np.array([TOWNS[town]]), ETRS89, crs)
    return pair if order is EN else pair[:, ::-1]


def systems_of(town: str) -> list[CRS]:
    """The systems in use there: the nation's, the world's and the town's zone."""
    zone = min(range(4), key=lambda index: abs(15 + 3 * index - TOWNS[town][0]))
    return [PL_1992, WGS84, PL_2000[zone]]


@pytest.mark.parametrize(("town", "crs"), [(town, crs) for town in TOWNS for crs in systems_of(town)])
@pytest.mark.parametrize("order", [NE, EN])
def test_declared_reading_wins_where_it_fits(town: str, crs: CRS, order: AxisOrder) -> None:
    declared = Reading(crs, order)
    proof = prove(declared, written(town, crs, order), [f"{town}0101_1.0001.1"])
    assert proof is not None
    assert (proof.reading, proof.by_identifier) == (declared, True)


@pytest.mark.parametrize("town", ["06", "12", "14", "22", "24", "32"])
def test_swapped_pl_1992_is_found_by_the_voivodeship(town: str) -> None:
    proof = prove(Reading(PL_1992, NE), written(town, PL_1992, EN), [f"{town}0101_1.0001.1"])
    assert proof is not None
    assert proof.reading == Reading(PL_1992, EN)


@pytest.mark.parametrize(("zone", "town"), list(zip(PL_2000, ("32", "30", "14", "06"), strict=True)))
def test_zone_is_found_by_the_values(zone: CRS, town: str) -> None:
    proof = prove(Reading(PL_1992, NE), written(town, zone, EN), [f"{town}0101_1.0001.1"])
    assert proof is not None
    assert proof.reading == Reading(zone, EN)


def test_undeclared_coordinates_are_understood() -> None:
    proof = prove(None, written("14", PL_2000[2], NE), ["146501_8.0001.1"])
    assert proof is not None
    assert proof.reading == Reading(PL_2000[2], NE)


def test_declared_reading_inside_poland_stands_where_identifiers_lie_about_the_place() -> None:
    declared = Reading(PL_2000[3], NE)
    proof = prove(declared, written("06", PL_2000[3], NE), ["320101_1.0001.1"])
    assert proof is not None
    assert (proof.reading, proof.by_identifier) == (declared, False)


def test_unknown_voivodeship_leaves_it_to_the_outline() -> None:
    proof = prove(Reading(PL_2000[3], NE), written("06", PL_2000[3], EN), ["działka"])
    assert proof is not None
    assert proof.reading.order is EN


def test_a_few_outliers_do_not_change_the_reading() -> None:
    pairs = np.vstack([written("14", PL_2000[2], NE)] * 8 + [np.array([[0.0, 0.0], [np.inf, np.nan]])])
    declared = Reading(PL_2000[2], NE)
    proof = prove(declared, pairs, ["146501_8.0001.1"] * 10)
    assert proof is not None
    assert proof.reading == declared


def test_nothing_fits_nowhere() -> None:
    assert prove(None, np.array([[1.0, 2.0]]), ["146501_8.0001.1"]) is None
    assert prove(Reading(PL_1992, NE), np.array([[9e6, 9e6]]), ["146501_8.0001.1"]) is None


@pytest.mark.parametrize("town", TOWNS)
def test_towns_are_in_poland(town: str) -> None:
    assert in_poland(written(town, PL_1992, EN)).all()


@pytest.mark.parametrize("place", [(13.4, 52.5), (14.42, 50.09), (24.03, 49.84), (25.28, 54.69), (20.5, 54.95)])
def test_neighbours_capitals_are_not(place: tuple[float, float]) -> None:
    assert not in_poland(transform(np.array([place]), ETRS89, PL_1992)).any()


@given(st.floats(14.9, 23.4), st.floats(50.5, 53.9), st.sampled_from([PL_1992, *PL_2000]), st.sampled_from([NE, EN]))
def test_any_place_is_found_whatever_is_declared_where_only_one_reading_is_possible(
    longitude: float, latitude: float, crs: CRS, order: AxisOrder
) -> None:
    place = transform(np.array([[longitude, latitude]]), ETRS89, PL_1992)
    pair = transform(np.array([[longitude, latitude]]), ETRS89, crs)
    pair = pair if order is EN else pair[:, ::-1]
    assume(in_poland(place).all() and not plausible(Reading(crs, order.swapped), pair).any())
    assume(plausible(Reading(crs, order), pair).all())
    proof = prove(Reading(crs, order.swapped), pair, [""])
    assert proof is not None
    assert proof.reading.to_pl_1992(pair) == pytest.approx(place, abs=0.01)
