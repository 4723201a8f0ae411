-- Documents that acts name, and documents that name acts; what is said twice comes twice. A reference that leads to no
-- document of the register has only itself.
WITH link AS (
    SELECT a.identifier AS act, given ->> 'role' AS role, given ->> 'document' AS document
    FROM planning_act_public AS a, jsonb_array_elements(a.documents) AS given
    WHERE a.identifier = ANY (%(acts)s) OR given ->> 'document' = ANY (%(documents)s)
    UNION ALL
    SELECT given ->> 'act', given ->> 'role', d.identifier
    FROM planning_document_public AS d, jsonb_array_elements(d.relations) AS given
    WHERE given ->> 'act' = ANY (%(acts)s) OR d.identifier = ANY (%(documents)s)
)
SELECT link.act, link.role, link.document, a.title, d.title, d.number, d.organ, d.dated, d.effective_from, d.repealed_on,
    d.journal, d.links::text
FROM link
LEFT JOIN planning_document_public AS d ON d.identifier = link.document
LEFT JOIN planning_act_public AS a ON a.identifier = link.act
ORDER BY d.dated NULLS LAST, link.document, link.act
