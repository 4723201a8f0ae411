-- What lies over a subject on a day: zones, areas of regulations, acts, restrictions; each with the shared shape.
-- {subject} is a select of the subject's geom. The version of an object that counts is the one of the day, or the
-- earliest one where the register began later: %(moment)s is the midnight after the day. The subject itself and the
-- versions of the layers come along, so that all is of one moment.
WITH subject AS MATERIALIZED ({subject}), found AS (
    SELECT 'zone' AS kind, z.identifier, z.act, z.status, z.in_force_from, z.in_force_to, z.geom, jsonb_build_object(
        'designation', z.designation, 'symbol', z.symbol, 'name', z.name, 'other_name', z.other_name,
        'basic_profiles', z.basic_profiles, 'additional_profiles', z.additional_profiles,
        'max_intensity', z.max_intensity, 'max_built_share', z.max_built_share, 'max_height', z.max_height,
        'min_green_share', z.min_green_share) AS facts
    FROM planning_zone_history_public AS z, subject
    WHERE ST_Intersects(z.geom, subject.geom) AND (z.valid_to IS NULL OR z.valid_to >= %(moment)s)
        AND (z.valid_from < %(moment)s OR NOT EXISTS (SELECT FROM planning_zone_history_public AS o
            WHERE o.local_id = z.local_id AND o.namespace = z.namespace AND o.valid_from < z.valid_from
                AND (o.valid_to IS NULL OR o.valid_to >= %(moment)s)))
    UNION ALL
    SELECT 'regulation', g.identifier, g.act, g.status, g.in_force_from, g.in_force_to, g.geom, jsonb_build_object(
        'designation', g.designation, 'symbol', g.kind, 'name', g.name, 'standards', g.standards)
    FROM planning_regulation_history_public AS g, subject
    WHERE ST_Intersects(g.geom, subject.geom) AND (g.valid_to IS NULL OR g.valid_to >= %(moment)s)
        AND (g.valid_from < %(moment)s OR NOT EXISTS (SELECT FROM planning_regulation_history_public AS o
            WHERE o.local_id = g.local_id AND o.namespace = g.namespace AND o.valid_from < g.valid_from
                AND (o.valid_to IS NULL OR o.valid_to >= %(moment)s)))
    UNION ALL
    SELECT 'act', a.identifier, a.identifier, a.status, a.in_force_from, a.in_force_to, a.geom, '{}'
    FROM planning_act_history_public AS a, subject
    -- Counted, for a join would look at the outlines first, which are the largest shapes of all.
    WHERE ST_Intersects(a.geom, subject.geom)
        AND (SELECT count(*) FROM (SELECT FROM planning_zone_history_public WHERE act = a.identifier LIMIT 1) AS z) = 0
        AND (a.valid_to IS NULL OR a.valid_to >= %(moment)s)
        AND (a.valid_from < %(moment)s OR NOT EXISTS (SELECT FROM planning_act_history_public AS o
            WHERE o.local_id = a.local_id AND o.namespace = a.namespace AND o.valid_from < a.valid_from
                AND (o.valid_to IS NULL OR o.valid_to >= %(moment)s)))
    UNION ALL
    SELECT 'restriction', r.identifier, r.theme, '', r.in_force_from, r.in_force_to, r.geom, jsonb_build_object(
        'designation', r.designation, 'name', r.name, 'description', r.description, 'document', r.document,
        'link', r.link)
    FROM restriction_history_public AS r, subject
    WHERE ST_Intersects(r.geom, subject.geom) AND (r.valid_to IS NULL OR r.valid_to >= %(moment)s)
        AND (r.valid_from < %(moment)s OR NOT EXISTS (SELECT FROM restriction_history_public AS o
            WHERE o.local_id = r.local_id AND o.namespace = r.namespace AND o.valid_from < r.valid_from
                AND (o.valid_to IS NULL OR o.valid_to >= %(moment)s)))
)
SELECT kind, identifier, act, status, in_force_from, in_force_to, facts::text, ST_Dimension(found.geom),
    ST_AsBinary(ST_Intersection(found.geom, subject.geom))
FROM found, subject
UNION ALL
SELECT 'subject', '', '', '', NULL, NULL,
    (SELECT jsonb_object_agg(name, version) FROM layer_public WHERE name = ANY (%(layers)s))::text,
    NULL, ST_AsBinary(subject.geom)
FROM subject
