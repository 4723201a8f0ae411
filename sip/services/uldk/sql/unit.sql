-- What the register covers of a unit: of a registration unit its precincts, of greater ones their gminas.
SELECT %(code)s::text AS identifier, '' AS number, '' AS name, '' AS precinct, %(code)s::text AS unit,
    NULL::bigint AS delivery, ST_CollectionHomogenize(ST_Union(geom)) AS geom
FROM (
    SELECT geom FROM precinct_public WHERE left(identifier, 8) = ANY(%(units)s::text[]) AND geom IS NOT NULL
    UNION ALL
    SELECT geom FROM gmina_public WHERE code = ANY(%(gminas)s::text[])
) AS parts
