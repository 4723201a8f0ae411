-- One vector tile of the national PL-1992 grid with several layers; the data are stored in that system, so nothing
-- is transformed. Each layer starts at the zoom where it can be read.
WITH tile AS (
    SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s)) AS box,
        %(z)s::int AS zoom, %(pixel)s::float AS pixel
)
SELECT coalesce((
    SELECT ST_AsMVT(layer, 'precincts', 4096, 'geom', 'id') FROM (
        SELECT id, identifier, name, ST_AsMVTGeom(
            CASE WHEN zoom < 11 THEN ST_SimplifyPreserveTopology(geom, pixel) ELSE geom END, box, 4096, 64) AS geom
        FROM precinct_public, tile WHERE zoom >= 5 AND geom && box) AS layer), ''::bytea)
|| coalesce((
    SELECT ST_AsMVT(layer, 'land_use', 4096, 'geom', 'id') FROM (
        SELECT id, ofu, ST_AsMVTGeom(geom, box, 4096, 64) AS geom
        FROM land_use_public, tile WHERE zoom >= 12 AND geom && box) AS layer), ''::bytea)
|| coalesce((
    SELECT ST_AsMVT(layer, 'parcels', 4096, 'geom', 'id') FROM (
        SELECT id, identifier, number, ST_AsMVTGeom(geom, box, 4096, 64) AS geom
        FROM parcel_public, tile WHERE zoom >= 11 AND geom && box) AS layer), ''::bytea)
|| coalesce((
    SELECT ST_AsMVT(layer, 'buildings', 4096, 'geom', 'id') FROM (
        SELECT id, identifier, kind, floors_above AS floors, ST_AsMVTGeom(geom, box, 4096, 64) AS geom
        FROM building_public, tile WHERE zoom >= 13 AND geom && box) AS layer), ''::bytea)
|| coalesce((
    SELECT ST_AsMVT(layer, 'addresses', 4096, 'geom', 'id') FROM (
        SELECT id, number, street, ST_AsMVTGeom(geom, box, 4096, 64) AS geom
        FROM address_public, tile WHERE zoom >= 14 AND geom && box) AS layer), ''::bytea)
