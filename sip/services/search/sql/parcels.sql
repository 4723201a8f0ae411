-- Parcels that were found, with where they lie. The caller puts a query of id, is_exact and place in the order where
-- the mark stands; it is cut before anything is joined or drawn.
WITH found AS MATERIALIZED ({found})
SELECT parcel.identifier, parcel.number, parcel.sheet, parcel.precinct_code, precinct.name, parcel.valid_to IS NOT NULL,
    found.is_exact,
    ARRAY[ST_XMin(parcel.geom), ST_YMin(parcel.geom), ST_XMax(parcel.geom), ST_YMax(parcel.geom)],
    ARRAY[ST_X(inside), ST_Y(inside)], found.place::integer
FROM found JOIN parcel_history_public AS parcel USING (id)
LEFT JOIN precinct_public AS precinct ON precinct.identifier = parcel.precinct_code
CROSS JOIN LATERAL ST_PointOnSurface(parcel.geom) AS inside
ORDER BY NOT found.is_exact, parcel.valid_to IS NOT NULL, found.place, parcel.identifier
