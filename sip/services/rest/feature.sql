-- Parcels as GeoJSON features, each a text that the database writes. Callers put their condition and order where
-- the marks stand; `page` limits the parcels before anything is joined or drawn.
SELECT page.identifier,
    '{"type":"Feature","id":' || to_json(page.identifier)
    || ',"geometry":' || ST_AsGeoJSON(CASE WHEN %(crs)s = %(stored)s THEN ccw ELSE ST_Transform(ccw, %(crs)s) END, %(digits)s, 0)
    || ',"properties":' || json_build_object(
        'identifier', page.identifier,
        'number', page.number,
        'sheet', nullif(page.sheet, ''),
        'precinct', page.precinct_code,
        'precinct_name', precinct.name,
        'unit', page.unit_code,
        'unit_name', unit.name,
        'registered_area_ha', page.registered_area,
        'land_use', page.land_use,
        'valid_from', page.valid_from,
        'data_date', delivery.data_date
    ) || '}'
FROM (SELECT *, ST_ForcePolygonCCW(geom) AS ccw FROM parcel_public WHERE {condition} ORDER BY identifier LIMIT %(limit)s) AS page
LEFT JOIN precinct_public AS precinct ON precinct.identifier = page.precinct_code
LEFT JOIN unit_public AS unit ON unit.code = page.unit_code
LEFT JOIN delivery_public AS delivery ON delivery.id = page.delivery
ORDER BY page.identifier
