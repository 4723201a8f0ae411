-- The zones that share ground with a parcel, by act, with the shared area and what of the parcel no zone of the act has.
WITH parcel AS MATERIALIZED (
    SELECT unit_code, registered_area, geom FROM parcel_public WHERE identifier = %(identifier)s
), acts AS MATERIALIZED (
    SELECT a.* FROM planning_act_public AS a, parcel
    WHERE left(parcel.unit_code, 6) = a.unit_code OR ST_Intersects(a.geom, parcel.geom)
), shares AS (
    SELECT z.act, z.designation, z.symbol, z.name, z.other_name, z.status, z.in_force_from, z.in_force_to,
        z.basic_profiles, z.additional_profiles, z.max_intensity, z.max_built_share, z.max_height, z.min_green_share,
        z.identifier, ST_Intersection(z.geom, parcel.geom) AS part
    FROM parcel, planning_zone_public AS z
    WHERE ST_Intersects(z.geom, parcel.geom)
)
SELECT a.identifier, a.title, a.kind, a.status, a.in_force_from, a.in_force_to, a.unit_code, a.delivery,
    ST_Area(parcel.geom), parcel.registered_area,
    coalesce((SELECT jsonb_agg(jsonb_build_object(
        'identifier', s.identifier, 'designation', s.designation, 'symbol', s.symbol, 'name', s.name,
        'other_name', s.other_name, 'status', s.status, 'in_force_from', s.in_force_from, 'in_force_to', s.in_force_to,
        'basic_profiles', s.basic_profiles, 'additional_profiles', s.additional_profiles,
        'max_intensity', s.max_intensity, 'max_built_share', s.max_built_share, 'max_height', s.max_height,
        'min_green_share', s.min_green_share, 'area', ST_Area(s.part))
        ORDER BY ST_Area(s.part) DESC, s.designation)
        FROM shares AS s WHERE s.act = a.identifier AND ST_Area(s.part) > 0), '[]')::text,
    coalesce((SELECT ST_Area(ST_Difference(parcel.geom, ST_Union(s.part))) FROM shares AS s WHERE s.act = a.identifier),
        ST_Area(parcel.geom))
FROM parcel, acts AS a
ORDER BY a.kind, a.in_force_from DESC NULLS LAST, a.identifier
