"""python -m tests.bench [import|tiles|lookups] [--parcels N]: measures and prints ratios; only ratios count."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg2

from sip.geo.crs import PL_1992, WGS84
from sip.geo.grid import PL_1992_GRID
from sip.services.tiles import cutting
from tests.bench.load import database_rate, http_rate
from tests.bench.scratch import PROJECT, Run, Scratch, scratch, web_server

FEATURE = (PROJECT / "sip/services/rest/feature.sql").read_text(encoding="utf-8")
# The statements of the REST views, with the answer in degrees as they give it.
ANSWER = {"crs": WGS84.srid, "stored": PL_1992.srid, "digits": 7, "limit": 1}
BY_IDENTIFIER = FEATURE.replace("{condition}", "identifier = %(identifier)s")
AT_POINT = FEATURE.replace("{condition}", "ST_Intersects(geom, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), %(stored)s))")
PLACES = """
SELECT identifier, ST_X(p), ST_Y(p) FROM (
    SELECT identifier, ST_PointOnSurface(geom) AS p FROM parcel_public ORDER BY md5(identifier) LIMIT 500) AS chosen
"""
ZOOMS = (12, 13, 14)

Places = list[tuple[str, float, float]]


def imports(made: Scratch, files: list[str], ours: Run) -> None:
    """The same files by ogr2ogr with COPY, beside ours with all checks."""
    target = "PG:" + " ".join(f"{key}='{value}'" for key, value in made.parameters.items())
    options = ["-f", "PostgreSQL", target, "-nlt", "GEOMETRY", "-gt", "65536", "--config", "PG_USE_COPY", "YES"]
    runs = [made.run("ogr2ogr", *options, "-append", file) for file in files]
    theirs = Run(sum(run.seconds for run in runs), max(run.memory for run in runs))
    say(f"  peak memory: ogr2ogr {theirs.memory / 1e6:.0f} MB, ours {ours.memory / 1e6:.0f} MB")
    compare("import of all files", "ogr2ogr", 1 / theirs.seconds, 1 / ours.seconds)


def tiles(made: Scratch, port: int) -> None:
    """Cold tiles over HTTP beside the same statement on the database; then tiles that the client has already."""
    version, found = _version(made), _places(made)
    for zoom in ZOOMS:
        cells = sorted({PL_1992_GRID.cell(zoom, x, y) for _, x, y in found})
        text = cutting.statement_of(PL_1992_GRID, zoom)
        alone = database_rate(made.public, text, [cutting.parameters(PL_1992_GRID, zoom, x, y) or {} for x, y in cells])
        paths = [f"/tiles/pl1992/{version}/{zoom}/{x}/{y}.mvt" for x, y in cells]
        cold = http_rate(port, paths)
        compare(f"tile z{zoom}, cold ({len(cells)} tiles)", "database", alone, cold)
        warm = http_rate(port, paths, headers={"If-None-Match": f'"{version}-{cutting.EDITION}"'}, status=304)
        compare(f"tile z{zoom}, by its ETag", "cold", cold, warm)


def lookups(made: Scratch, port: int) -> None:
    """One parcel by identifier and at a point, over HTTP beside the same statement on the database."""
    found = _places(made)
    by_identifier = [{**ANSWER, "identifier": identifier} for identifier, _, _ in found]
    alone = database_rate(made.public, BY_IDENTIFIER, by_identifier)
    over_http = http_rate(port, [f"/api/v1/parcels/{identifier}/" for identifier, _, _ in found])
    compare("parcel by identifier", "database", alone, over_http)
    alone = database_rate(made.public, AT_POINT, [{**ANSWER, "x": x, "y": y} for _, x, y in found])
    over_http = http_rate(port, [f"/api/v1/parcels/at/?x={x}&y={y}&srid={PL_1992.srid}" for _, x, y in found])
    compare("parcel at a point", "database", alone, over_http)


SERVED = {"tiles": tiles, "lookups": lookups}
ALL = ("import", *SERVED)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=ALL, help="all of them unless named")
    parser.add_argument("--parcels", type=int, default=20_000, help="size of the demo data (20000)")
    chosen = parser.parse_args()
    wanted = [chosen.what] if chosen.what else ALL
    with TemporaryDirectory(prefix="sip-bench-") as folder, scratch(Path(folder)) as made:
        made.manage("make_demo", "--parcels", str(chosen.parcels), "--out", str(made.folder / "demo"))
        files = sorted(str(path) for path in (made.folder / "demo").glob("*.gml"))
        say(f"{chosen.parcels} parcels, {sum(Path(file).stat().st_size for file in files) / 1e6:.1f} MB of GML")
        ours = made.manage("deliver", "egib", *files)
        if "import" in wanted:
            imports(made, files, ours)
        served = [measure for name, measure in SERVED.items() if name in wanted]
        with web_server(made) as port:
            for measure in served:
                measure(made, port)
    return 0


def compare(what: str, beside: str, theirs: float, ours: float) -> None:
    say(f"  {what:34} {beside} {theirs:9.1f}/s   ours {ours:9.1f}/s   ratio {ours / theirs:6.2f}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _rows(made: Scratch, statement: str) -> list[tuple[Any, ...]]:
    connection = psycopg2.connect(**made.public)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    connection.close()
    return found


def _places(made: Scratch) -> Places:
    """Parcels spread over the register, each with a point inside, easting and northing."""
    return [(identifier, x, y) for identifier, x, y in _rows(made, PLACES)]


def _version(made: Scratch) -> int:
    return int(_rows(made, "SELECT sum(version) FROM layer_public")[0][0])


if __name__ == "__main__":
    sys.exit(main())
