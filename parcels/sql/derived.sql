-- Computed from the registers and kept: parcels/derived.py rebuilds these when a register they read changes.
-- The public sees them through views, as in views.sql.
CREATE MATERIALIZED VIEW gmina_outline AS
SELECT left(identifier, 6) AS code, ST_Multi(ST_Union(geom)) AS geom
FROM parcels_precinct
WHERE retired_by_id IS NULL AND valid_to IS NULL AND geom IS NOT NULL
GROUP BY 1;
CREATE UNIQUE INDEX gmina_outline_code ON gmina_outline (code);

-- `code` has six digits: a gmina's town and its rural area are one here.
CREATE VIEW gmina_public AS
SELECT outline.code, unit.name, outline.geom
FROM gmina_outline AS outline
LEFT JOIN offices_unit AS unit ON unit.level = 'gmina' AND unit.valid_to IS NULL AND left(unit.code, 6) = outline.code;
GRANT SELECT ON gmina_public TO sip_public;
