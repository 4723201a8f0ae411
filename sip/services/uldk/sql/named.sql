-- The same in all precincts of a name.
SELECT identifier, number, '' AS name, precinct_code AS precinct, unit_code AS unit, delivery, geom
FROM parcel_public
WHERE number COLLATE "C" = %(number)s AND (%(sheet)s = '' OR ltrim(substr(sheet, 4), '0') = %(sheet)s)
    AND precinct_code IN (SELECT code FROM search_name_public WHERE kind = 'precinct' AND words = %(words)s::text[])
ORDER BY precinct_code, length(identifier), identifier LIMIT 200
