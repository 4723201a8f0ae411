-- Acts with the data sets they belong to, newest names of units beside them.
SELECT file.identifier, file.namespace, file.title, file.kind, file.status, file.changed_at, coalesce(unit.name, ''),
    ST_XMin(file.geom), ST_YMin(file.geom), ST_XMax(file.geom), ST_YMax(file.geom)
FROM planning_file_public AS file
LEFT JOIN LATERAL (
    SELECT name FROM unit_public
    WHERE file.unit_code <> '' AND (unit_public.code = file.unit_code OR left(unit_public.code, 7) = file.unit_code || '_')
    ORDER BY unit_public.code LIMIT 1
) AS unit ON true
WHERE file.namespace <> ''
ORDER BY file.namespace, file.identifier
