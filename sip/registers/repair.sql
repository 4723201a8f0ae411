-- Mend outlines that are wrong only in form: the area stays what the outline as written encloses. A bow-tie,
-- whose halves cancel out, is left for the check to refuse: nobody can tell which shape was meant.
WITH mended AS (
    SELECT seq, ST_CollectionExtract(ST_MakeValid(geom, 'method=structure'), 3) AS geom,
        reason(ST_IsValidDetail(geom)) AS reason, location(ST_IsValidDetail(geom)) AS place, ST_Area(geom) AS area
    FROM {stage}
    WHERE NOT quarantined AND NOT ST_IsValid(geom) AND GeometryType(geom) IN ('POLYGON', 'MULTIPOLYGON')
), repaired AS (
    UPDATE {stage} AS stage SET geom = mended.geom
    FROM mended
    WHERE mended.seq = stage.seq AND NOT ST_IsEmpty(mended.geom) AND ST_IsValid(mended.geom)
        AND abs(ST_Area(mended.geom) - mended.area) <= greatest(0.5, 0.0005 * mended.area)
    RETURNING stage.seq, stage.identifier, mended.reason, mended.place
)
INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)
SELECT CASE WHEN reason ~ 'Self-intersection' THEN {crossing} ELSE 'repaired-ring' END,
    {kind}, seq, identifier, reason, place
FROM repaired
