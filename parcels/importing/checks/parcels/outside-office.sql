-- A parcel outside the units of the office that took the delivery in; without an office there is no such limit.
SELECT seq, identifier, unit_code AS detail, ST_PointOnSurface(geom) AS place
FROM {stage}
WHERE NOT quarantined AND %(office_units)s IS NOT NULL AND unit_code <> ALL (%(office_units)s)
