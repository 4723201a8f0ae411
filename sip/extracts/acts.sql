-- An act as of a day, with its documents, drawings and provisions.
SELECT a.identifier, a.title, a.kind, a.status, a.unit_code, a.in_force_from, a.in_force_to, delivery.data_date,
    coalesce((SELECT jsonb_agg(jsonb_build_object('role', link ->> 'role', 'title', d.title, 'number', d.number,
            'organ', d.organ, 'dated', d.dated, 'effective_from', d.effective_from, 'journal', d.journal,
            'links', d.links) ORDER BY d.dated, d.identifier, link ->> 'role')
        FROM jsonb_array_elements(a.documents) AS link
        JOIN planning_document_history_public AS d ON d.identifier = link ->> 'document'
        WHERE d.valid_to IS NULL), '[]')::text,
    coalesce((SELECT jsonb_agg(jsonb_build_array(w.title, w.link) ORDER BY w.title, w.identifier)
        FROM planning_drawing_history_public AS w
        WHERE w.act = a.identifier AND (w.valid_to IS NULL OR w.valid_to >= %(moment)s)
            AND (w.valid_from < %(moment)s OR NOT EXISTS (SELECT FROM planning_drawing_history_public AS o
                WHERE o.identifier = w.identifier AND o.valid_from < w.valid_from
                    AND (o.valid_to IS NULL OR o.valid_to >= %(moment)s)))), '[]')::text,
    coalesce((SELECT jsonb_agg(jsonb_build_array(p.symbol, p.paragraph, p.body) ORDER BY p.symbol, p.id)
        FROM provision_history_public AS p
        WHERE p.act = a.identifier AND (p.valid_to IS NULL OR p.valid_to >= %(moment)s)
            AND (p.valid_from < %(moment)s OR NOT EXISTS (SELECT FROM provision_history_public AS o
                WHERE o.identifier = p.identifier AND o.valid_from < p.valid_from
                    AND (o.valid_to IS NULL OR o.valid_to >= %(moment)s)))), '[]')::text
FROM planning_act_history_public AS a
LEFT JOIN delivery_public AS delivery ON delivery.id = a.delivery
WHERE a.identifier = %(act)s AND (a.valid_to IS NULL OR a.valid_to >= %(moment)s)
ORDER BY a.valid_from
LIMIT 1
