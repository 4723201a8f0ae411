curl --etag-save etag.txt --etag-compare etag.txt --compressed \
  --output jednostki.geojson "https://sip.example/api/v1/units/?limit=1000"
