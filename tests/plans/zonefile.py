"""Zones of a small local plan in the formats they come in, over the act of `planfile`."""

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from tests.parcels.importing.village import CORNER
from tests.plans.planfile import act, document

EPSG = "EPSG:2179"
LOCAL_SET = "PL.ZIPPZP.9999/060902-MPZP"
LOCAL_ACT = f"{LOCAL_SET}/7MPZP"

Box = tuple[float, float, float, float]
Zone = tuple[str, Box]
HALVES: tuple[Zone, ...] = (("1MN/U", (0, 0, 200, 200)), ("KDD.3", (200, 0, 200, 200)))
# Their designations and symbols in the register.
NAMED = [("1MN/U", "MN/U"), ("KDD.3", "KDD")]


def local_act(place: Box = (0, 0, 400, 200), *, status: str = "legalForce") -> bytes:
    """A local plan of a gmina as an APP document."""
    text = document(act(place, status=status)).decode()
    text = text.replace("planOgolnyGminy", "miejscowyPlanZagospodarowaniaPrzestrzennego")
    return text.replace("060902-POG", "060902-MPZP").replace("1POG", "7MPZP").encode()


def corners(place: Box) -> list[tuple[float, float]]:
    """Easting and northing in PL-2000 zone 8; PLACE is east, north, width, height from the village's corner."""
    east, north, width, height = place
    around = ((east, north), (east + width, north), (east + width, north + height), (east, north + height))
    return [(CORNER[1] + x, CORNER[0] + y) for x, y in around]


def polygon(place: Box) -> shapely.Polygon:
    return shapely.Polygon(corners(place))


def write(
    path: Path,
    shapes: Sequence[shapely.Geometry],
    columns: Mapping[str, Sequence[Any]],
    *,
    crs: str | None = EPSG,
    layer: str = "tereny",
    geometry_type: str = "Unknown",
    append: bool = False,
) -> Path:
    """A file in the format its suffix says, through GDAL."""
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        [np.array(values, dtype=object) for values in columns.values()],
        list(columns),
        crs=crs,
        geometry_type=geometry_type,
        encoding="UTF-8",
        append=append,
        **({"layer": layer} if path.suffix == ".gpkg" else {}),
    )
    return path


def written(path: Path, zones: Iterable[Zone] = HALVES, *, column: str = "OZNACZENIE", **how: Any) -> Path:
    names, places = zip(*zones, strict=True)
    return write(path, list(map(polygon, places)), {column: names}, geometry_type="Polygon", **how)


def zipped(shapefile: Path) -> Path:
    archive = shapefile.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as packed:
        for part in shapefile.parent.glob(f"{shapefile.stem}.*"):
            if part != archive:
                packed.write(part, part.name)
    return archive


def geojson(zones: Iterable[Zone] = HALVES, *, column: str = "symbol_terenu", **more: Any) -> bytes:
    """In PL-2000, as GDAL writes it with its old `crs` member."""
    features = [
        {
            "type": "Feature",
            "properties": {column: name, **more},
            "geometry": {"type": "Polygon", "coordinates": [[*corners(place), corners(place)[0]]]},
        }
        for name, place in zones
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2179"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}).encode()


# DXF, as pairs of lines: group code and value


def line(layer: str, place: Box | Sequence[tuple[float, float]], *, closed: bool = True) -> str:
    points = corners(place) if isinstance(place[0], float | int) else place  # type: ignore[arg-type]
    vertices = "".join(f"10\n{x}\n20\n{y}\n" for x, y in points)  # type: ignore[misc]
    head = (
        f"0\nLWPOLYLINE\n5\nA1\n100\nAcDbEntity\n8\n{layer}\n100\nAcDbPolyline\n90\n{len(points)}\n70\n{int(closed)}\n"
    )
    return head + vertices


def hatch(layer: str, place: Box) -> str:
    vertices = "".join(f"10\n{x}\n20\n{y}\n" for x, y in corners(place))
    return (
        f"0\nHATCH\n5\nB1\n100\nAcDbEntity\n8\n{layer}\n100\nAcDbHatch\n10\n0\n20\n0\n30\n0\n210\n0\n220\n0\n230\n1\n"
        f"2\nSOLID\n70\n1\n71\n0\n91\n1\n92\n2\n72\n0\n73\n1\n93\n4\n{vertices}97\n0\n75\n0\n76\n1\n98\n0\n"
    )


def text(layer: str, east: float, north: float, words: str) -> str:
    return f"0\nTEXT\n8\n{layer}\n10\n{CORNER[1] + east}\n20\n{CORNER[0] + north}\n40\n2.5\n1\n{words}\n"


def dxf(*entities: str, end: str = "0\nENDSEC\n0\nEOF\n") -> bytes:
    head = "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n9\n$DWGCODEPAGE\n3\nANSI_1250\n0\nENDSEC\n"
    return (head + "0\nSECTION\n2\nENTITIES\n" + "".join(entities) + end).encode("cp1250")
