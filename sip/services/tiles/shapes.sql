-- A layer of shapes, as many as touch the tile. {reach} is the tile with its margin, in the system of the data.
SELECT ST_AsMVT(layer, '{name}', 4096, 'geom', 'id') FROM (
    SELECT {columns}, ST_AsMVTGeom({shape}, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, {srid}), 4096, 64) AS geom
    FROM {view}
    WHERE geom && {reach} AND {condition}) AS layer
