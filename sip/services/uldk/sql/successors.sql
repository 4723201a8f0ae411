-- Parcels in force that a number, former or not, has become. The line ends with those in force.
WITH RECURSIVE line AS (
    SELECT DISTINCT identifier::text FROM parcel_history_public
    WHERE number COLLATE "C" = %(number)s AND precinct_code = ANY(%(precincts)s::text[])
        AND (%(sheet)s = '' OR ltrim(substr(sheet, 4), '0') = %(sheet)s)
    UNION
    SELECT next.successor::text FROM line JOIN parcel_lineage_public AS next ON next.predecessor = line.identifier
    WHERE NOT EXISTS (SELECT FROM parcel_public WHERE identifier = line.identifier)
)
SELECT parcel.identifier, number, '' AS name, precinct_code AS precinct, unit_code AS unit, delivery, geom
FROM line JOIN parcel_public AS parcel ON parcel.identifier = line.identifier
ORDER BY parcel.identifier LIMIT 200
