-- Boundaries of the registers within a box, as they are stored: whole segments, nothing rounded, nothing cut.
WITH box AS (SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s) AS geom),
bounded AS (
    SELECT 'parcel' AS kind, parcel.number AS label, parcel.geom
    FROM parcel_public AS parcel, box WHERE parcel.geom && box.geom
    UNION ALL
    SELECT 'building', '', building.geom FROM building_public AS building, box WHERE building.geom && box.geom
    UNION ALL
    SELECT 'zone', zone.designation, zone.geom FROM planning_zone_public AS zone, box WHERE zone.geom && box.geom
)
SELECT bounded.kind, bounded.label,
    ST_AsGeoJSON(ST_Collect(segment.geom), 15, 0)
FROM bounded, box, ST_DumpSegments(ST_Force2D(bounded.geom)) AS segment
WHERE segment.geom && box.geom
GROUP BY bounded.kind, bounded.label, bounded.geom
LIMIT %(most)s
