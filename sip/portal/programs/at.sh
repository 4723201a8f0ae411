curl "https://sip.example/api/v1/parcels/at/?x=750210.5&y=362600.5&srid=2180"
