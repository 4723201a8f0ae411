-- What deliveries changed in acts and zones: a row for each version that one published, and for each that one retired.
-- An object that is in both was changed, or has ended where nothing current was published. Apart by `retired_by_id`,
-- so that the index of the shapes known today serves.
CREATE OR REPLACE VIEW planning_change_public AS
SELECT change.*, delivery.concluded_at AS published_at
FROM (
    SELECT 'act' AS object, identifier, identifier AS act, published_by_id AS delivery, true AS is_new,
        valid_to IS NULL AS is_current, geom
    FROM plans_planningact WHERE retired_by_id IS NULL
    UNION ALL
    SELECT 'act', identifier, identifier, published_by_id, true, valid_to IS NULL, geom
    FROM plans_planningact WHERE retired_by_id IS NOT NULL
    UNION ALL
    SELECT 'act', identifier, identifier, retired_by_id, false, false, geom
    FROM plans_planningact WHERE retired_by_id IS NOT NULL
    UNION ALL
    SELECT 'zone', identifier, act, published_by_id, true, valid_to IS NULL, geom
    FROM plans_planningzone WHERE retired_by_id IS NULL
    UNION ALL
    SELECT 'zone', identifier, act, published_by_id, true, valid_to IS NULL, geom
    FROM plans_planningzone WHERE retired_by_id IS NOT NULL
    UNION ALL
    SELECT 'zone', identifier, act, retired_by_id, false, false, geom
    FROM plans_planningzone WHERE retired_by_id IS NOT NULL
) AS change
JOIN intake_delivery AS delivery ON delivery.id = change.delivery
WHERE delivery.state = 'published';

GRANT SELECT ON planning_change_public TO sip_public;
