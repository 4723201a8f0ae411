-- A version that ends no later than it starts.
SELECT seq, identifier, valid_from::date || ' – ' || valid_to::date AS detail, ST_PointOnSurface(geom) AS place
FROM {stage}
WHERE NOT quarantined AND valid_to <= valid_from
