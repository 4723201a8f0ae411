-- Compare the stage with the register: which rows are fresh, and which known rows end because of them.
DROP TABLE IF EXISTS {fresh}, {ending};

CREATE TEMP TABLE {fresh} AS
SELECT stage.*, EXISTS (
    SELECT FROM {table} AS known
    WHERE known.local_id = stage.local_id AND known.namespace = stage.namespace AND known.retired_by_id IS NULL
) AS known_object
FROM {stage} AS stage
WHERE NOT quarantined AND NOT EXISTS (
    SELECT FROM {table} AS known
    WHERE known.local_id = stage.local_id AND known.namespace = stage.namespace
        AND known.valid_from = stage.valid_from AND known.digest = stage.digest
        AND known.retired_by_id IS NULL
);

-- The register knows a later version than the delivery brings: what contradicts it is left out.
WITH outdated AS (
    SELECT DISTINCT fresh.seq
    FROM {fresh} AS fresh
    JOIN {table} AS known USING (local_id, namespace)
    WHERE fresh.known_object AND known.retired_by_id IS NULL AND known.version_id <> ''
        AND tstzrange(known.valid_from, known.valid_to) && tstzrange(fresh.valid_from, fresh.valid_to)
        AND known.valid_from > (
            SELECT max(s.valid_from) FROM {stage} AS s
            WHERE s.local_id = fresh.local_id AND s.namespace = fresh.namespace AND NOT s.quarantined
        )
), left_out AS (
    DELETE FROM {fresh} AS fresh USING outdated WHERE outdated.seq = fresh.seq
    RETURNING fresh.seq, fresh.identifier, fresh.valid_from, fresh.geom
)
INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)
SELECT 'older-than-register', {kind}, seq, identifier, valid_from::date::text, ST_PointOnSurface(geom) FROM left_out;

CREATE INDEX ON {fresh} (local_id, namespace);
CREATE INDEX ON {fresh} USING gist (geom);
ANALYZE {fresh};

-- Known rows that a fresh version of the same object corrects or follows: they end where it begins.
CREATE TEMP TABLE {ending} AS
SELECT known.id, known.namespace, known.local_id, known.identifier, known.valid_from, known.valid_to, known.geom,
    min(fresh.valid_from) AS new_to, 'superseded' AS reason
FROM {table} AS known
JOIN {fresh} AS fresh USING (local_id, namespace)
WHERE fresh.known_object AND known.retired_by_id IS NULL
    AND tstzrange(known.valid_from, known.valid_to) && tstzrange(fresh.valid_from, fresh.valid_to)
GROUP BY known.id;

-- Another object takes the identifier over, and the delivery does not speak of the one that held it.
INSERT INTO {ending}
SELECT known.id, known.namespace, known.local_id, known.identifier, known.valid_from, known.valid_to, known.geom,
    fresh.valid_from, 'superseded'
FROM {table} AS known
JOIN {fresh} AS fresh USING (identifier)
WHERE {identified} AND known.retired_by_id IS NULL AND known.valid_to IS NULL AND fresh.valid_to IS NULL
    AND (known.local_id, known.namespace) <> (fresh.local_id, fresh.namespace)
    AND NOT EXISTS (
        SELECT FROM {stage} AS s WHERE s.local_id = known.local_id AND s.namespace = known.namespace
    );

-- It does speak of the holder, but does not end it: the newcomer has to wait.
WITH refused AS (
    DELETE FROM {fresh} AS fresh USING {table} AS known
    WHERE {identified} AND known.identifier = fresh.identifier AND fresh.valid_to IS NULL
        AND known.retired_by_id IS NULL AND known.valid_to IS NULL
        AND (known.local_id, known.namespace) <> (fresh.local_id, fresh.namespace)
        AND NOT EXISTS (SELECT FROM {ending} AS e WHERE e.id = known.id)
    RETURNING fresh.seq, fresh.identifier, fresh.local_id, fresh.namespace, fresh.geom
), kept AS (
    DELETE FROM {ending} AS e USING refused
    WHERE e.local_id = refused.local_id AND e.namespace = refused.namespace
)
INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)
SELECT 'identifier-taken', {kind}, seq, identifier, '', ST_PointOnSurface(geom) FROM refused;
