-- Precincts by code or by the words of their name; one that the register has parcels of but no outline has no shape.
SELECT code AS identifier, '' AS number, known.name, code AS precinct, left(code, 8) AS unit, NULL::bigint AS delivery,
    precinct.geom
FROM search_name_public AS known LEFT JOIN precinct_public AS precinct ON precinct.identifier = known.code
WHERE kind = 'precinct' AND (code = %(code)s OR known.words = %(words)s::text[])
ORDER BY code LIMIT 200
