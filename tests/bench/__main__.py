"""python -m tests.bench [WHAT] [--parcels N] [--tipg]: measures and prints ratios; only ratios of one run count."""

import argparse
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import numpy as np
import psycopg2

from sip.extracts.overlay import LAYERS, PARCEL
from sip.geo.crs import PL_1992, WGS84, transform
from sip.geo.grid import PL_1992_GRID, WEB_MERCATOR_QUAD
from sip.services.places import AT_POINT
from sip.services.registry.land import PARCELS
from sip.services.rest.features import ADDRESSED, text_of
from sip.services.tiles import cutting
from tests.bench import maps, tipg, uldk
from tests.bench.load import database_rate, http_rate
from tests.bench.scratch import Run, Scratch, scratch, web_server

PLACES = """
SELECT identifier, ST_X(p), ST_Y(p) FROM (
    SELECT identifier, ST_PointOnSurface(geom) AS p FROM parcel_public ORDER BY md5(identifier) LIMIT 500) AS chosen
"""
OVERLAY = """
SELECT zone.identifier, ST_Area(ST_Intersection(zone.geom, parcel.geom))
FROM parcel_public AS parcel JOIN planning_zone_public AS zone ON ST_Intersects(zone.geom, parcel.geom)
WHERE parcel.identifier = %(identifier)s
"""
ZONES = Path(__file__).parent / "zones.sql"
BATCH = 10_000
DAYS = 4
OGC = "/ogc/collections/parcels/items"
ZOOMS = {PL_1992_GRID: (12, 13, 14), WEB_MERCATOR_QUAD: (14, 16)}


@dataclass(frozen=True, slots=True)
class Served:
    """Ports of the web servers; TiPg's is 0 where it was not asked for."""

    ours: int
    tipg: int


Places = list[tuple[str, float, float]]


def imports(made: Scratch, files: list[str], ours: Run) -> None:
    """The same files by ogr2ogr with COPY, beside ours with all checks."""
    target = "PG:" + " ".join(f"{key}='{value}'" for key, value in made.parameters.items())
    options = ["-f", "PostgreSQL", target, "-nlt", "GEOMETRY", "-gt", "65536", "--config", "PG_USE_COPY", "YES"]
    runs = [made.run("ogr2ogr", *options, "-append", file) for file in files]
    theirs = Run(sum(run.seconds for run in runs), max(run.memory for run in runs))
    say(f"  peak memory: ogr2ogr {theirs.memory / 1e6:.0f} MB, ours {ours.memory / 1e6:.0f} MB")
    compare("import of all files", "ogr2ogr", 1 / theirs.seconds, 1 / ours.seconds)


def tiles(made: Scratch, served: Served) -> None:
    """Cold tiles over HTTP beside the same statement on the database; then tiles that the client has already."""
    version, found = _version(made), _places(made)
    for grid, zooms in ZOOMS.items():
        places = transform(np.array([(x, y) for _, x, y in found]), PL_1992, grid.crs)
        for zoom in zooms:
            cells = sorted({grid.cell(zoom, float(x), float(y)) for x, y in places})
            values = [cutting.parameters(grid, zoom, x, y) or {} for x, y in cells]
            alone = database_rate(made.public, cutting.statement_of(grid, zoom), values)
            paths = [f"/tiles/{grid.name}/{version}/{zoom}/{x}/{y}.mvt" for x, y in cells]
            cold = http_rate(served.ours, paths)
            compare(f"{grid.name} z{zoom}, cold ({len(cells)} tiles)", "database", alone, cold)
            warm = http_rate(served.ours, paths, headers={"If-None-Match": cutting.etag(version)}, status=304)
            compare(f"{grid.name} z{zoom}, by its ETag", "cold", cold, warm)
            if served.tipg and grid is WEB_MERCATOR_QUAD:
                beside_tipg(f"{grid.name} z{zoom}", served.tipg, [tipg.tile(zoom, x, y) for x, y in cells], cold)


