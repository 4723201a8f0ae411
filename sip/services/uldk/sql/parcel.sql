-- Numbers on map sheets are found without naming the sheet; the one without a sheet comes first.
SELECT identifier, number, '' AS name, precinct_code AS precinct, unit_code AS unit, delivery, geom
FROM parcel_public
WHERE number COLLATE "C" = %(number)s AND precinct_code = ANY(%(precincts)s::text[])
    AND (%(sheet)s = '' OR ltrim(substr(sheet, 4), '0') = %(sheet)s)
ORDER BY precinct_code, length(identifier), identifier LIMIT 200
