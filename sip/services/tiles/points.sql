-- A layer of points, each in one tile: that on whose lattice it comes to lie, hence the half of a step.
SELECT ST_AsMVT(layer, '{name}', 4096, 'geom', 'id') FROM (
    SELECT {columns}, ST_AsMVTGeom(point, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, {srid}), 4096, 64) AS geom
    FROM {view}, LATERAL (SELECT {shape} AS point OFFSET 0) AS placed
    WHERE geom && {reach}
        AND ST_X(point) >= %(west)s - %(half)s AND ST_X(point) < %(east)s - %(half)s
        AND ST_Y(point) > %(south)s + %(half)s AND ST_Y(point) <= %(north)s + %(half)s) AS layer
