-- What deliveries changed, by delivery and act: how many of its objects are new, changed, ended. Where a parcel is
-- asked for, of objects that share ground with it: what came to it is new there, what left it has ended there.
WITH object AS (
    SELECT delivery, published_at, act, object, identifier, bool_or(NOT is_new) AS was, bool_or(is_current) AS is_still
    FROM planning_change_public AS change
    WHERE {condition}
    GROUP BY delivery, published_at, act, object, identifier
), counted AS (
    SELECT delivery, published_at, act,
        bool_or(object = 'act' AND NOT was) AS act_new,
        bool_or(object = 'act' AND was AND is_still) AS act_changed,
        bool_or(object = 'act' AND was AND NOT is_still) AS act_ended,
        count(*) FILTER (WHERE object = 'zone' AND NOT was) AS zones_new,
        count(*) FILTER (WHERE object = 'zone' AND was AND is_still) AS zones_changed,
        count(*) FILTER (WHERE object = 'zone' AND was AND NOT is_still) AS zones_ended
    FROM object GROUP BY delivery, published_at, act
    ORDER BY delivery DESC, act LIMIT %(most)s
)
SELECT counted.*, newest.title, newest.kind
FROM counted LEFT JOIN LATERAL (
    SELECT title, kind FROM planning_act_history_public AS a
    WHERE a.identifier = counted.act ORDER BY a.valid_from DESC LIMIT 1
) AS newest ON true
ORDER BY counted.delivery DESC, counted.act
