-- Where the register is, in degrees: west, south, east, north; nulls while it is empty.
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (
    SELECT ST_Transform(ST_Segmentize(ST_SetSRID(ST_Extent(geom)::geometry, {stored}), 10000), {degrees}) AS e FROM (
        SELECT geom FROM precinct_public
        UNION ALL SELECT geom FROM parcel_public
        UNION ALL SELECT geom FROM building_public) AS shown) AS found
