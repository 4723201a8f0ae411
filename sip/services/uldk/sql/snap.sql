-- The boundary point nearest to a place, of parcels within the radius; both in the system of the data.
WITH place AS MATERIALIZED (
    SELECT ST_Transform(ST_SetSRID(ST_MakePoint(%(px)s, %(py)s), %(point_srid)s), %(home)s::integer) AS point
), nearest AS (
    SELECT corner.geom, ST_Distance(corner.geom, place.point) AS distance
    FROM place, parcel_public AS parcel, ST_DumpPoints(parcel.geom) AS corner
    WHERE ST_DWithin(parcel.geom, place.point, %(radius)s::float8)
    ORDER BY distance LIMIT 1
)
SELECT distance, upper(encode(ST_AsEWKB(shape), 'hex')), ST_AsEWKT(shape, %(digits)s::integer), ST_X(shape), ST_Y(shape)
FROM nearest, ST_Transform(geom, %(srid)s::integer) AS shape WHERE distance <= %(radius)s::float8
