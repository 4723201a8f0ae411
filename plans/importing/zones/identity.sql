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
        WHERE known.act = %(act)s AND s.local_id LIKE 'content:%%' AND ST_IsValid(s.geom)
            AND known.retired_by_id IS NULL AND known.valid_to IS NULL
            AND ST_Area(ST_Intersection(s.geom, known.geom)) > greatest(ST_Area(s.geom), ST_Area(known.geom)) / 2
        ORDER BY s.seq, shared DESC
    ) AS best
    ORDER BY known_id, shared DESC
) AS matched
WHERE stage.seq = matched.seq;

-- One zone of a designation before and after is the same zone, wherever it lies now; of an extract nobody can say so.
WITH staged AS (
    SELECT designation, min(seq) AS seq FROM stage_planning_zones GROUP BY designation HAVING count(*) = 1
), known AS (
    SELECT designation, min(namespace) AS namespace, min(local_id) AS local_id FROM plans_planningzone
    WHERE act = %(act)s AND retired_by_id IS NULL AND valid_to IS NULL GROUP BY designation HAVING count(*) = 1
)
UPDATE stage_planning_zones AS stage SET namespace = known.namespace, local_id = known.local_id
FROM staged JOIN known USING (designation)
WHERE stage.seq = staged.seq AND stage.local_id LIKE 'content:%%' AND NOT %(partial)s;

-- The others are new: named after act and designation as the schema of planning acts does, with a mark of their
-- content where that name is not, or was not, theirs alone.
WITH based AS (
    SELECT seq, local_id,
        %(act_local_id)s || '-' || regexp_replace(designation, '[^[:alnum:]_.-]+', '_', 'g') AS base
    FROM stage_planning_zones
), named AS (
    SELECT seq, local_id, base, count(*) OVER (PARTITION BY base) = 1 AND NOT EXISTS (
            SELECT FROM plans_planningzone AS known
            WHERE known.act = %(act)s AND known.local_id = base AND known.retired_by_id IS NULL
        ) AS alone,
        row_number() OVER (PARTITION BY local_id ORDER BY seq) AS nth
    FROM based
)
UPDATE stage_planning_zones AS stage SET local_id = base || CASE
    WHEN alone THEN '' WHEN nth = 1 THEN '-' || substr(named.local_id, 9, 6)
    ELSE '-' || substr(named.local_id, 9, 6) || '-' || nth END
FROM named WHERE stage.seq = named.seq AND named.local_id LIKE 'content:%%';

UPDATE stage_planning_zones SET identifier = concat_ws('/', nullif(namespace, ''), local_id);
