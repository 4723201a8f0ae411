-- What became of ended parcels, generation after generation: those in force first.
WITH RECURSIVE line AS (
    SELECT predecessor AS origin, successor FROM parcel_lineage_public WHERE predecessor = ANY(%(identifiers)s)
    UNION
    SELECT line.origin, next.successor FROM line JOIN parcel_lineage_public AS next ON next.predecessor = line.successor
)
SELECT origin, array_agg(successor ORDER BY NOT is_current, successor)
FROM line CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM parcel_public WHERE identifier = line.successor) AS is_current
) AS state
WHERE successor <> origin
GROUP BY origin
