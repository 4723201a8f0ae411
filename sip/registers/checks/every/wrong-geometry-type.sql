-- A shape of a type that the register does not hold.
SELECT seq, identifier, GeometryType(geom) AS detail, ST_Centroid(geom) AS place
FROM {stage}
WHERE NOT quarantined AND geom IS NOT NULL AND GeometryType(geom) <> ALL (%(geometry_types)s)