def lookups(made: Scratch, served: Served) -> None:
    """One parcel by identifier and at a point, by REST and ULDK, beside the same statements on the database."""
    found = _places(made)
    text = text_of(PARCELS, ADDRESSED.format(address="identifier"))
    alone = database_rate(made.public, text, [{"address": identifier, "limit": 1} for identifier, _, _ in found])
    ours = http_rate(served.ours, [f"/api/v1/parcels/{identifier}/" for identifier, _, _ in found])
    compare("parcel by identifier", "database", alone, ours)
    _uldk("by identifier", made, served, [uldk.by_id(identifier) for identifier in _identifiers(found)], ours)
    if served.tipg:
        beside_tipg("parcel by identifier", served.tipg, [tipg.item(key) for key in _keys(made, found)], ours)
    values = [{"px": x, "py": y, "point_srid": PL_1992.srid, "limit": 100} for _, x, y in found]
    alone = database_rate(made.public, text_of(PARCELS, AT_POINT), values)
    ours = http_rate(served.ours, [f"/api/v1/parcels/at/?x={x}&y={y}&srid={PL_1992.srid}" for _, x, y in found])
    compare("parcel at a point", "database", alone, ours)
    _uldk("at a point", made, served, [uldk.by_point(x, y) for _, x, y in found], ours)
    if served.tipg:
        degrees = transform(np.array([(x, y) for _, x, y in found]), PL_1992, WGS84)
        beside_tipg("parcel at a point", served.tipg, [tipg.at(float(x), float(y)) for x, y in degrees], ours)


def _uldk(what: str, made: Scratch, served: Served, asked: list[uldk.Question], rest: float) -> None:
    alone = database_rate(made.public, asked[0].statement, [question.values for question in asked])
    ours = http_rate(served.ours, [question.path for question in asked])
    compare(f"ULDK, parcel {what}", "database", alone, ours)
    compare(f"ULDK, parcel {what}", "REST", rest, ours)


def pages(made: Scratch, served: Served) -> None:
    """Pages of 1,000 features from anywhere in the register."""
    found = _places(made)
    text = text_of(PARCELS, 'identifier COLLATE "C" > %(after)s')
    alone = database_rate(made.public, text, [{"after": identifier, "limit": 1001} for identifier, _, _ in found])
    ours = http_rate(served.ours, [f"/api/v1/parcels/?limit=1000&after={identifier}" for identifier, _, _ in found])
    compare("page of 1,000 features", "database", alone, ours)
    if served.tipg:
        beside_tipg("page of 1,000 features", served.tipg, [tipg.page(place) for place in range(0, 10_000, 1000)], ours)


def filters(made: Scratch, served: Served) -> None:
    """Pages of OGC API by CQL2: of a precinct, and in a box of 200 m; beside the same without a filter."""
    found = _places(made)
    plain = http_rate(served.ours, [f"{OGC}?limit=100&after={identifier}" for identifier, _, _ in found])
    degrees = transform(np.array([(x, y) for _, x, y in found]), PL_1992, WGS84)
    boxes = [",".join(f"{edge:.6f}" for edge in (x - 0.0014, y - 0.0009, x + 0.0014, y + 0.0009)) for x, y in degrees]
    precincts = [identifier[:13] for identifier in _identifiers(found)]
    asked = {
        "filter: area in a precinct": [
            ("precinct = '{}' AND registered_area_ha > 0.1", "precinct_code = '{}' AND registered_area > 0.1", each)
            for each in precincts
        ],
        "filter: area in a box": [
            ("S_INTERSECTS(geometry, BBOX({})) AND registered_area_ha > 0.1", "registered_area > 0.1", each)
            for each in boxes
        ],
    }
    for what, conditions in asked.items():
        ours = http_rate(served.ours, [f"{OGC}?limit=100&filter={quote(own.format(x))}" for own, _, x in conditions])
        compare(what, "plain page", plain, ours)
        if served.tipg:
            theirs = [tipg.filtered(other.format(x), x if "box" in what else "") for _, other, x in conditions]
            beside_tipg(what, served.tipg, theirs, ours)


def search(made: Scratch, served: Served) -> None:
    """What people type, beside a look-up by identifier: what it costs them to be vague."""
    found = _places(made)
    exact = http_rate(served.ours, [f"/api/v1/parcels/{identifier}/" for identifier, _, _ in found])
    for what, texts in (("identifier", _identifiers(found)), ("number", _numbers(found))):
        ours = http_rate(served.ours, [f"/api/v1/search/?q={text}" for text in texts])
        compare(f"search by {what}", "by id", exact, ours)


def extracts(made: Scratch, served: Served) -> None:
    """Extracts of parcels beside the overlay of their zones alone; then many in one process."""
    _lay_zones(made)
    found = _places(made)
    alone = database_rate(made.public, OVERLAY, [{"identifier": identifier} for identifier, _, _ in found])
    paths = [f"/api/v1/parcels/{identifier}/extract/" for identifier, _, _ in found]
    again = http_rate(served.ours, paths)
    compare("extract asked for again", "zones alone", alone, again)
    ours = http_rate(served.ours, [f"{path}?date={day}" for day in _days() for path in paths])
    compare("extract of a parcel", "zones alone", alone, ours)
    moment = {"moment": datetime.now(tz=UTC), "layers": list(LAYERS)}
    values = [{"version": version, **moment} for version in _keys(made, found)]
    whole = database_rate(made.public, PARCEL, values)
    compare("extract asked for again", "all layers", whole, again)
    compare("extract of a parcel", "all layers", whole, ours)
    batch = made.run(sys.executable, "-m", "tests.bench.batch", str(BATCH))
    compare(f"extracts in one process ({BATCH})", "all layers", whole, BATCH / batch.seconds)


