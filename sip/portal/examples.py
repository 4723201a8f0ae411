"""Programs that the documentation shows: kept as files, shown with this service's own address and a parcel of its own.

What is shown is what tests run.
"""

from functools import cache
from pathlib import Path
from typing import Final

from sip.geo.crs import WGS84
from sip.public import rows
from sip.services.layers import of_version

FOLDER: Final = Path(__file__).parent / "programs"
ADDRESS: Final = "https://sip.example"
# What the files say -> what is asked of the register for it.
PARCEL: Final = "060902_5.0001.154"
PRECINCT: Final = "060902_5.0001"
X, Y, LONGITUDE, LATITUDE = "750210.5", "362600.5", "22.505", "51.105"
BOX: Final = "22.50 51.10 22.52 51.12"
METRES: Final = "750000,362400,750400,362800"
SPACED: Final = METRES.replace(",", " ")
# The first parcel, or one under a building, so that programs about buildings find some.
_CHOSEN: Final = """
SELECT identifier, precinct_code, ST_X(p), ST_Y(p), ST_X(d), ST_Y(d) FROM (
    SELECT identifier, precinct_code, ST_PointOnSurface(geom) AS p,
        ST_Transform(ST_PointOnSurface(geom), %(degrees)s) AS d
    FROM (
        (
            SELECT 1 AS turn, parcel.identifier, parcel.precinct_code, parcel.geom
            FROM (SELECT ST_PointOnSurface(geom) AS inside FROM building_public ORDER BY id LIMIT 1) AS building
            JOIN parcel_public AS parcel ON ST_Intersects(parcel.geom, building.inside)
            LIMIT 1
        ) UNION ALL (
            SELECT 2, identifier, precinct_code, geom FROM parcel_public ORDER BY identifier COLLATE "C" LIMIT 1
        )
    ) AS either ORDER BY turn LIMIT 1) AS chosen
"""


def example(name: str, root: str) -> str:
    """The file NAME as it works at ROOT, an origin."""
    text = _text(name).replace(ADDRESS, root)
    for said, meant in of_version("examples", _meant).items():
        text = text.replace(said, meant)
    return text


@cache
def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").rstrip("\n")


def _meant() -> dict[str, str]:
    """Nothing for an empty register: the programs stay as they are."""
    found = rows(_CHOSEN, {"degrees": WGS84.srid})
    if not found:
        return {}
    identifier, precinct, x, y, longitude, latitude = found[0]
    box = (longitude - 0.005, latitude - 0.005, longitude + 0.005, latitude + 0.005)
    metres = ",".join(f"{edge:.0f}" for edge in (x - 200, y - 200, x + 200, y + 200))
    return {
        # The identifier first, as the precinct's is its beginning.
        PARCEL: identifier,
        PRECINCT: precinct,
        X: f"{x:.2f}",
        Y: f"{y:.2f}",
        BOX: " ".join(f"{edge:.5f}" for edge in box),
        METRES: metres,
        SPACED: metres.replace(",", " "),
        LONGITUDE: f"{longitude:.6f}",
        LATITUDE: f"{latitude:.6f}",
    }
