"""The golden set of extracts, computed apart from the code: `python -m tests.extracts.by_hand > FILE`.

Nothing of the project is imported. Land is given in metres from a corner, so that most shares can be checked with a
pencil; those of slanted shapes come of shapely alone. Rounding to tenths and square metres is by largest remainders.
"""

import json
import sys
from typing import Any

import shapely
from shapely import wkt

Zone = tuple[str, str]
# Of a theme the acts are in the order of precedence: name, day in force, zones.
Act = tuple[str, str, list[Zone]]


def box(west: float, south: float, width: float, height: float) -> str:
    return str(shapely.box(west, south, west + width, south + height).wkt)


CIRCLE = shapely.Point(50, 50).buffer(40, quad_segs=25)
L_SHAPE = "POLYGON((0 0, 60 0, 60 20, 20 20, 20 70, 0 70, 0 0))"
RING = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60)).wkt
TWO_PARTS = shapely.MultiPolygon([shapely.box(0, 0, 30, 20), shapely.box(50, 0, 60, 20)]).wkt
SLANTED = "POLYGON((3.27 1.11, 71.94 22.68, 63.02 58.4, 11.55 47.93, 3.27 1.11))"

# name, parcel, registered hectares, acts of local plans, acts of the plan ogólny
CASES: list[tuple[str, str, float | None, list[Act], list[Act]]] = [
    ("one zone", box(0, 0, 100, 40), 0.4, [("a", "2010-01-01", [("1MN", box(-10, -10, 200, 200))])], []),
    (
        "two zones, registered area larger than the drawn one",
        box(0, 0, 100, 40),
        0.4321,
        [("a", "2010-01-01", [("1MN", box(0, 0, 30, 40)), ("2U", box(30, 0, 70, 40))])],
        [],
    ),
    (
        "three thirds, where tenths cannot be equal",
        box(0, 0, 90, 10),
        0.1,
        [("a", "2010-01-01", [(f"{n}MN", box(30 * n - 30, 0, 30, 10)) for n in (1, 2, 3)])],
        [],
    ),
    (
        "a corner and a rest",
        L_SHAPE,
        0.22,
        [("a", "2010-01-01", [("1ZP", "POLYGON((0 0, 20 0, 0 20, 0 0))"), ("2KD", box(20, 0, 80, 10))])],
        [],
    ),
    (
        "a parcel with a hole",
        RING,
        0.96,
        [("a", "2010-01-01", [("1R", box(0, 0, 50, 100)), ("2ZL", box(50, 0, 50, 100))])],
        [],
    ),
    (
        "a parcel of two parts",
        TWO_PARTS,
        0.08,
        [("a", "2010-01-01", [("1MN", box(0, 0, 40, 20)), ("2KD", box(40, 0, 60, 5))])],
        [],
    ),
    (
        "a later plan over an earlier one",
        box(0, 0, 100, 40),
        0.4,
        [
            ("new", "2020-01-01", [("1MN", box(20, 0, 30, 40))]),
            ("old", "2005-01-01", [("1R", box(0, 0, 70, 40)), ("2ZL", box(70, 0, 30, 40))]),
        ],
        [],
    ),
    (
        "a local plan on part, the plan ogólny on all",
        SLANTED,
        0.2412,
        [("a", "2010-01-01", [("1MN", "POLYGON((0 0, 40 0, 30 80, 0 80, 0 0))")])],
        [("pog", "2025-01-01", [("1SJ", box(-5, -5, 50, 100)), ("2SO", box(45, -5, 80, 100))])],
    ),
    (
        "a hundred corners cut by two lines",
        str(CIRCLE.wkt),
        0.5,
        [
            (
                "a",
                "2010-01-01",
                [
                    ("1MN", "POLYGON((0 0, 37 0, 61 100, 0 100, 0 0))"),
                    ("2U", "POLYGON((37 0, 100 0, 100 41, 46.84 41, 37 0))"),
                    ("3ZP", "POLYGON((46.84 41, 100 41, 100 100, 61 100, 46.84 41))"),
                ],
            )
        ],
        [],
    ),
    (
        "a zone with a hole around the parcel's middle",
        box(0, 0, 100, 100),
        1.0,
        [("a", "2010-01-01", [("1ZL", str(RING)), ("2W", box(40, 40, 20, 20))])],
        [],
    ),
    ("without a registered area", SLANTED, None, [("a", "2010-01-01", [("1MN", box(0, 0, 30, 100))])], []),
]


def expected(parcel: str, hectares: float | None, acts: list[Act]) -> dict[str, Any]:
    ground = wkt.loads(parcel)
    taken: Any = shapely.Polygon()
    names, areas = [], []
    for _act, _since, zones in acts:
        for designation, outline in zones:
            names.append(designation)
            areas.append(wkt.loads(outline).intersection(ground).difference(taken).area)
        taken = shapely.union_all([taken, *(wkt.loads(outline) for _name, outline in zones)])
    rest = ground.difference(taken).area
    parts = [*areas, rest if rest > 0.01 else 0.0]
    tenths = by_largest_remainders(parts, 1000)
    metres = by_largest_remainders(parts, round(hectares * 10_000)) if hectares else [None] * len(parts)
    return {
        "rows": {name: [tenth / 10, metre] for name, tenth, metre in zip(names, tenths, metres, strict=False)},
        "rest": [tenths[-1] / 10, metres[-1]],
    }


def by_largest_remainders(parts: list[float], units: int) -> list[int]:
    total = sum(parts)
    exact = [part / total * units for part in parts]
    given = [int(value + 1e-9) for value in exact]
    order = sorted(range(len(parts)), key=lambda at: (given[at] - exact[at], -parts[at]))
    for at in order[: units - sum(given)]:
        given[at] += 1
    return given


def main() -> None:
    found = [
        {
            "name": name,
            "parcel": parcel,
            "hectares": hectares,
            "local": local,
            "general": general,
            "expected": {
                theme: expected(parcel, hectares, acts)
                for theme, acts in (("local-plans", local), ("general-plan", general))
                if acts
            },
        }
        for name, parcel, hectares, local, general in CASES
    ]
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
