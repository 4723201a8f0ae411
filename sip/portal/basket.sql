-- Each parcel of a basket in the order it was named: as it is in force, else since when it is gone and into what.
SELECT named.identifier, p.number, p.sheet, p.precinct_code, precinct.name, unit.name, p.registered_area, p.land_use,
    CASE WHEN p.geom IS NOT NULL THEN ARRAY[ST_XMin(p.geom), ST_YMin(p.geom), ST_XMax(p.geom), ST_YMax(p.geom)] END,
    ended.at, ARRAY(SELECT successor FROM parcel_lineage_public WHERE predecessor = named.identifier ORDER BY 1)
FROM unnest(%(identifiers)s::text[]) WITH ORDINALITY AS named (identifier, place)
LEFT JOIN parcel_public AS p ON p.identifier = named.identifier
LEFT JOIN precinct_public AS precinct ON precinct.identifier = p.precinct_code
LEFT JOIN unit_public AS unit ON unit.code = p.unit_code
LEFT JOIN LATERAL (
    SELECT max(valid_to) AS at FROM parcel_history_public AS h WHERE h.identifier = named.identifier
) AS ended ON p.identifier IS NULL
ORDER BY named.place
