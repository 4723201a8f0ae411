ogr2ogr -spat 750000 362400 750400 362800 -spat_srs EPSG:2180 budynki.gpkg "WFS:https://sip.example/wfs" ms:budynki
