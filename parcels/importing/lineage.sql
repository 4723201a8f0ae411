-- What became of parcels: pairs of an outline that ended and one that began on the same ground at the same time.
-- A vanished parcel has no declared end, so any parcel new with this delivery on its ground counts.
DROP TABLE IF EXISTS stage_lineage, stage_versions, stage_after;

-- Each known or staged version beside its predecessor and successor of the same object.
CREATE TEMP TABLE stage_versions AS
SELECT local_id, namespace, identifier, geom, valid_from, valid_to, known_object, is_fresh, is_vanished,
    lag(identifier) OVER object AS old_identifier, lag(geom) OVER object AS old_geom,
    lead(geom) OVER object AS next_geom, lead(valid_from) OVER object AS next_from
FROM (
    SELECT local_id, namespace, identifier, geom, valid_from, valid_to, known_object,
        true AS is_fresh, false AS is_vanished
    FROM fresh_parcels
    UNION ALL
    SELECT local_id, namespace, identifier, geom, valid_from, new_to, true, false, reason = 'vanished'
    FROM ending_parcels WHERE valid_to IS NULL
) AS both_sides
WINDOW object AS (PARTITION BY namespace, local_id ORDER BY valid_from, is_fresh);

-- Outlines that begin with this delivery.
CREATE TEMP TABLE stage_after AS
SELECT local_id, namespace, identifier, geom, valid_from AS at, old_geom IS NOT NULL AS goes_on
FROM stage_versions
WHERE is_fresh AND CASE WHEN old_geom IS NULL THEN NOT known_object ELSE NOT ST_Equals(geom, old_geom) END;
CREATE INDEX ON stage_after USING gist (geom);
ANALYZE stage_versions, stage_after;

CREATE TEMP TABLE stage_lineage AS
WITH before AS MATERIALIZED (
    SELECT local_id, namespace, identifier, geom, coalesce(next_from, valid_to) AS at, is_vanished,
        next_from IS NOT NULL AS goes_on
    FROM stage_versions
    WHERE (next_from IS NULL AND valid_to IS NOT NULL) OR (next_geom IS NOT NULL AND NOT ST_Equals(geom, next_geom))
), pairs AS (
    SELECT b.identifier AS predecessor, a.identifier AS successor, a.at,
        b.goes_on AS old_goes_on, a.goes_on AS new_goes_on, ST_Area(b.geom) AS old_area,
        ST_Area(ST_Intersection(b.geom, a.geom)) AS shared, ST_Area(a.geom) AS new_area
    FROM before AS b
    JOIN stage_after AS a ON b.geom && a.geom AND (b.local_id, b.namespace) <> (a.local_id, a.namespace)
        AND (b.is_vanished OR a.at BETWEEN b.at - interval '1 day' AND b.at + interval '1 day')
), meant AS (
    -- Less than a square metre or a hundredth is the noise of measuring.
    SELECT *, count(*) OVER (PARTITION BY predecessor) AS successors, count(*) OVER (PARTITION BY successor) AS predecessors
    FROM pairs
    WHERE shared > greatest(1, 0.01 * least(old_area, new_area))
)
SELECT predecessor, successor, least(1, shared / old_area)::numeric(6, 5) AS share, at, 'inferred' AS source,
    CASE
        WHEN old_goes_on AND new_goes_on THEN 'boundary'
        WHEN old_goes_on THEN 'split'
        WHEN new_goes_on THEN 'merge'
        WHEN successors > 1 AND predecessors = 1 THEN 'split'
        WHEN predecessors > 1 AND successors = 1 THEN 'merge'
        WHEN successors = 1 AND predecessors = 1 THEN 'renumber'
        ELSE 'boundary'
    END AS kind
FROM meant
UNION ALL
-- The same object under another identifier: the register itself says so.
SELECT old_identifier, identifier, 1, valid_from, 'declared', 'renumber'
FROM stage_versions
WHERE is_fresh AND old_identifier <> identifier;
