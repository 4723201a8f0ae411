-- A page of a register as GeoJSON features, each a text that the database writes. `page` limits the rows before
-- anything is joined or drawn.
SELECT page.{key}, '{{"type":"Feature","id":' || to_json({id})
    || ',"geometry":' || coalesce(ST_AsGeoJSON({shape}, {digits}, 0), 'null')
    || ',"properties":' || json_build_object({properties}) || '}}'
FROM (SELECT * FROM {view} WHERE {condition} ORDER BY {key} LIMIT %(limit)s) AS page
{joins}
ORDER BY page.{key}
