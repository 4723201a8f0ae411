-- Known objects that the delivery covers and does not mention end on its date.
-- It covers a precinct that it brings as an object of its own; otherwise what came with the deliveries it repeats
-- or overlaps, in the precincts it touches. So a full export replaces, and an extract of one parcel adds.
WITH touched AS (
    SELECT DISTINCT {scope} AS part FROM {stage}
), repeated AS (
    SELECT DISTINCT known.published_by_id AS delivery
    FROM {table} AS known JOIN {stage} AS s USING (local_id, namespace)
    WHERE known.retired_by_id IS NULL AND known.valid_to IS NULL
    UNION
    SELECT DISTINCT known.published_by_id
    FROM {table} AS known JOIN {fresh} AS fresh ON known.geom && fresh.geom
    WHERE NOT fresh.known_object AND fresh.valid_to IS NULL
        AND known.retired_by_id IS NULL AND known.valid_to IS NULL
        AND ST_Area(ST_Intersection(known.geom, fresh.geom)) > ST_Area(known.geom) / 2
)
INSERT INTO {ending}
SELECT id, namespace, local_id, identifier, valid_from, valid_to, geom,
    CASE WHEN %(moment)s > valid_from THEN %(moment)s ELSE %(now)s END, 'vanished'
FROM {table} AS known
WHERE known.retired_by_id IS NULL AND known.valid_to IS NULL
    AND {scope} IN (SELECT part FROM touched)
    AND ({scope} = ANY (%(complete)s) OR known.published_by_id IN (SELECT delivery FROM repeated))
    AND NOT EXISTS (
        SELECT FROM {stage} AS s WHERE s.local_id = known.local_id AND s.namespace = known.namespace
    )
    AND NOT EXISTS (SELECT FROM {ending} AS e WHERE e.id = known.id)
