-- A version whose period runs into a later version of the same object: the later one stays.
SELECT seq, identifier, valid_from::date || ' – ' || coalesce(valid_to::date::text, '…') AS detail,
    ST_PointOnSurface(geom) AS place
FROM (
    SELECT *, lead(valid_from) OVER (PARTITION BY namespace, local_id ORDER BY valid_from) AS next_from
    FROM {stage}
    WHERE NOT quarantined
) AS ordered
WHERE coalesce(valid_to, 'infinity') > next_from
