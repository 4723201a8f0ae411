"""Shapes with attributes as GeoPackage files, as planning offices send them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

# The time of its last change stands in every GeoPackage; a fixed one makes the same bytes of the same data.
CHANGED = "2026-10-01T06:00:00.000Z"


def write(
    path: Path, shapes: Sequence[BaseGeometry], columns: Mapping[str, Sequence[object]], *, srid: int, layer: str
) -> Path:
    """COLUMNS by their names in the file; easting first in the system SRID. Whole centimetres stay as they are."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": CHANGED})
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        [np.array(values, dtype=object) for values in columns.values()],
        list(columns),
        crs=f"EPSG:{srid}",
        geometry_type="Unknown",
        driver="GPKG",
        encoding="UTF-8",
        layer=layer,
    )
    return path
