-- A place that no outline covers is in the precinct of its parcel.
SELECT code AS identifier, '' AS number, known.name, code AS precinct, left(code, 8) AS unit, NULL::bigint AS delivery,
    precinct.geom
FROM (
    SELECT DISTINCT code FROM (
        SELECT identifier AS code, 0 AS place FROM precinct_public WHERE {place}
        UNION ALL
        SELECT precinct_code, 1 FROM parcel_public WHERE {place}
    ) AS either ORDER BY code
) AS here
JOIN search_name_public AS known USING (code)
LEFT JOIN precinct_public AS precinct ON precinct.identifier = known.code
WHERE kind = 'precinct'
ORDER BY code LIMIT 20
