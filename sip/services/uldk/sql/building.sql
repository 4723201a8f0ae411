-- A building is named by its parcel, and so by the parcel's sheet; it is found without it, too.
SELECT identifier, '' AS number, '' AS name, left(identifier, 13) AS precinct, left(identifier, 8) AS unit,
    NULL::bigint AS delivery, geom
FROM building_public
WHERE identifier = ANY(ARRAY(
    SELECT %(precinct)s::text || coalesce('.' || nullif(sheet, ''), '') || '.' || %(rest)s::text
    FROM (
        SELECT '' AS sheet UNION SELECT unnest(sheets) FROM search_name_public
        WHERE kind = 'precinct' AND code = %(precinct)s::text
    ) AS known))
ORDER BY length(identifier), identifier LIMIT 200
