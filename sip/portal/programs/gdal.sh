ogr2ogr -t_srs EPSG:2180 -spat 22.50 51.10 22.52 51.12 dzialki.gpkg "OAPIF:https://sip.example/ogc/" parcels
