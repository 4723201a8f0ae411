-- Two objects of one delivery with the same current identifier: the one that started later stays.
SELECT seq, identifier, '' AS detail, ST_PointOnSurface(geom) AS place
FROM (
    SELECT *, row_number() OVER (PARTITION BY identifier ORDER BY valid_from DESC NULLS LAST, seq) AS nth
    FROM {stage}
    WHERE NOT quarantined AND valid_to IS NULL
) AS numbered
WHERE nth > 1
