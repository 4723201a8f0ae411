curl "https://sip.example/uldk/?request=GetParcelById&id=060902_5.0001.154&result=geom_wkt,teryt,parcel"
