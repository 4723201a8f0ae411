-- Parcels around the land of a case (its own parcels, or a shape), each with why it is a neighbour. EPSG:2180, metres.
--
-- Two boundaries are one where their vertices lie within %(tolerance)s of each other's lines: each is snapped to the
-- other, and what then coincides is measured. The pair is taken in an order of its own, so that either parcel finds the
-- same of the other, from whatever vertex its ring begins.
--
-- Across a road: rays straight out of the boundary shared with a road (land use dr for at least half of the parcel)
-- hit another parcel first, after nothing but roads.
WITH piece AS MATERIALIZED (
    SELECT row_number() OVER () AS number, ST_Normalize(geom) AS geom
    FROM (
        SELECT geom FROM parcel_public WHERE identifier = ANY(%(own)s)
        UNION ALL
        SELECT ST_GeomFromWKB(%(shape)s, %(srid)s) WHERE %(shape)s IS NOT NULL
    ) AS given
), around AS MATERIALIZED (
    SELECT piece.number AS piece, piece.geom AS own, p.identifier, p.number, p.land_use, p.registered_area, p.delivery,
        ST_Normalize(p.geom) AS geom, ST_Distance(piece.geom, p.geom) AS distance,
        coalesce((
            SELECT sum(coalesce((use->>'area_ha')::numeric, 1)) FILTER (WHERE use->>'ofu' = 'dr') * 2
                >= sum(coalesce((use->>'area_ha')::numeric, 1))
            FROM jsonb_array_elements(p.land_use) AS use
        ), false) AS is_road
    FROM piece
    JOIN parcel_public AS p ON ST_DWithin(p.geom, piece.geom, greatest(%(within)s, %(tolerance)s))
    WHERE p.identifier <> ALL(%(own)s)
), touching AS MATERIALIZED (
    SELECT around.piece, around.own, around.identifier, around.is_road,
        ST_CollectionExtract(ST_Intersection(second.line, ST_Snap(first.other, second.line, %(tolerance)s)), 2) AS line,
        CASE WHEN ST_Intersects(own, geom) THEN ST_Area(ST_Intersection(own, geom)) ELSE 0 END AS overlap
    FROM around
    CROSS JOIN LATERAL (
        SELECT CASE WHEN is_first THEN own ELSE geom END AS a, CASE WHEN is_first THEN geom ELSE own END AS b
        FROM (SELECT ST_AsBinary(own) < ST_AsBinary(geom) AS is_first) AS ordered
    ) AS pair
    CROSS JOIN LATERAL (
        SELECT ST_ClipByBox2D(ST_Boundary(a), ST_Expand(b, 1 + %(tolerance)s)::box2d) AS line,
            ST_ClipByBox2D(ST_Boundary(b), ST_Expand(a, 1 + %(tolerance)s)::box2d) AS other
    ) AS first
    CROSS JOIN LATERAL (SELECT ST_Snap(first.line, first.other, %(tolerance)s) AS line) AS second
    WHERE distance <= %(tolerance)s
), front AS MATERIALIZED (
    SELECT touching.piece, touching.own, touching.identifier AS road, (ST_Dump(ST_LineMerge(line))).geom AS line
    FROM touching
    WHERE is_road AND NOT ST_IsEmpty(line)
), part AS MATERIALIZED (
    SELECT front.own, front.road, dumped.geom AS line, ST_Centroid(dumped.geom) AS middle, ST_Length(dumped.geom) AS length
    FROM front
    CROSS JOIN LATERAL ST_DumpSegments(
        ST_Segmentize(front.line, greatest(2, (SELECT sum(ST_Length(line)) FROM front) / %(rays)s))
    ) AS dumped
), ray AS MATERIALIZED (
    SELECT row_number() OVER () AS number, road, start, ST_MakeLine(start, ST_Translate(start, dx, dy)) AS line
    FROM (
        SELECT road, own, dx, dy,
            ST_Translate(middle, dx * start_at / %(road)s, dy * start_at / %(road)s) AS start
        FROM part
        CROSS JOIN (VALUES (1), (-1)) AS side (sign)
        CROSS JOIN LATERAL (
            SELECT sign * (ST_Y(ST_EndPoint(line)) - ST_Y(ST_StartPoint(line))) / length * %(road)s AS dx,
                sign * (ST_X(ST_StartPoint(line)) - ST_X(ST_EndPoint(line))) / length * %(road)s AS dy,
                0.05 + 2 * %(tolerance)s AS start_at
        ) AS outward
        WHERE length > %(tolerance)s
    ) AS begun
    WHERE NOT ST_Intersects(start, own)
), met AS MATERIALIZED (
    SELECT ray.number AS ray, ray.road, p.identifier, roads.is_road, ST_Length(ST_Intersection(p.geom, ray.line)) AS length,
        ST_Distance(ray.start, ST_Intersection(p.geom, ray.line)) AS distance
    FROM ray
    JOIN parcel_public AS p ON ST_Intersects(p.geom, ray.line)
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(coalesce((use->>'area_ha')::numeric, 1)) FILTER (WHERE use->>'ofu' = 'dr') * 2
            >= sum(coalesce((use->>'area_ha')::numeric, 1)), false) AS is_road
        FROM jsonb_array_elements(p.land_use) AS use
    ) AS roads
), opposite AS MATERIALIZED (
    SELECT identifier, min(distance) AS width, array_agg(DISTINCT road) AS roads
    FROM (
        SELECT DISTINCT ON (ray) ray, road, identifier, distance FROM met WHERE NOT is_road ORDER BY ray, distance, identifier
    ) AS first_met
    -- What no parcel covers is no road; a metre of it may be a fault of the data.
    WHERE distance - 1 <= (
        SELECT coalesce(sum(met.length), 0) FROM met
        WHERE met.ray = first_met.ray AND met.is_road AND met.distance < first_met.distance
    ) AND identifier <> ALL(%(own)s)
    GROUP BY identifier
), joined AS (
    SELECT identifier, min(around.distance) AS distance, coalesce(sum(ST_Length(line)), 0) AS shared,
        coalesce(sum(overlap), 0) AS overlap, bool_or(around.is_road) AS is_road
    FROM around LEFT JOIN touching USING (piece, identifier)
    GROUP BY identifier
), found AS (
    SELECT identifier, coalesce(joined.distance, opposite.width) AS distance, coalesce(shared, 0) AS shared,
        coalesce(overlap, 0) AS overlap, opposite.width, opposite.roads,
        coalesce(joined.is_road, false) AS is_road
    FROM joined FULL JOIN opposite USING (identifier)
    WHERE joined.identifier IS NULL OR opposite.identifier IS NOT NULL OR joined.distance <= %(within)s
        OR joined.distance <= %(tolerance)s
)
SELECT found.identifier, p.number, p.land_use, p.registered_area, p.delivery, round(found.distance::numeric, 2),
    round(found.shared::numeric, 2), round(found.overlap::numeric, 2), round(found.width::numeric, 1), found.roads, found.is_road
FROM found JOIN parcel_public AS p USING (identifier)
ORDER BY found.shared > %(tolerance)s DESC, found.distance <= %(tolerance)s DESC, found.roads IS NULL, found.distance,
    found.identifier
LIMIT %(most)s
