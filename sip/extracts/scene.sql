-- What a frame of the map shows: SVG path data in the drawing's units from the frame's upper left corner. Outlines
-- are cut just outside the frame, so that no edge of the frame is drawn as a boundary. `spot` is where a number
-- stands and `room` how wide the object is there.
WITH frame AS (
    SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s) AS box,
        ST_Expand(ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s), 5 * %(unit)s) AS around
), shown AS (
    SELECT 'land_use' AS layer, ofu AS class, '' AS label, geom FROM land_use_public, frame WHERE %(with_parcels)s AND geom && box
    UNION ALL
    SELECT 'precinct', '', name, geom FROM precinct_public, frame WHERE geom && box
    UNION ALL
    SELECT 'parcel', '', number, geom FROM parcel_public, frame WHERE %(with_parcels)s AND geom && box
    UNION ALL
    SELECT 'building', kind, '', geom FROM building_public, frame WHERE %(with_buildings)s AND geom && box
    UNION ALL
    SELECT 'chosen', '', number, geom FROM parcel_history_public, frame WHERE id = %(chosen)s AND geom && box
), drawn AS (
    SELECT layer, class, label,
        ST_ClipByBox2D(ST_Simplify(geom, %(unit)s * 0.04, true), around) AS outline,
        CASE WHEN label <> '' THEN ST_PointOnSurface(ST_Intersection(geom, box)) END AS spot,
        geom
    FROM shown, frame
)
SELECT layer, class, label,
    ST_AsSVG(ST_Scale(ST_Translate(outline, -%(west)s, -%(north)s), 1 / %(unit)s, 1 / %(unit)s), 0, 2),
    (ST_X(spot) - %(west)s) / %(unit)s, (%(north)s - ST_Y(spot)) / %(unit)s,
    CASE WHEN layer IN ('parcel', 'chosen') AND NOT ST_IsEmpty(spot) THEN ST_Length(ST_Intersection(geom,
        ST_SetSRID(ST_MakeLine(ST_MakePoint(%(west)s, ST_Y(spot)), ST_MakePoint(%(east)s, ST_Y(spot))), %(srid)s)
    )) / %(unit)s END
FROM drawn
WHERE NOT ST_IsEmpty(outline)
UNION ALL
SELECT 'address', '', number, '', (ST_X(geom) - %(west)s) / %(unit)s, (%(north)s - ST_Y(geom)) / %(unit)s, NULL
FROM address_public, frame
WHERE %(with_buildings)s AND geom && box
