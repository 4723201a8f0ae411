-- Zones from a GIS or CAD file have no identifiers. A zone is the one known by the same designation in the same place:
-- of each pair that shares more than half of both, the best, so that a moved boundary is a new version and no new zone.
UPDATE stage_planning_zones AS stage SET namespace = matched.namespace, local_id = matched.local_id
FROM (
    SELECT DISTINCT ON (known_id) *
    FROM (
        SELECT DISTINCT ON (s.seq) s.seq, known.id AS known_id, known.namespace, known.local_id,
            ST_Area(ST_Intersection(s.geom, known.geom)) AS shared
        FROM stage_planning_zones AS s
        JOIN plans_planningzone AS known ON known.act = s.act AND known.designation = s.designation
            AND known.geom && s.geom
        WHERE s.local_id LIKE 'content:%%' AND ST_IsValid(s.geom)
            AND known.retired_by_id IS NULL AND known.valid_to IS NULL
            AND ST_Area(ST_Intersection(s.geom, known.geom)) > greatest(ST_Area(s.geom), ST_Area(known.geom)) / 2
        ORDER BY s.seq, shared DESC
    ) AS best
    ORDER BY known_id, shared DESC
) AS matched
WHERE stage.seq = matched.seq;

-- One zone of a designation before and after is the same zone, wherever it lies now.
UPDATE stage_planning_zones AS stage SET namespace = known.namespace, local_id = known.local_id
FROM plans_planningzone AS known
WHERE stage.local_id LIKE 'content:%%' AND known.act = stage.act AND known.designation = stage.designation
    AND known.retired_by_id IS NULL AND known.valid_to IS NULL
    AND (SELECT count(*) FROM stage_planning_zones AS s WHERE s.designation = stage.designation) = 1
    AND (SELECT count(*) FROM plans_planningzone AS k
        WHERE k.act = known.act AND k.designation = known.designation
            AND k.retired_by_id IS NULL AND k.valid_to IS NULL) = 1;

-- The others are new: named after act and designation as the schema of planning acts does, with a mark of their
-- content where the designation is not theirs alone.
UPDATE stage_planning_zones AS stage SET local_id = named.base || CASE WHEN named.alone THEN '' ELSE named.mark END
FROM (
    SELECT s.seq, %(act_local_id)s || '-' || regexp_replace(s.designation, '[^[:alnum:]_.-]+', '_', 'g') AS base,
        '-' || substr(s.local_id, 9, 6) || CASE
            WHEN row_number() OVER (PARTITION BY s.local_id ORDER BY s.seq) = 1 THEN ''
            ELSE '-' || row_number() OVER (PARTITION BY s.local_id ORDER BY s.seq) END AS mark,
        count(*) OVER (PARTITION BY s.designation) = 1 AND NOT EXISTS (
            SELECT FROM plans_planningzone AS known
            WHERE known.act = %(act)s AND known.designation = s.designation AND known.retired_by_id IS NULL
        ) AS alone
    FROM stage_planning_zones AS s
    WHERE s.local_id LIKE 'content:%%'
) AS named
WHERE stage.seq = named.seq;

UPDATE stage_planning_zones SET identifier = concat_ws('/', nullif(namespace, ''), local_id);
