-- Acts as the register had them on a day, and where each stands in law that day. The version of a day is the one in the
-- register at its end, or the earliest where the register began later.
WITH act AS (
    SELECT a.identifier, a.title, a.kind, a.status, a.unit_code, a.in_force_from, a.in_force_to, unit.name AS unit_name,
        a.other_titles, a.documents,
        plan_standing(a.kind, a.status, a.in_force_from, a.in_force_to, %(day)s::date) AS standing
    FROM planning_act_history_public AS a
    LEFT JOIN (
        SELECT left(code, 6) AS code, min(name) AS name FROM unit_public WHERE level IN ('gmina', 'voivodeship') GROUP BY 1
    ) AS unit ON unit.code = a.unit_code
    WHERE (a.valid_to IS NULL OR a.valid_to >= %(moment)s) AND (a.valid_from < %(moment)s OR NOT EXISTS (
        SELECT FROM planning_act_history_public AS earlier
        WHERE earlier.identifier = a.identifier AND earlier.valid_from < a.valid_from))
), numbered AS (
    SELECT link.act, string_agg(d.number || ' ' || d.title, ' ') AS words
    FROM (
        SELECT act.identifier AS act, given ->> 'document' AS document
        FROM act, jsonb_array_elements(act.documents) AS given
        UNION
        SELECT given ->> 'act', d.identifier
        FROM planning_document_public AS d, jsonb_array_elements(d.relations) AS given
    ) AS link
    JOIN planning_document_public AS d ON d.identifier = link.document
    GROUP BY link.act
)
SELECT {columns}
FROM act {joins}
WHERE {condition}
{order}
