"""Reading tiles as a stranger does: downloaded, with their metadata.json, opened by GDAL's MVT driver."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from django.test import Client

from sip.geo.crs import PL_1992, transform
from sip.geo.grid import Grid
from sip.public import rows
from tests.parcels.importing.village import PRECINCT

Features = list[tuple[dict[str, Any], shapely.Geometry]]


@dataclass(frozen=True)
class Downloads:
    """A folder for tiles of a grid, beside its metadata; `day` is the one asked for, as what is now without it."""

    client: Client
    folder: Path
    grid: Grid
    day: str = ""

    def layer(self, name: str, z: int, x: int, y: int) -> Features:
        """Attributes and shapes (in the grid's system) of a layer of a tile; empty where the tile has no such layer."""
        when = f"1/{self.day}/" if self.day else ""
        answer = self.client.get(f"/tiles/{self.grid.name}/{when}{z}/{x}/{y}.mvt")
        if answer.status_code == 204:
            return []
        metadata = self.folder / "metadata.json"
        metadata.write_bytes(self.client.get(f"/tiles/{self.grid.name}/metadata.json").content)
        file = self.folder / f"{z}-{x}-{y}.mvt"
        file.write_bytes(answer.content)
        if name not in pyogrio.list_layers(f"MVT:{file}")[:, 0]:
            return []
        meta, _, shapes, columns = pyogrio.raw.read(
            f"MVT:{file}", layer=name, X=x, Y=y, Z=z, METADATA_FILE=str(metadata)
        )
        assert meta["crs"] == f"EPSG:{self.grid.crs.srid}"
        attributes = [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
        return list(zip(attributes, shapely.from_wkb(shapes), strict=True))


def place(grid: Grid, number: str = "1") -> tuple[float, float]:
    """A point inside a parcel of the village, in the grid's system."""
    found = rows(
        "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_PointOnSurface(geom) AS p FROM parcel_public"
        " WHERE identifier = %(identifier)s) AS q",
        {"identifier": f"{PRECINCT}.{number}"},
    )
    x, y = transform(np.array(found, dtype=float), PL_1992, grid.crs)[0]
    return float(x), float(y)


def shape(grid: Grid, number: str) -> shapely.Geometry:
    """A parcel of the village as the database has it, in the grid's system."""
    found = rows(
        "SELECT ST_AsBinary(ST_Transform(geom, %(srid)s)) FROM parcel_public WHERE identifier = %(identifier)s",
        {"identifier": f"{PRECINCT}.{number}", "srid": grid.crs.srid},
    )
    return shapely.from_wkb(bytes(found[0][0]))
