-- Precincts whose codes begin with one of those given, or of a name by its words; one that the register has parcels of
-- but no outline has no shape.
SELECT code AS identifier, '' AS number, known.name, code AS precinct, left(code, 8) AS unit, NULL::bigint AS delivery,
    precinct.geom
FROM search_name_public AS known LEFT JOIN precinct_public AS precinct ON precinct.identifier = known.code
WHERE kind = 'precinct' AND (
    known.words = %(words)s::text[]
    OR EXISTS (SELECT FROM unnest(%(begun)s::text[]) AS each (begin) WHERE starts_with(code, each.begin))
)
ORDER BY code LIMIT %(most)s::integer + 1
