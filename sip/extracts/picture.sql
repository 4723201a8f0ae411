-- What a picture of a parcel's surroundings shows, each as SVG path data in metres from the picture's corner.
WITH frame AS (
    SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s) AS box, %(west)s::float AS west, %(north)s::float AS north
)
SELECT CASE WHEN identifier = %(identifier)s THEN 'parcel' ELSE 'neighbour' END, number,
    ST_AsSVG(ST_Translate(ST_Intersection(geom, box), -west, -north), 0, 2),
    ST_X(spot) - west, north - ST_Y(spot)
FROM (
    SELECT *, ST_PointOnSurface(ST_Intersection(geom, box)) AS spot FROM parcel_public, frame WHERE ST_Intersects(geom, box)
    LIMIT 1500
) AS shown
UNION ALL
SELECT 'building', '', ST_AsSVG(ST_Translate(ST_Intersection(geom, box), -west, -north), 0, 2), 0, 0
FROM (SELECT * FROM building_public, frame WHERE ST_Intersects(geom, box) LIMIT 1500) AS shown
