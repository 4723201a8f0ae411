SELECT identifier, '' AS number, '' AS name, left(identifier, 13) AS precinct, left(identifier, 8) AS unit,
    NULL::bigint AS delivery, geom
FROM building_public WHERE {place} ORDER BY identifier LIMIT 20
