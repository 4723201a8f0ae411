curl "https://sip.example/api/v1/parcels/060902_5.0001.154/?crs=2180"
