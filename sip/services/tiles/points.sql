-- A layer of points, each in one tile: that on whose lattice it comes to lie, hence the half of a step.
SELECT ST_AsMVT(layer, '{name}', 4096, 'geom', 'id') FROM (
    SELECT {columns}, ST_AsMVTGeom(point, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, {srid}), 4096, 64) AS geom
    FROM {view}, LATERAL (SELECT {shape} AS point OFFSET 0) AS placed
    WHERE geom && {reach}
        AND ST_X(point) >= %(first_x)s AND ST_X(point) < %(last_x)s
        AND ST_Y(point) > %(last_y)s AND ST_Y(point) <= %(first_y)s) AS layer
