-- Precincts with their gminas, by name: those drawn, and those known only from identifiers of parcels, of which the
-- index is read one entry a precinct ('/' follows '.', so it begins what comes after a precinct's parcels).
WITH RECURSIVE seen (identifier) AS (
    (SELECT identifier::text COLLATE "C" FROM parcel_public ORDER BY identifier LIMIT 1)
    UNION ALL
    SELECT (
        SELECT parcel_public.identifier::text COLLATE "C" FROM parcel_public
        WHERE parcel_public.identifier > greatest(seen.identifier, left(seen.identifier, 13) || '/')
        ORDER BY parcel_public.identifier LIMIT 1
    )
    FROM seen WHERE seen.identifier IS NOT NULL
),
found AS (
    SELECT left(identifier, 13) AS code FROM seen
    UNION
    SELECT identifier::text FROM precinct_public
)
SELECT found.code, coalesce(precinct_public.name, ''), left(found.code, 6), coalesce(gmina.name, '')
FROM found
LEFT JOIN precinct_public ON precinct_public.identifier = found.code
LEFT JOIN unit_public AS gmina ON gmina.level = 'gmina' AND left(gmina.code, 6) = left(found.code, 6)
WHERE found.code ~ '^[0-9]{6}_[1-589]\.[0-9]{4}$'
ORDER BY gmina.name COLLATE "pl-x-icu", left(found.code, 6), precinct_public.name COLLATE "pl-x-icu", found.code
