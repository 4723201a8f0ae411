-- Restrictions of the theme that the delivery covers and does not mention end on its date. It covers what came with
-- deliveries that declared no other units than those it declares itself; of those that declared none, what came with
-- one whose objects it repeats or overlaps by more than half.
WITH declared AS (
    SELECT delivery_id AS delivery, bool_and(unit_code LIKE ANY (%(within)s)) AS is_within
    FROM plans_themecoverage WHERE theme = %(theme)s AND delivery_id IS NOT NULL
    GROUP BY delivery_id
), repeated AS (
    SELECT known.published_by_id AS delivery
    FROM plans_restriction AS known JOIN stage_restrictions AS s USING (local_id, namespace)
    WHERE known.retired_by_id IS NULL AND known.valid_to IS NULL
    UNION
    SELECT known.published_by_id
    FROM plans_restriction AS known JOIN fresh_restrictions AS fresh ON known.geom && fresh.geom
    WHERE known.theme = %(theme)s AND known.retired_by_id IS NULL AND known.valid_to IS NULL
        AND ST_Area(ST_Intersection(known.geom, fresh.geom)) > ST_Area(known.geom) / 2
)
INSERT INTO ending_restrictions
SELECT id, namespace, local_id, identifier, valid_from, valid_to, geom,
    CASE WHEN %(moment)s > valid_from THEN %(moment)s ELSE %(now)s END, 'vanished'
FROM plans_restriction AS known
WHERE known.theme = %(theme)s AND known.retired_by_id IS NULL AND known.valid_to IS NULL
    AND CASE WHEN known.published_by_id IN (SELECT delivery FROM declared)
        THEN known.published_by_id IN (SELECT delivery FROM declared WHERE is_within)
        ELSE known.published_by_id IN (SELECT delivery FROM repeated) END
    AND NOT EXISTS (
        SELECT FROM stage_restrictions AS s WHERE s.local_id = known.local_id AND s.namespace = known.namespace
    )
    AND NOT EXISTS (SELECT FROM ending_restrictions AS e WHERE e.id = known.id);

-- What came with a delivery that also declared units beyond these stays, and may be out of date.
INSERT INTO stage_finding (code, kind, identifier, detail)
SELECT 'partly-covered', 'restrictions', %(theme)s, count(DISTINCT known.id) || ', ' || string_agg(DISTINCT unit_code, ', ')
FROM plans_restriction AS known
JOIN plans_themecoverage AS declared ON declared.delivery_id = known.published_by_id AND declared.theme = known.theme
WHERE known.theme = %(theme)s AND known.retired_by_id IS NULL AND known.valid_to IS NULL
    AND NOT unit_code LIKE ANY (%(within)s)
    AND (EXISTS (SELECT FROM unnest(%(covers)s::text[]) AS cover WHERE cover LIKE unit_code || '%%')
        OR known.published_by_id IN (
            SELECT delivery_id FROM plans_themecoverage
            WHERE theme = %(theme)s AND unit_code LIKE ANY (%(within)s) AND delivery_id IS NOT NULL))
    AND NOT EXISTS (
        SELECT FROM stage_restrictions AS s WHERE s.local_id = known.local_id AND s.namespace = known.namespace
    )
HAVING count(*) > 0
