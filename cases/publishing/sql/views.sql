-- What everyone may read of cases. These views are the definition: a column that is not here is not public.
CREATE OR REPLACE VIEW register_public AS
SELECT code, name, entry_name, description, legal_basis, listed_from, position FROM cases_publicregister;

-- Which offices keep which registers, by the services they have given to them.
CREATE OR REPLACE VIEW register_office_public AS
SELECT DISTINCT service.register_id AS register, office.slug AS office, office.short_name AS office_name
FROM cases_service AS service JOIN offices_office AS office ON office.id = service.office_id
WHERE service.register_id IS NOT NULL;

CREATE OR REPLACE VIEW register_entry_public AS
SELECT entry.id, entry.identifier::text AS identifier, entry.register_id AS register, office.slug AS office,
    office.short_name AS office_name, entry.sign, entry.service, entry.filed_on, entry.stage, entry.outcome,
    entry.decided_on, entry.standing, entry.standing_on, entry.parcels, entry.precincts, entry.day,
    entry.published_at, entry.changed_at, entry.geom
FROM cases_publicentry AS entry JOIN offices_office AS office ON office.id = entry.office_id
WHERE entry.is_listed;

-- Entries that were public and are not: nothing but that they are gone.
CREATE OR REPLACE VIEW register_removed_public AS
SELECT entry.id, entry.identifier::text AS identifier, entry.register_id AS register, office.slug AS office, entry.changed_at
FROM cases_publicentry AS entry JOIN offices_office AS office ON office.id = entry.office_id
WHERE NOT entry.is_listed AND entry.published_at IS NOT NULL;

CREATE OR REPLACE VIEW register_version_public AS SELECT version, changed_at FROM cases_publicversion;

GRANT SELECT ON register_version_public, register_public, register_office_public, register_entry_public, register_removed_public TO sip_public;
