"""Shares as properties: they add up, are of the registered area, and depend on nothing but the ground."""

from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.ops import split

from sip.extracts.arrange import Shares, arrange, ground

HUNDRED = Decimal(100)
FAR = 10_000.0
offsets = st.floats(-60, 60).map(lambda value: round(value, 2))
angles = st.floats(0, 3.14)
registered = st.none() | st.integers(1, 2_000_000).map(Decimal)


def cut(shape: Any, lines: list[tuple[float, float]]) -> list[Any]:
    """SHAPE split by lines given as offset from its middle and angle."""
    parts = [shape]
    for offset, angle in lines:
        direction = np.array([np.cos(angle), np.sin(angle)])
        through = np.array(shape.centroid.coords[0]) + offset * np.array([-direction[1], direction[0]])
        line = shapely.LineString([through - FAR * direction, through + FAR * direction])
        parts = [piece for part in parts for piece in split(part, line).geoms]
    return parts


@st.composite
def parcels(draw: st.DrawFn) -> Any:
    """Outlines with many or few corners, some with a hole, some of two parts; areas from about 100 m2 to 2 ha."""
    size = draw(st.floats(6, 80))
    base: Any = shapely.Point(750_000, 360_000).buffer(size, quad_segs=draw(st.integers(1, 25)))
    base = shapely.affinity.scale(base, yfact=draw(st.floats(0.1, 1)))
    if draw(st.booleans()):
        base = base.difference(shapely.affinity.scale(base, 0.3, 0.3))
    if draw(st.booleans()):
        base = shapely.union_all([base, shapely.affinity.translate(base, xoff=3 * size)])
    return base


cuts = st.lists(st.tuples(offsets, angles), max_size=4)


def told(shares: Shares) -> list[tuple[Decimal, Decimal | None]]:
    return sorted((row.percent, row.area_m2 or Decimal(0)) for row in shares.rows)


def shared(parts: list[Any], whole: Any, area: Decimal | None, ranks: list[int] | None = None) -> Shares:
    return arrange(parts, ranks or [0] * len(parts), whole, area)


@given(parcels(), cuts, registered, st.data())
def test_shares_and_rest_are_the_whole(whole: Any, lines: list[Any], area: Decimal | None, data: st.DataObject) -> None:
    parts = cut(whole, lines)
    chosen = data.draw(st.lists(st.sampled_from(parts), unique_by=id, min_size=1))
    shares = shared(chosen, whole, area)

    assert shares.sum_percent + shares.rest_percent == HUNDRED
    assert shares.union_percent + shares.rest_percent == HUNDRED
    assert not shares.is_overlapping
    if area is not None:
        assert sum(row.area_m2 or 0 for row in shares.rows) + (shares.rest_m2 or 0) == area


@given(parcels(), cuts, st.integers(1, 2_000_000).map(Decimal))
def test_each_area_is_its_share_of_the_registered_one(whole: Any, lines: list[Any], area: Decimal) -> None:
    parts = cut(whole, lines)

    for part, row in zip(parts, shared(parts, whole, area).rows, strict=True):
        assert row.area_m2 is not None
        assert abs(float(row.area_m2) - part.area / whole.area * float(area)) <= 1.01


@given(parcels(), cuts, registered, st.randoms())
def test_the_order_of_zones_does_not_matter(whole: Any, lines: list[Any], area: Decimal | None, chance: Any) -> None:
    parts = cut(whole, lines)
    mixed = parts.copy()
    chance.shuffle(mixed)

    assert told(shared(mixed, whole, area)) == told(shared(parts, whole, area))


@given(parcels(), cuts, registered, st.integers(0, 50))
def test_the_order_of_vertices_does_not_matter(whole: Any, lines: list[Any], area: Decimal | None, turn: int) -> None:
    parts = cut(whole, lines)
    turned = [turned_round(part, turn) for part in parts]

    assert told(shared(turned, turned_round(whole, turn), area)) == told(shared(parts, whole, area))


def turned_round(shape: Any, turn: int) -> Any:
    """The same ground with its rings begun elsewhere and run the other way."""
    polygons = [
        shapely.Polygon(turned_ring(part.exterior, turn), [turned_ring(hole, turn) for hole in part.interiors])
        for part in shapely.get_parts(shape)
    ]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons[::-1])


def turned_ring(ring: Any, turn: int) -> Any:
    points = list(ring.coords)[:-1]
    turn %= len(points)
    return (points[turn:] + points[:turn])[::-1]


@given(parcels(), cuts, registered)
def test_neighbours_that_only_touch_add_nothing(whole: Any, lines: list[Any], area: Decimal | None) -> None:
    parts = cut(whole, lines)
    touches = [ground(shapely.intersection(part, other)) for part in parts for other in parts if part is not other]

    assert all(touch.area < 0.01 for touch in touches)
    assert told(shared(parts, whole, area)) == told(shared([*parts], shapely.union_all(parts), area))


@given(parcels(), st.lists(st.tuples(offsets, angles), min_size=1, max_size=3), registered)
def test_of_acts_on_the_same_ground_the_sum_never_passes_the_whole(
    whole: Any, lines: list[Any], area: Decimal | None
) -> None:
    parts = cut(whole, lines)
    shares = shared([*parts, whole], whole, area, ranks=[*[0] * len(parts), 1])

    assert shares.sum_percent <= HUNDRED
    assert shares.rows[-1].percent == 0
    assert shares.rows[-1].replaced == HUNDRED


@given(parcels(), registered)
def test_a_zone_over_all_of_it_is_all_of_it(whole: Any, area: Decimal | None) -> None:
    (row,) = shared([whole], whole, area).rows

    assert (row.percent, row.area_m2) == (HUNDRED, area)


def test_lines_and_points_of_a_touch_are_no_ground() -> None:
    touch = shapely.GeometryCollection([shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])])

    assert ground(touch).is_empty


def test_areas_among_lines_are_kept() -> None:
    mixed = shapely.GeometryCollection([shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 2, 3)])

    assert ground(mixed).area == 6
