-- What a planning act consists of, as the register had it on a day; see plan_register.sql for the version of a day.
SELECT {columns}
FROM {view} AS row
WHERE row.act = %(act)s AND (row.valid_to IS NULL OR row.valid_to >= %(moment)s)
    AND (row.valid_from < %(moment)s OR NOT EXISTS (
        SELECT FROM {view} AS earlier WHERE earlier.identifier = row.identifier AND earlier.valid_from < row.valid_from))
