from qgis.core import QgsProject, QgsVectorLayer, QgsVectorTileLayer

parcels = QgsVectorLayer(
    "url='https://sip.example/ogc/' typename='parcels' srsname='EPSG:2180' restrictToRequestBBOX='1'",
    "Działki",
    "OAPIF",
)
tiles = QgsVectorTileLayer(
    "type=xyz&url=https://sip.example/tiles/WebMercatorQuad/{z}/{x}/{y}.mvt&zmin=8&zmax=18",
    "Rejestr",
)
for layer in (tiles, parcels):
    if not layer.isValid():
        raise RuntimeError(layer.name())
    QgsProject.instance().addMapLayer(layer)
