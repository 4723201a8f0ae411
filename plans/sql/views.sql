-- What the public sees of planning: everything, acts being prepared included; status says which they are.
-- A row in force in the register's time is not yet in force in law: in_force_from and in_force_to say that.
CREATE OR REPLACE VIEW planning_act_public AS
SELECT id, identifier, namespace, local_id, version_id, title, kind, level, status, unit_code, in_force_from, in_force_to,
    change, documents, valid_from, published_by_id AS delivery, geom, other_titles, modification, base_maps
FROM plans_planningact
WHERE retired_by_id IS NULL AND valid_to IS NULL;

CREATE OR REPLACE VIEW planning_zone_public AS
SELECT id, identifier, namespace, local_id, version_id, act, designation, symbol, name, other_name, nature, status,
    in_force_from, in_force_to, basic_profiles, additional_profiles, max_intensity, max_built_share, max_height,
    min_green_share, valid_from, published_by_id AS delivery, geom
FROM plans_planningzone
WHERE retired_by_id IS NULL AND valid_to IS NULL;

CREATE OR REPLACE VIEW planning_regulation_public AS
SELECT id, identifier, namespace, local_id, version_id, act, kind, designation, symbol, name, nature, status,
    in_force_from, in_force_to, standards, valid_from, published_by_id AS delivery, geom
FROM plans_regulation
WHERE retired_by_id IS NULL AND valid_to IS NULL;

CREATE OR REPLACE VIEW planning_document_public AS
SELECT id, identifier, namespace, local_id, version_id, title, short_title, number, organ, dated, effective_from,
    repealed_on, journal, links, relations, valid_from, published_by_id AS delivery
FROM plans_document
WHERE retired_by_id IS NULL AND valid_to IS NULL;

CREATE OR REPLACE VIEW planning_drawing_public AS
SELECT id, identifier, namespace, local_id, version_id, act, title, link, legend, crs, scale, in_force_from, in_force_to,
    valid_from, published_by_id AS delivery, geom
FROM plans_drawing
WHERE retired_by_id IS NULL AND valid_to IS NULL;

GRANT SELECT ON planning_act_public, planning_zone_public, planning_regulation_public, planning_document_public,
    planning_drawing_public TO sip_public;
