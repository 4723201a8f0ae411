-- A building is named by its parcel, and so by the parcel's sheet; it is found without it, too.
SELECT identifier, '' AS number, '' AS name, left(identifier, 13) AS precinct, left(identifier, 8) AS unit,
    NULL::bigint AS delivery, geom
FROM building_public
WHERE identifier = %(identifier)s OR identifier IN (
    SELECT %(precinct)s || '.' || sheet || '.' || %(rest)s FROM search_name_public, unnest(sheets) AS sheet
    WHERE kind = 'precinct' AND code = %(precinct)s AND sheet <> '')
ORDER BY length(identifier), identifier LIMIT 200
