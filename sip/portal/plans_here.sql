-- What planning acts and restrictions say of a place: a version of a parcel, or a point. What is shared with a parcel
-- along its edge only is left out.
WITH place AS MATERIALIZED (
    SELECT geom, ST_Dimension(geom) = 0 AS is_point, greatest(1, ST_Area(geom) * 0.001) AS least FROM (
        SELECT coalesce(
            (SELECT geom FROM parcel_history_public WHERE id = %(parcel)s::bigint),
            ST_SetSRID(ST_MakePoint(%(x)s::float, %(y)s::float), {srid})) AS geom) AS given
), zone AS MATERIALIZED (
    SELECT id, act, designation, status, in_force_from, in_force_to,
        coalesce(ST_Intersects(zones.geom, ST_SetSRID(ST_MakePoint(%(x)s::float, %(y)s::float), {srid})), false) AS here
    FROM place JOIN (SELECT * FROM {zones}) AS zones ON ST_Intersects(zones.geom, place.geom)
        AND (is_point OR ST_Area(ST_Intersection(zones.geom, place.geom)) >= least)
), act AS MATERIALIZED (
    SELECT identifier, title, kind, status, in_force_from, in_force_to
    FROM place JOIN (SELECT * FROM {acts}) AS acts ON ST_Intersects(acts.geom, place.geom)
        AND (is_point OR ST_Area(ST_Intersection(acts.geom, place.geom)) >= least)
)
SELECT 'act', identifier, title, kind, status, in_force_from, in_force_to, NULL, NULL, NULL, NULL, false FROM act
UNION ALL
SELECT 'zone', zone.act, coalesce(known.title, zone.act), known.kind, zone.status, zone.in_force_from, zone.in_force_to,
    zone.designation, version.symbol, version.other_name, version.name, zone.here
FROM zone JOIN planning_zone_history_public AS version USING (id)
LEFT JOIN LATERAL (
    SELECT title, kind FROM planning_act_history_public AS acts WHERE acts.identifier = zone.act
    ORDER BY valid_to DESC LIMIT 1) AS known ON true
UNION ALL
SELECT 'restriction', theme, name, NULL, 'legalForce', in_force_from, in_force_to, NULL, NULL, NULL, NULL, false
FROM place JOIN (SELECT * FROM {restrictions}) AS restrictions ON ST_Intersects(restrictions.geom, place.geom)