def drawn(made: Scratch, _served: Served) -> None:
    """GetMap beside MapServer in processes without HTTP, then pictures that are kept."""
    asked = maps.queries(_places(made))
    bare = maps.bare_rate(made, asked)
    cold, warm = maps.our_rates(made, asked)
    compare("GetMap 512 x 512, cold", "mapscript", bare, cold)
    compare("GetMap 512 x 512, kept", "cold", cold, warm)


SERVED = {
    "tiles": tiles,
    "lookups": lookups,
    "pages": pages,
    "filters": filters,
    "search": search,
    "extracts": extracts,
    "maps": drawn,
}
ALL = ("import", *SERVED)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=ALL, help="all of them unless named")
    parser.add_argument("--parcels", type=int, default=20_000, help="size of the demo data (20000)")
    parser.add_argument("--database", default="", help="ask this one as it is, on the same server; nothing is imported")
    parser.add_argument("--tipg", action="store_true", help="TiPg beside ours, installed for this run")
    chosen = parser.parse_args()
    wanted = [chosen.what] if chosen.what else ALL
    with TemporaryDirectory(prefix="sip-bench-") as folder, scratch(Path(folder), existing=chosen.database) as made:
        if not chosen.database:
            _load(made, chosen.parcels, measured="import" in wanted)
        served = [measure for name, measure in SERVED.items() if name in wanted]
        with web_server(made) as port, tipg.server(made, wanted=chosen.tipg) as theirs:
            for measure in served:
                measure(made, Served(port, theirs))
    return 0


def _load(made: Scratch, parcels: int, *, measured: bool) -> None:
    made.manage("make_demo", "--parcels", str(parcels), "--out", str(made.folder / "demo"), "--without-plans")
    files = sorted(str(path) for path in (made.folder / "demo").glob("*.gml"))
    say(f"{parcels} parcels, {sum(Path(file).stat().st_size for file in files) / 1e6:.1f} MB of GML")
    ours = made.manage("deliver", "egib", *files)
    if measured:
        imports(made, files, ours)


def _lay_zones(made: Scratch) -> None:
    """Zones over all parcels, where the database has none."""
    with psycopg2.connect(**made.parameters) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM plans_planningzone)")
        if cursor.fetchone() == (False,):
            cursor.execute(ZONES.read_text(encoding="utf-8"))
    connection.close()


def compare(what: str, beside: str, theirs: float, ours: float) -> None:
    say(f"  {what:34} {beside} {theirs:9.1f}/s   ours {ours:9.1f}/s   ratio {ours / theirs:6.2f}")


def beside_tipg(what: str, port: int, paths: list[str], ours: float) -> None:
    try:
        compare(what, "TiPg", http_rate(port, paths), ours)
    except RuntimeError as error:
        say(f"  {what:34} TiPg fails: {error}")


def _days() -> list[date]:
    """So many that an extract of a day is not kept any more when it is asked for again."""
    today = datetime.now(tz=UTC).date()
    return [today + timedelta(days=more) for more in range(DAYS)]


def _identifiers(found: Places) -> list[str]:
    return [identifier for identifier, _, _ in found]


def _numbers(found: Places) -> list[str]:
    return [identifier.rpartition(".")[2] for identifier, _, _ in found]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _rows(made: Scratch, statement: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    connection = psycopg2.connect(**made.public)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    connection.close()
    return found


def _places(made: Scratch) -> Places:
    """Parcels spread over the register, each with a point inside, easting and northing."""
    return [(identifier, x, y) for identifier, x, y in _rows(made, PLACES)]


def _keys(made: Scratch, found: Places) -> list[int]:
    """The rows' numbers."""
    statement = "SELECT id FROM parcel_public WHERE identifier = ANY (%(names)s)"
    return [key for (key,) in _rows(made, statement, {"names": _identifiers(found)})]


def _version(made: Scratch) -> int:
    return int(_rows(made, "SELECT sum(version) FROM layer_public")[0][0])


if __name__ == "__main__":
    sys.exit(main())
