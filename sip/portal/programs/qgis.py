from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer, QgsVectorTileLayer

parcels = QgsVectorLayer(
    "url='https://sip.example/ogc/' typename='parcels' srsname='EPSG:2180' restrictToRequestBBOX='1'",
    "Działki",
    "OAPIF",
)
tiles = QgsVectorTileLayer(
    "type=xyz&url=https://sip.example/tiles/WebMercatorQuad/{z}/{x}/{y}.mvt&zmin=8&zmax=18",
    "Kafle",
)
picture = QgsRasterLayer(
    "crs=EPSG:2180&format=image/png&layers=dzialki&layers=numery_dzialek&styles=&styles=&url=https://sip.example/wms",
    "Mapa",
    "wms",
)
for layer in (picture, tiles, parcels):
    if not layer.isValid():
        raise RuntimeError(layer.name())
    QgsProject.instance().addMapLayer(layer)
