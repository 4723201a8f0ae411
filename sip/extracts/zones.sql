-- Zones, areas of regulations and acts as of a day in a frame, with the dates by which they bind; outlines as SVG path
-- data like scene.sql. Labels keep clear of the ground AVOIDed where the object reaches beyond it. The version of an
-- object that counts is that of overlay.sql.
WITH frame AS (
    SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s) AS box,
        ST_Expand(ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s), 5 * %(unit)s) AS around,
        ST_MakeEnvelope(%(avoid_west)s, %(avoid_south)s, %(avoid_east)s, %(avoid_north)s, %(srid)s) AS avoided
), found AS (
    SELECT 'zone' AS layer, z.act, z.symbol, z.designation, z.status, z.in_force_from, z.in_force_to, z.geom
    FROM planning_zone_history_public AS z, frame
    WHERE z.geom && box AND (z.valid_to IS NULL OR z.valid_to >= %(moment)s)
        AND (z.valid_from < %(moment)s OR NOT EXISTS (SELECT FROM planning_zone_history_public AS o
            WHERE o.local_id = z.local_id AND o.namespace = z.namespace AND o.valid_from < z.valid_from
                AND (o.valid_to IS NULL OR o.valid_to >= %(moment)s)))
    UNION ALL
    SELECT 'regulation', g.act, g.kind, g.designation, g.status, g.in_force_from, g.in_force_to, g.geom
    FROM planning_regulation_history_public AS g, frame
    WHERE g.geom && box AND (g.valid_to IS NULL OR g.valid_to >= %(moment)s)
        AND (g.valid_from < %(moment)s OR NOT EXISTS (SELECT FROM planning_regulation_history_public AS o
            WHERE o.local_id = g.local_id AND o.namespace = g.namespace AND o.valid_from < g.valid_from
                AND (o.valid_to IS NULL OR o.valid_to >= %(moment)s)))
    UNION ALL
    SELECT 'act', a.identifier, '', '', a.status, a.in_force_from, a.in_force_to, a.geom
    FROM planning_act_history_public AS a, frame
    WHERE a.geom && box AND (a.valid_to IS NULL OR a.valid_to >= %(moment)s)
        AND (a.valid_from < %(moment)s OR NOT EXISTS (SELECT FROM planning_act_history_public AS o
            WHERE o.local_id = a.local_id AND o.namespace = a.namespace AND o.valid_from < a.valid_from
                AND (o.valid_to IS NULL OR o.valid_to >= %(moment)s)))
), acts AS (
    SELECT DISTINCT ON (identifier) identifier, kind, status, in_force_from, in_force_to
    FROM planning_act_history_public
    WHERE identifier IN (SELECT act FROM found) AND (valid_to IS NULL OR valid_to >= %(moment)s)
    ORDER BY identifier, valid_from
), drawn AS (
    SELECT found.*, ST_ClipByBox2D(ST_Simplify(geom, %(unit)s * 0.04, true), around) AS outline,
        CASE WHEN layer = 'zone' THEN ST_Intersection(geom, box) END AS seen
    FROM found, frame
), placed AS (
    SELECT drawn.*, ST_PointOnSurface(CASE WHEN ST_CoveredBy(seen, avoided) THEN seen
        ELSE ST_Difference(seen, avoided) END) AS spot
    FROM drawn, frame
)
SELECT p.layer, p.act, p.symbol, p.designation, p.status, p.in_force_from, p.in_force_to,
    a.kind, a.status, a.in_force_from, a.in_force_to,
    ST_AsSVG(ST_Scale(ST_Translate(p.outline, -%(west)s, -%(north)s), 1 / %(unit)s, 1 / %(unit)s), 0, 2),
    (ST_X(spot) - %(west)s) / %(unit)s, (%(north)s - ST_Y(spot)) / %(unit)s,
    CASE WHEN NOT ST_IsEmpty(spot) THEN ST_Length(ST_Intersection(p.seen,
        ST_SetSRID(ST_MakeLine(ST_MakePoint(%(west)s, ST_Y(spot)), ST_MakePoint(%(east)s, ST_Y(spot))), %(srid)s)
    )) / %(unit)s END
FROM placed AS p JOIN acts AS a ON a.identifier = p.act
WHERE NOT ST_IsEmpty(p.outline)
ORDER BY p.act, p.designation
