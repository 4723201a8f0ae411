-- The same version of an object more than once: the first stays.
SELECT seq, identifier, '' AS detail, ST_PointOnSurface(geom) AS place
FROM (
    SELECT *, row_number() OVER (PARTITION BY namespace, local_id, valid_from ORDER BY seq) AS nth
    FROM {stage}
    WHERE NOT quarantined
) AS numbered
WHERE nth > 1
