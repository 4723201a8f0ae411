-- Registered against computed area, beyond the tolerance that the settings name (0.0001 P + 0.2 sqrt P, in m2,
-- and never less than the precision to which the area is kept: a square metre or an are).
SELECT seq, identifier,
    to_char(registered, 'FM999999990') || ' m² / ' || to_char(computed, 'FM999999990') || ' m²' AS detail,
    ST_PointOnSurface(geom) AS place
FROM (
    SELECT *, registered_area * 10000 AS registered, sip_area(geom) AS computed
    FROM {stage}
    WHERE NOT quarantined AND valid_to IS NULL AND registered_area IS NOT NULL
) AS measured
WHERE abs(registered - computed) > greatest(
    CASE WHEN area_precision = 2 THEN 100 ELSE 1 END,
    %(area_share)s * registered + %(area_root)s * sqrt(registered)
)
