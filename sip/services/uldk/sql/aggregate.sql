-- One shape of all parcels that are named; nothing where one of them is not there, for less than asked would mislead.
SELECT '' AS identifier, '' AS number, '' AS name, '' AS precinct, '' AS unit, NULL::bigint AS delivery,
    ST_CollectionHomogenize(ST_Union(parcel.geom)) AS geom
FROM unnest(%(precincts)s::text[], %(numbers)s::text[], %(sheets)s::text[]) AS wanted(precinct, number, sheet)
LEFT JOIN LATERAL (
    SELECT geom FROM parcel_public
    WHERE number COLLATE "C" = wanted.number AND precinct_code = wanted.precinct
        AND (wanted.sheet = '' OR ltrim(substr(sheet, 4), '0') = wanted.sheet)
) AS parcel ON true
HAVING bool_and(parcel.geom IS NOT NULL)
