-- Publish one register: retire what ends, keep it as ended, add what is fresh. Readers see none of it before the
-- commit, and no row is locked that does not change.
UPDATE {table} SET retired_by_id = %(delivery)s
FROM {ending} AS e WHERE e.id = {table}.id;

INSERT INTO {table} ({columns}, published_by_id)
SELECT {ended_columns}, %(delivery)s
FROM {table} AS known JOIN {ending} AS e USING (id)
WHERE e.new_to > known.valid_from;

-- In the order of the space-filling curve, so that a tile reads few pages.
INSERT INTO {table} ({columns}, published_by_id)
SELECT {columns}, %(delivery)s FROM {fresh} ORDER BY geom;
