-- An outline that crosses itself and could not be mended without changing the shape.
SELECT seq, identifier, reason(ST_IsValidDetail(geom)) AS detail, location(ST_IsValidDetail(geom)) AS place
FROM {stage}
WHERE NOT quarantined AND NOT ST_IsValid(geom)
