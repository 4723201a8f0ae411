"""QGIS as a client: what it sees of WMS, WFS, OGC API and tiles, beside what the database holds."""

import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import orjson
import psycopg2

Parcel = dict[str, Any]

PYTHON: Final = "/usr/bin/python3"
SCRIPT: Final = Path(__file__).with_name("in_qgis.py")
SECONDS: Final = 300
# An empty picture has one colour, or two with its border.
LEAST_COLOURS: Final = 5
# Metres: what degrees and metres of answers are rounded to.
NEAR_ENOUGH: Final = 0.05
PARCEL: Final = """SELECT identifier, ARRAY[ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)],
        ARRAY[ST_X(inside), ST_Y(inside)],
        (SELECT count(*) FROM parcel_public AS other WHERE ST_Intersects(other.geom, ST_Envelope(chosen.geom)))
    FROM parcel_public AS chosen, LATERAL (SELECT ST_PointOnSurface(geom) AS inside) AS point
    -- parcels are drawn from a scale that shows no more than this on a picture of the script's size
    WHERE ST_XMax(geom) - ST_XMin(geom) < 300 AND ST_YMax(geom) - ST_YMin(geom) < 300
    ORDER BY ST_NPoints(geom) DESC, identifier LIMIT 1"""


def is_here() -> bool:
    """Whether Debian's python3-qgis is on this machine."""
    return subprocess.run([PYTHON, "-c", "import qgis.core"], check=False, capture_output=True).returncode == 0


def faults(address: str, parameters: dict[str, Any], folder: Path) -> list[str]:
    """What QGIS sees otherwise than the database, in words; the services are at ADDRESS."""
    with psycopg2.connect(**parameters) as connection, connection.cursor() as cursor:
        cursor.execute(PARCEL)
        identifier, box, point, near = cursor.fetchone() or ("", [], [], 0)
    parcel: Parcel = {"identifier": identifier, "box": box, "point": point, "near": near}
    seen = _seen(address, parcel, folder)
    found = [f"{name}: {fault}" for name, each in seen.items() for fault in _faults(each, parcel)]
    sys.stdout.write(f"QGIS: {len(seen)} layers, {len(found)} faults\n")
    return found


def _seen(address: str, parcel: Parcel, folder: Path) -> dict[str, dict[str, Any]]:
    file = folder / "parcel.json"
    file.write_bytes(orjson.dumps(parcel))
    ran = subprocess.run(
        [PYTHON, SCRIPT, address, file],
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)},
        stdout=subprocess.PIPE,
        timeout=SECONDS,
        check=True,
    )
    made: dict[str, dict[str, Any]] = orjson.loads(ran.stdout)
    return made


def _faults(seen: dict[str, Any], parcel: Parcel) -> list[str]:
    if not seen["valid"]:
        return ["is no valid layer"]
    found = []
    if seen.get("colours", LEAST_COLOURS) < LEAST_COLOURS:
        found.append("the picture is empty")
    if "identified" in seen and not any(parcel["identifier"] in text for text in seen["identified"]):
        found.append(f"the parcel is not found by its place: {seen['identified']}")
    if "box" in seen:
        found += _misplaced(seen, parcel)
    return found


def _misplaced(seen: dict[str, Any], parcel: Parcel) -> list[str]:
    """The box turned into another system and back is larger, so more parcels may be near; never fewer."""
    found = []
    if seen["near"] < parcel["near"]:
        found.append(f"{seen['near']} parcels are near, not {parcel['near']}")
    pairs = zip(seen["box"], parcel["box"], strict=False)
    if len(seen["box"]) != len(parcel["box"]) or any(abs(one - other) > NEAR_ENOUGH for one, other in pairs):
        found.append(f"the parcel is at {seen['box']}, not at {parcel['box']}")
    return found
