-- A period that ends no later than it starts, in the register's time or in that of the law.
SELECT seq, identifier,
    CASE WHEN in_force_to < in_force_from THEN in_force_from || ' – ' || in_force_to
        ELSE valid_from::date || ' – ' || valid_to::date END AS detail,
    ST_PointOnSurface(geom) AS place
FROM {stage}
WHERE NOT quarantined AND (in_force_to < in_force_from OR valid_to <= valid_from)
