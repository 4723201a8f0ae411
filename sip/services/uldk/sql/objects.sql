-- Objects that the query at the mark found, with what ULDK says of them. Shapes are drawn only as asked; one of a
-- single part is a polygon, as clients expect, whatever the delivery called it.
SELECT found.identifier, found.number, found.name, found.precinct, found.unit,
    coalesce((SELECT name FROM precinct_public WHERE identifier = found.precinct), ''),
    CASE WHEN %(dated)s::boolean THEN
        coalesce((SELECT data_date::text FROM delivery_public WHERE id = found.delivery), '') END,
    CASE WHEN %(wkb)s::boolean THEN upper(encode(ST_AsEWKB(ST_Transform(shape.geom, %(srid)s::integer)), 'hex')) END,
    CASE WHEN %(wkt)s::boolean THEN ST_AsEWKT(ST_Transform(shape.geom, %(srid)s::integer), %(digits)s::integer) END,
    CASE WHEN %(extent)s::boolean AND shape.geom IS NOT NULL THEN (
        SELECT ARRAY[ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)]
        FROM CAST(ST_Transform(shape.geom, %(srid)s::integer) AS box2d) AS box) END
FROM ({found}) AS found
CROSS JOIN LATERAL (
    SELECT CASE WHEN ST_NumGeometries(found.geom) = 1 THEN ST_GeometryN(found.geom, 1) ELSE found.geom END AS geom
) AS shape
