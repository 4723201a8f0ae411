-- An object of a gmina outside the area of the office that took the delivery in; without an office there is no limit.
SELECT seq, identifier, coalesce(substring(namespace FROM '/([0-9]+)-'), '–') AS detail, ST_PointOnSurface(geom) AS place
FROM {stage}
WHERE NOT quarantined AND %(office_gminas)s IS NOT NULL
    AND coalesce(substring(namespace FROM '/([0-9]+)-'), '') <> ALL (%(office_gminas)s)
