-- How much of a shape lies outside the precincts, where, and whether it meets any parcel in force.
WITH given AS (SELECT ST_GeomFromWKB(%(shape)s, %(srid)s) AS geom),
covered AS (
    SELECT ST_Union(precinct.geom) AS geom FROM precinct_public AS precinct, given WHERE precinct.geom && given.geom
),
outside AS (
    SELECT ST_Difference(given.geom, covered.geom) AS geom FROM given, covered WHERE covered.geom IS NOT NULL
)
SELECT
    EXISTS (SELECT FROM precinct_public WHERE geom IS NOT NULL),
    (SELECT ST_AsBinary(geom) FROM outside),
    EXISTS (SELECT FROM parcel_public AS parcel, given WHERE ST_Intersects(parcel.geom, given.geom))
