"""The demo on disk: an EGiB file to each unit, addresses, the land for planners, lists of what was spoilt."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from itertools import groupby
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

import numpy as np
import shapely
from shapely import Polygon

from parcels.demo import land
from parcels.demo.config import Config, load
from parcels.demo.gml import END, Writer, start
from parcels.demo.persons import Persons
from parcels.demo.plane import rng_for
from parcels.demo.precinct import build
from parcels.demo.records import Address, Life, new_id
from parcels.demo.world import PrecinctPlan, plan_world
from sip.geo.crs import PL_1992, PL_2000, transform

ADDRESS_COLUMNS = ("miejscowosc", "ulica", "numer", "kod", "x", "y", "wkt")
ALONE = 12  # precincts that one process builds before others could be started


@dataclass
class Written:
    """Where everything is, and how many objects: current parcels, closed versions and so on.

    A copy shifted by `period`, metres east and north in PL-2000, fits on to the data.
    """

    period: tuple[float, float]

    egib: list[Path]
    addresses: Path
    land: Path
    defects: Path
    persons: Path | None
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Output:
    """What one process hands back for a precinct: text of its objects, lines for the lists."""

    gml: str
    addresses: str
    land: str
    defects: str
    persons: str
    counts: dict[str, int]


def write_demo(
    out: Path,
    *,
    parcels: int,
    seed: int,
    points: bool = False,
    persons: bool = False,
    processes: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Written:
    """Write the files into an existing directory; the same arguments give the same bytes.

    `progress` is told of the precincts done and of all. `points` adds border points, `persons` invented owners with
    the list persons.txt of all that names them. Memory does not grow with the number of parcels. Raises ValueError
    for fewer than 50 parcels.
    """
    if parcels < 50:
        raise ValueError(f"a demo has at least 50 parcels, not {parcels}")
    config = load()
    world = plan_world(config, parcels=parcels, seed=seed)
    work = partial(_output, config, seed, points, persons)
    written = Written(
        world.period,
        [],
        out / "adresy.csv",
        out / "teren.jsonl",
        out / "usterki.csv",
        out / "persons.txt" if persons else None,
    )
    written.addresses.write_text(";".join(ADDRESS_COLUMNS) + "\n", encoding="utf-8")
    written.land.write_text("", encoding="utf-8")
    written.defects.write_text("usterka;identyfikator\n", encoding="utf-8")
    if written.persons:
        written.persons.write_text("", encoding="utf-8")
    outputs = zip(world.precincts, _outputs(work, world.precincts, processes), strict=True)
    done = 0
    for unit, group in groupby(outputs, key=lambda pair: pair[0].unit):
        path = out / f"egib_{unit}.gml"
        with path.open("w", encoding="utf-8") as file:
            file.write(start(config) + _unit(config, seed, world.units()[unit]))
            for _, output in group:
                file.write(output.gml)
                _note(written, output)
                done += 1
                progress(done, len(world.precincts))
            file.write(END)
        written.egib.append(path)
    return written


def _outputs(work: "partial[Output]", plans: tuple[PrecinctPlan, ...], processes: int | None) -> Iterator[Output]:
    if processes == 1 or (processes is None and len(plans) <= ALONE):
        yield from map(work, range(len(plans)), plans)
        return
    with get_context("spawn").Pool(processes or cpu_count()) as pool:
        yield from pool.imap(partial(_of_pair, work), enumerate(plans))


def _of_pair(work: "partial[Output]", pair: tuple[int, PrecinctPlan]) -> Output:
    return work(*pair)


def _output(config: Config, seed: int, points: bool, with_persons: bool, index: int, plan: PrecinctPlan) -> Output:
    precinct = build(config, seed, plan)
    persons = Persons(config, precinct, index, rng_for(seed, 13, plan.face)) if with_persons else None
    writer = Writer(config, points=points, persons=persons)
    gml = "".join(writer.precinct(precinct, _unit_life(config, seed, plan.unit)))
    return Output(
        gml,
        _address_lines(precinct.addresses),
        land.line(precinct),
        "".join(f"{defect.kind};{defect.identifier}\n" for defect in precinct.defects),
        "".join(f"{mark}\n" for mark in persons.marks) if persons else "",
        {
            "parcels": len(precinct.parcels),
            "closed": len(precinct.closed),
            "buildings": len(precinct.buildings),
            "contours": len(precinct.contours),
            "addresses": len(precinct.addresses),
        },
    )


def _address_lines(addresses: list[Address]) -> str:
    """x is the easting, y the northing, in PL-1992; the WKT says so, which two bare numbers cannot."""
    if not addresses:
        return ""
    places = transform(np.array([address.place for address in addresses]), PL_2000[-1], PL_1992)
    text = StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    for address, (x, y) in zip(addresses, places.tolist(), strict=True):
        east, north = f"{x:.2f}", f"{y:.2f}"
        point = f"SRID={PL_1992.srid};POINT({east} {north})"
        rows.writerow((address.town, address.street, address.number, address.post, east, north, point))
    return text.getvalue()


def _unit_life(config: Config, seed: int, unit: str) -> Life:
    rng = rng_for(seed, 14, int(unit.replace("_", "")) % (1 << 20))
    return Life(new_id(rng), config.loaded, config.loaded)


def _unit(config: Config, seed: int, plans: list[PrecinctPlan]) -> str:
    outline = shapely.union_all([Polygon(plan.outline.ring) for plan in plans])
    writer = Writer(config, points=False, persons=None)
    return writer.unit(_unit_life(config, seed, plans[0].unit), plans[0].unit, plans[0].gmina.name, outline)


def _note(written: Written, output: Output) -> None:
    for path, text in (
        (written.addresses, output.addresses),
        (written.land, output.land),
        (written.defects, output.defects),
        (written.persons, output.persons),
    ):
        if path and text:
            with path.open("a", encoding="utf-8") as file:
                file.write(text)
    for key, count in output.counts.items():
        written.counts[key] = written.counts.get(key, 0) + count
