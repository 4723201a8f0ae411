-- Gminas with their outline as SVG path data, their area, and how much of it the acts named cover together; an act
-- without an outline of its own covers what its zones do.
WITH act AS MATERIALIZED (
    SELECT DISTINCT ON (a.identifier) coalesce(a.geom, (
        SELECT ST_Union(zone.geom) FROM planning_zone_public AS zone WHERE zone.act = a.identifier)) AS geom
    FROM planning_act_history_public AS a
    WHERE a.identifier = ANY (%(acts)s) AND (a.valid_to IS NULL OR a.valid_to >= %(moment)s)
    ORDER BY a.identifier, a.valid_from
), gmina AS (
    SELECT code, name, geom, ST_Area(geom) AS area FROM gmina_public
)
SELECT gmina.code, coalesce(gmina.name, gmina.code), gmina.area, coalesce((
        SELECT ST_Area(ST_Intersection(gmina.geom, ST_Union(act.geom))) FROM act WHERE act.geom && gmina.geom), 0)
FROM gmina
ORDER BY 2, 1
