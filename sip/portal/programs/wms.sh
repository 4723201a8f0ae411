curl --output mapa.png "https://sip.example/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetMap\
&LAYERS=dzialki,budynki,numery_dzialek&STYLES=&SRS=EPSG:2180&BBOX=750000,362400,750400,362800\
&WIDTH=800&HEIGHT=800&FORMAT=image/png"
