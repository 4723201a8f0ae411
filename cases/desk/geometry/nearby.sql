-- Corners of the registers' boundaries on which typed points may stand.
WITH typed AS (
    SELECT dumped.geom FROM ST_Dump(ST_GeomFromWKB(%(points)s, %(srid)s)) AS dumped
),
bounded AS (
    SELECT geom FROM parcel_public WHERE id IN (
        SELECT parcel.id FROM typed JOIN parcel_public AS parcel ON parcel.geom && ST_Expand(typed.geom, %(reach)s)
    )
    UNION ALL
    SELECT geom FROM building_public WHERE id IN (
        SELECT building.id FROM typed
        JOIN building_public AS building ON building.geom && ST_Expand(typed.geom, %(reach)s)
    )
    UNION ALL
    SELECT geom FROM planning_zone_public WHERE id IN (
        SELECT zone.id FROM typed JOIN planning_zone_public AS zone ON zone.geom && ST_Expand(typed.geom, %(reach)s)
    )
)
SELECT DISTINCT ST_X(corner.geom), ST_Y(corner.geom)
FROM bounded, ST_DumpPoints(ST_Force2D(bounded.geom)) AS corner
WHERE corner.geom && ST_Expand(ST_GeomFromWKB(%(points)s, %(srid)s), %(reach)s)
