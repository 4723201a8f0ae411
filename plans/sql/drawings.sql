-- Pictures of drawings, of acts that are known, with former ones; `key` is what their tiles are asked for by.
CREATE OR REPLACE VIEW drawing_raster_history_public AS
SELECT id, identifier, namespace, local_id, act, key, min_zoom, max_zoom, valid_from, valid_to,
    published_by_id AS delivery, geom
FROM plans_drawingraster AS raster
WHERE retired_by_id IS NULL
    AND EXISTS (SELECT FROM plans_planningact AS act WHERE act.identifier = raster.act AND act.retired_by_id IS NULL);

GRANT SELECT ON drawing_raster_history_public TO sip_public;
