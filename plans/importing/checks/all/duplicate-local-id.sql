-- Objects that bear the same identifier and are both in force: nobody can tell which is meant, so none is taken.
SELECT seq, identifier, local_id AS detail, ST_PointOnSurface(geom) AS place
FROM (
    SELECT *, count(*) OVER (PARTITION BY namespace, local_id) AS bearers
    FROM {stage}
    WHERE NOT quarantined AND valid_to IS NULL
) AS counted
WHERE bearers > 1
