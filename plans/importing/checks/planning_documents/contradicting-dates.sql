-- A document repealed before it took effect.
SELECT seq, identifier, effective_from || ' – ' || repealed_on AS detail, ST_PointOnSurface(geom) AS place
FROM {stage}
WHERE NOT quarantined AND repealed_on < effective_from
