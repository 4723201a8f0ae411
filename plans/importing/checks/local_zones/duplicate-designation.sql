-- Many terrains of a local plan may bear one symbol. A number names one terrain: parts of it are one multipolygon, or
-- someone should look; and what bears one name should be described in one way.
SELECT seq, identifier, designation AS detail, ST_PointOnSurface(geom) AS place
FROM (
    SELECT *, row_number() OVER same AS nth,
        first_value(ROW(symbol, name, other_name, max_intensity, max_built_share, max_height, min_green_share)) OVER same
            <> ROW(symbol, name, other_name, max_intensity, max_built_share, max_height, min_green_share) AS differs
    FROM {stage}
    WHERE NOT quarantined AND valid_to IS NULL AND designation <> ''
    WINDOW same AS (PARTITION BY act, designation ORDER BY seq)
) AS numbered
WHERE nth > 1 AND (differs OR designation ~ '^[A-Z]?[0-9]|[ ._/-][0-9]+[a-z]?$')
