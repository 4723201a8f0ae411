-- One version of a parcel, with the names of where it lies.
SELECT p.identifier, p.number, p.sheet, p.precinct_code, precinct.name, p.unit_code, unit.name, powiat.name,
    p.registered_area, p.land_use, p.valid_from, p.valid_to, p.object_from, delivery.data_date, sip_area(p.geom),
    ST_XMin(p.geom), ST_YMin(p.geom), ST_XMax(p.geom), ST_YMax(p.geom), p.id
FROM parcel_history_public AS p
LEFT JOIN precinct_public AS precinct ON precinct.identifier = p.precinct_code
LEFT JOIN unit_public AS unit ON unit.code = p.unit_code
LEFT JOIN unit_public AS powiat ON powiat.code = left(p.unit_code, 4)
LEFT JOIN delivery_public AS delivery ON delivery.id = p.delivery
WHERE p.identifier = %(identifier)s AND {when}
ORDER BY p.valid_to DESC NULLS FIRST, p.valid_from DESC
LIMIT 1
