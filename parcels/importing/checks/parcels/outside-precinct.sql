-- A parcel whose middle lies outside the precinct named in its identifier, delivered or known.
WITH precincts AS (
    SELECT identifier, geom FROM stage_precincts WHERE NOT quarantined AND valid_to IS NULL AND geom IS NOT NULL
    UNION ALL
    SELECT identifier, geom FROM parcels_precinct AS known
    WHERE retired_by_id IS NULL AND valid_to IS NULL AND geom IS NOT NULL
        AND NOT EXISTS (SELECT FROM stage_precincts AS s WHERE s.identifier = known.identifier)
)
SELECT p.seq, p.identifier, p.precinct_code AS detail, ST_PointOnSurface(p.geom) AS place
FROM {stage} AS p
JOIN precincts ON precincts.identifier = p.precinct_code
WHERE NOT p.quarantined AND p.valid_to IS NULL AND NOT ST_Intersects(precincts.geom, ST_PointOnSurface(p.geom))
