-- Areas of one kind in one act, in force with the same designation.
SELECT seq, identifier, designation AS detail, ST_PointOnSurface(geom) AS place
FROM (
    SELECT *, row_number() OVER (PARTITION BY act, kind, designation ORDER BY seq) AS nth
    FROM {stage}
    WHERE NOT quarantined AND valid_to IS NULL AND designation <> ''
) AS numbered
WHERE nth > 1
