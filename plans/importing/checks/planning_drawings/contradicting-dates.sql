-- A drawing whose period ends before it starts.
SELECT seq, identifier, in_force_from || ' – ' || in_force_to AS detail, ST_PointOnSurface(geom) AS place
FROM {stage}
WHERE NOT quarantined AND in_force_to < in_force_from
