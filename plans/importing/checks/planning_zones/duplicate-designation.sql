-- Zones of one act in force with the same designation: of two, the one to whose symbol it does not belong.
SELECT seq, identifier, designation AS detail, ST_PointOnSurface(geom) AS place
FROM (
    SELECT *, row_number() OVER (PARTITION BY act, designation ORDER BY (ltrim(designation, '0123456789') = symbol) DESC, seq) AS nth
    FROM {stage}
    WHERE NOT quarantined AND valid_to IS NULL AND designation <> ''
) AS numbered
WHERE nth > 1
