-- Give staged rows the identity that the register already knows them by.
-- A source without INSPIRE identifiers speaks of the object that holds the identifier now.
UPDATE {stage} AS stage SET namespace = known.namespace, local_id = known.local_id
FROM {table} AS known
WHERE {identified} AND stage.namespace = '' AND known.identifier = stage.identifier
    AND known.retired_by_id IS NULL AND known.valid_to IS NULL;

-- A source without version times says what is true on its date; an unchanged row keeps the time it has.
UPDATE {stage} AS stage SET valid_from = coalesce(
    (SELECT known.valid_from FROM {table} AS known
        WHERE known.local_id = stage.local_id AND known.namespace = stage.namespace
            AND known.digest = stage.digest AND known.retired_by_id IS NULL AND known.valid_to IS NULL),
    %(moment)s)
WHERE valid_from IS NULL;
