-- Area in m2 of a shape in PL-1992 (EPSG:2180), corrected for the map's scale: k = 0.9993 (1 + y^2 / 2 R^2) at the
-- shape's middle, y being the distance from the central meridian. Within 0.01 % of the ellipsoid in Poland.
CREATE OR REPLACE FUNCTION sip_area(shape geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ST_Area(shape) / (0.9993 * (1 + ((ST_XMin(shape) + ST_XMax(shape)) / 2 - 500000) ^ 2 / (2 * 6377000.0 ^ 2))) ^ 2
$$;
