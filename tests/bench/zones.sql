-- A plan ogólny over every gmina: turned squares of 450 m, so that they cut the parcels.
WITH delivery AS (
    INSERT INTO intake_delivery (kind, state, received_at, files, sha256, options, counts, progress, undo, data_date)
    VALUES ('app', 'published', now(), '[]', '', '{}', '{}', '{}', '{}', '2026-01-01') RETURNING id
), acts AS (
    INSERT INTO plans_planningact (namespace, local_id, version_id, identifier, valid_from, end_reason, digest,
        published_by_id, status, in_force_from, title, other_titles, kind, level, unit_code, modification, base_maps,
        documents, geom)
    SELECT 'PL.BENCH/' || code, '1POG', '', 'PL.BENCH/' || code || '/1POG', '2025-01-01', '', gen_random_uuid(),
        delivery.id, 'legalForce', '2025-01-01', 'Plan ogólny ' || code, '[]', 'planOgolnyGminy', '', code, false, '[]',
        '[]', geom
    FROM gmina_public, delivery WHERE geom IS NOT NULL RETURNING identifier, namespace, geom, published_by_id
)
INSERT INTO plans_planningzone (namespace, local_id, version_id, identifier, valid_from, end_reason, digest,
    published_by_id, status, in_force_from, act, designation, symbol, name, other_name, nature, basic_profiles,
    additional_profiles, geom)
SELECT namespace, '1POG-' || i || '-' || j, '', identifier || '-' || i || '-' || j, '2025-01-01', '', gen_random_uuid(),
    published_by_id, 'legalForce', '2025-01-01', identifier, abs(i) || 'SJ', 'SJ', '', '', '', '["MN", "U", "K"]',
    '["ZP"]', part
FROM acts, LATERAL ST_SquareGrid(450, ST_Expand(geom, 3000)) AS square,
    LATERAL (SELECT ST_CollectionExtract(ST_Intersection(ST_Rotate(square.geom, 0.3, ST_Centroid(acts.geom)), acts.geom),
        3) AS part) AS cut
WHERE ST_Area(part) > 1;
INSERT INTO intake_layer (name, version, changed_at) VALUES ('planning_zones', 1, now()), ('planning_acts', 1, now())
ON CONFLICT (name) DO UPDATE SET version = intake_layer.version + 1;
ANALYZE plans_planningzone, plans_planningact;
