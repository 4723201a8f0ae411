-- Drawings of an act that have a picture; one whose own row is not there any more has the act's title.
SELECT raster.identifier, coalesce(nullif(drawing.title, ''), act.title, raster.identifier), raster.act, raster.key,
    raster.min_zoom, raster.max_zoom, drawing.legend, drawing.link,
    ST_XMin(raster.geom), ST_YMin(raster.geom), ST_XMax(raster.geom), ST_YMax(raster.geom)
FROM drawing_raster_history_public AS raster
LEFT JOIN planning_drawing_public AS drawing USING (namespace, local_id)
LEFT JOIN planning_act_public AS act ON act.identifier = raster.act
WHERE raster.act = %(act)s AND raster.valid_to IS NULL
ORDER BY raster.identifier
