-- The land uses of a parcel that do not add up to its registered area.
SELECT seq, identifier, replace(total || ' ha / ' || registered_area || ' ha', '.', ',') AS detail, ST_PointOnSurface(geom) AS place
FROM (
    SELECT *, (SELECT sum((use ->> 'area_ha')::numeric) FROM jsonb_array_elements(land_use) AS use) AS total
    FROM {stage}
    WHERE NOT quarantined AND valid_to IS NULL
) AS summed
WHERE abs(total - registered_area) > 0.00005
