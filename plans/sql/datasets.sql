-- Acts in the register with the moment their files last changed: when the newest delivery of what belongs to them came.
CREATE OR REPLACE VIEW planning_file_public AS
WITH member AS (
    SELECT identifier AS act, published_by_id FROM plans_planningact WHERE retired_by_id IS NULL AND valid_to IS NULL
    UNION SELECT act, published_by_id FROM plans_planningzone WHERE retired_by_id IS NULL AND valid_to IS NULL
    UNION SELECT act, published_by_id FROM plans_regulation WHERE retired_by_id IS NULL AND valid_to IS NULL
    UNION SELECT act, published_by_id FROM plans_drawing WHERE retired_by_id IS NULL AND valid_to IS NULL
), changed AS (
    SELECT member.act, max(coalesce(delivery.concluded_at, delivery.received_at)) AS changed_at
    FROM member JOIN intake_delivery AS delivery ON delivery.id = member.published_by_id GROUP BY member.act
)
SELECT act.id, act.identifier, act.namespace, act.title, act.kind, act.status, act.unit_code, changed.changed_at, act.geom
FROM plans_planningact AS act JOIN changed ON changed.act = act.identifier
WHERE act.retired_by_id IS NULL AND act.valid_to IS NULL;

GRANT SELECT ON planning_file_public TO sip_public;
