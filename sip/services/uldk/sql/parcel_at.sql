SELECT identifier, number, '' AS name, precinct_code AS precinct, unit_code AS unit, delivery, geom
FROM parcel_public WHERE {place} ORDER BY identifier LIMIT 20
