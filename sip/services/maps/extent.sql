-- Where anything is that maps show: west, south, east, north; nulls where there is nothing.
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM (
    SELECT ST_Extent(geom) AS box FROM (
        SELECT geom FROM gmina_public
        UNION ALL SELECT geom FROM parcel_public
        UNION ALL SELECT geom FROM building_public
        UNION ALL SELECT geom FROM planning_act_public
        UNION ALL SELECT geom FROM restriction_public) AS shown) AS found
