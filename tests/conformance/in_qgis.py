"""Run by the Python that QGIS brings (Debian: python3-qgis), not by ours: adds the services' layers to QGIS as a person
would, reads and draws them, and prints what it saw as JSON.

    python3 in_qgis.py ADDRESS PARCEL.json

PARCEL.json: {"identifier", "box": [west, south, east, north] and "point": [x, y] in EPSG:2180, and "near": how many
parcels touch the box}.
"""

import json
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRaster,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QEventLoop, QSize

STORED = "EPSG:2180"
SIDE = 400
WMS = "crs={crs}&dpiMode=7&format=image/png&layers={layers}&styles=&version={version}&url={address}/wms"
WFS = "url='{address}/wfs' typename='ms:dzialki' version='{version}' srsname='{crs}' restrictToRequestBBOX='1'"
OAPIF = "url='{address}/ogc/' typename='parcels' srsname='{crs}' restrictToRequestBBOX='1' pageSize='1000'"
TILES = "type=xyz&url={address}/tiles/WebMercatorQuad/{{z}}/{{x}}/{{y}}.mvt&zmin=5&zmax=18"


def moved(box: list[float], crs: str) -> QgsRectangle:
    system = QgsCoordinateReferenceSystem(crs)
    change = QgsCoordinateTransform(QgsCoordinateReferenceSystem(STORED), system, QgsProject.instance())
    return change.transformBoundingBox(QgsRectangle(*box))


def drawn(layer: Any, box: list[float], crs: str) -> int:
    """How many colours the picture of the layer over BOX has; 1 is an empty one."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    settings.setExtent(moved(box, crs))
    settings.setOutputSize(QSize(SIDE, SIDE))
    job, waiting = QgsMapRendererParallelJob(settings), QEventLoop()
    job.finished.connect(waiting.quit)
    job.start()
    # Not job.waitForFinished(): answers from the network come by this thread's events.
    waiting.exec_()
    image = job.renderedImage()
    return len({image.pixel(x, y) for x in range(0, SIDE, 4) for y in range(0, SIDE, 4)})


def wms(address: str, parcel: dict[str, Any], crs: str, version: str) -> dict[str, Any]:
    layers = "&layers=".join(("dzialki", "budynki"))
    uri = WMS.format(address=address, crs=crs, layers=layers, version=version).replace("&styles=", "&styles=&styles=")
    layer = QgsRasterLayer(uri, "WMS", "wms")
    seen: dict[str, Any] = {"valid": layer.isValid(), "colours": 0, "identified": []}
    if layer.isValid():
        seen["colours"] = drawn(layer, parcel["box"], crs)
        point = moved([*parcel["point"], *parcel["point"]], crs).center()
        found = layer.dataProvider().identify(
            QgsPointXY(point), QgsRaster.IdentifyFormatText, moved(parcel["box"], crs), SIDE, SIDE
        )
        seen["identified"] = [str(text) for text in found.results().values()]
    return seen


def features(layer: Any, parcel: dict[str, Any]) -> dict[str, Any]:
    """What lies in the parcel's box, in the system that QGIS took the layer to be in."""
    seen: dict[str, Any] = {"valid": layer.isValid(), "near": 0, "names": [], "box": []}
    if not layer.isValid():
        return seen
    crs = layer.crs().authid()
    for feature in layer.getFeatures(QgsFeatureRequest().setFilterRect(moved(parcel["box"], crs))):
        seen["near"] += 1
        if parcel["identifier"] in feature.attributes():
            back = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem(STORED), QgsProject.instance())
            outline = feature.geometry()
            outline.transform(back)
            box = outline.boundingBox()
            seen["box"] = [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
    seen["names"] = layer.fields().names()
    return seen


def tiles(address: str, parcel: dict[str, Any]) -> dict[str, Any]:
    layer = QgsVectorTileLayer(TILES.format(address=address), "tiles")
    return {"valid": layer.isValid(), "colours": drawn(layer, parcel["box"], "EPSG:3857")}


def main(address: str, file: str) -> None:
    parcel = json.loads(Path(file).read_text(encoding="utf-8"))
    seen = {"tiles": tiles(address, parcel)}
    for crs in ("EPSG:2180", "EPSG:2179", "EPSG:3857", "EPSG:4326"):
        for version in ("1.3.0", "1.1.1"):
            seen[f"WMS {version} {crs}"] = wms(address, parcel, crs, version)
        for version in ("2.0.0", "1.1.0"):
            layer = QgsVectorLayer(WFS.format(address=address, crs=crs, version=version), "WFS", "WFS")
            seen[f"WFS {version} {crs}"] = features(layer, parcel)
        layer = QgsVectorLayer(OAPIF.format(address=address, crs=crs), "OAPIF", "OAPIF")
        seen[f"OAPIF {crs}"] = features(layer, parcel)
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    main(sys.argv[1], sys.argv[2])
    application.exitQgis()
