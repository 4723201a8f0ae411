-- The same with former versions, each from valid_from to valid_to in the register's time.
-- The law's time is in in_force_from and in_force_to.
CREATE OR REPLACE VIEW planning_act_history_public AS
SELECT id, identifier, namespace, local_id, version_id, title, kind, level, status, unit_code, in_force_from, in_force_to,
    change, documents, valid_from, valid_to, published_by_id AS delivery, geom, other_titles
FROM plans_planningact
WHERE retired_by_id IS NULL;

CREATE OR REPLACE VIEW planning_zone_history_public AS
SELECT id, identifier, namespace, local_id, version_id, act, designation, symbol, name, other_name, nature, status,
    in_force_from, in_force_to, basic_profiles, additional_profiles, max_intensity, max_built_share, max_height,
    min_green_share, valid_from, valid_to, published_by_id AS delivery, geom
FROM plans_planningzone
WHERE retired_by_id IS NULL;

CREATE OR REPLACE VIEW planning_regulation_history_public AS
SELECT id, identifier, namespace, local_id, version_id, act, kind, designation, symbol, name, nature, status,
    in_force_from, in_force_to, standards, valid_from, valid_to, published_by_id AS delivery, geom
FROM plans_regulation
WHERE retired_by_id IS NULL;

CREATE OR REPLACE VIEW planning_document_history_public AS
SELECT id, identifier, namespace, local_id, version_id, title, short_title, number, organ, dated, effective_from,
    repealed_on, journal, links, relations, valid_from, valid_to, published_by_id AS delivery
FROM plans_document
WHERE retired_by_id IS NULL;

CREATE OR REPLACE VIEW planning_drawing_history_public AS
SELECT id, identifier, namespace, local_id, version_id, act, title, link, legend, crs, scale, in_force_from, in_force_to,
    valid_from, valid_to, published_by_id AS delivery, geom
FROM plans_drawing
WHERE retired_by_id IS NULL;

CREATE OR REPLACE VIEW provision_history_public AS
SELECT id, identifier, act, symbol, paragraph, body, valid_from, valid_to, published_by_id AS delivery
FROM plans_provision
WHERE retired_by_id IS NULL;

CREATE OR REPLACE VIEW theme_public AS
SELECT theme.code, theme.name, name_en, description, legal_basis, source, responsible, website, threshold_m2, threshold_m, position,
    office.unit_id AS unit_code
FROM plans_theme AS theme LEFT JOIN offices_office AS office ON office.id = theme.office_id;

CREATE OR REPLACE VIEW theme_coverage_public AS
SELECT theme, unit_code, max(as_of) AS as_of FROM plans_themecoverage GROUP BY theme, unit_code;

CREATE OR REPLACE VIEW restriction_history_public AS
SELECT id, identifier, namespace, local_id, theme, designation, name, description, document, link, in_force_from,
    in_force_to, valid_from, valid_to, published_by_id AS delivery, geom
FROM plans_restriction
WHERE retired_by_id IS NULL;

CREATE OR REPLACE VIEW restriction_public AS
SELECT id, identifier, theme, designation, name, description, document, link, in_force_from, in_force_to, valid_from,
    delivery, geom
FROM restriction_history_public
WHERE valid_to IS NULL;

GRANT SELECT ON planning_act_history_public, planning_zone_history_public, planning_regulation_history_public,
    planning_document_history_public, planning_drawing_history_public, provision_history_public, theme_public,
    theme_coverage_public, restriction_history_public, restriction_public TO sip_public;
