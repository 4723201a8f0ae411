-- A page of a register by a filter or in an order of the client's. The filter and the order speak of `page` and of what
-- it is joined with, so these stand where the rows are limited; what is joined for the answer's properties only comes
-- after that.
SELECT page.{key}, '{{"type":"Feature","id":' || to_json({id})
    || ',"geometry":' || coalesce(ST_AsGeoJSON({shape}, {digits}, 0), 'null')
    || ',"properties":' || json_build_object({properties}) || '}}', {sorted}
FROM (
    SELECT page.* FROM (SELECT * FROM {view} WHERE {condition}) AS page
    {inner_joins}
    WHERE {filter}
    ORDER BY {order}
    LIMIT %(limit)s) AS page
{joins}
ORDER BY {order}
