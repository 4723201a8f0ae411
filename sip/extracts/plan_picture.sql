-- An act and its zones as of a day, as SVG path data in the picture's units from its upper left corner, simplified to
-- what can be seen; and the precincts around it. Labels stand where a zone is widest.
WITH shown AS (
    SELECT 'act' AS layer, '' AS symbol, geom FROM (
        SELECT geom FROM planning_act_history_public
        WHERE identifier = %(act)s AND (valid_to IS NULL OR valid_to >= %(moment)s) ORDER BY valid_from LIMIT 1
    ) AS act
    UNION ALL
    SELECT 'zone', symbol, geom FROM planning_zone_history_public AS zone
    WHERE act = %(act)s AND (valid_to IS NULL OR valid_to >= %(moment)s)
        AND (valid_from < %(moment)s OR NOT EXISTS (
            SELECT FROM planning_zone_history_public AS earlier
            WHERE earlier.identifier = zone.identifier AND earlier.valid_from < zone.valid_from))
    UNION ALL
    SELECT 'precinct', '', precinct.geom FROM precinct_public AS precinct, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s) AS frame
    WHERE precinct.geom && frame
), drawn AS (
    SELECT layer, symbol, geom, ST_Simplify(geom, %(unit)s * 0.4, true) AS outline,
        CASE WHEN layer = 'zone' THEN ST_PointOnSurface(geom) END AS spot
    FROM shown WHERE geom IS NOT NULL
)
SELECT layer, symbol, ST_AsSVG(ST_Scale(ST_Translate(outline, -%(west)s, -%(north)s), 1 / %(unit)s, 1 / %(unit)s), 0, 1),
    (ST_X(spot) - %(west)s) / %(unit)s, (%(north)s - ST_Y(spot)) / %(unit)s,
    ST_Length(ST_Intersection(geom, ST_SetSRID(ST_MakeLine(
        ST_MakePoint(ST_XMin(geom), ST_Y(spot)), ST_MakePoint(ST_XMax(geom), ST_Y(spot))), %(srid)s))) / %(unit)s
FROM drawn
WHERE NOT ST_IsEmpty(outline)
