-- What the public sees, and the only thing it can see: the role sip_public reads these views and nothing else.
-- No owner, no land-register number, no name of a clerk is in any table below them.
CREATE OR REPLACE VIEW parcel_public AS
SELECT id, identifier, namespace, local_id, version_id, unit_code, precinct_code, sheet, number, registered_area,
    land_use, object_from, valid_from, published_by_id AS delivery, geom
FROM parcels_parcel
WHERE retired_by_id IS NULL AND valid_to IS NULL;

CREATE OR REPLACE VIEW parcel_history_public AS
SELECT id, identifier, namespace, local_id, version_id, unit_code, precinct_code, sheet, number, registered_area,
    land_use, object_from, valid_from, valid_to, end_reason, published_by_id AS delivery, geom
FROM parcels_parcel
WHERE retired_by_id IS NULL;

CREATE OR REPLACE VIEW parcel_lineage_public AS
SELECT id, kind, source, predecessor, successor, share, happened_at FROM parcels_lineage;

CREATE OR REPLACE VIEW precinct_public AS
SELECT id, identifier, namespace, local_id, version_id, name, valid_from, geom
FROM parcels_precinct
WHERE retired_by_id IS NULL AND valid_to IS NULL;

CREATE OR REPLACE VIEW building_public AS
SELECT id, identifier, namespace, local_id, version_id, kind, floors_above, floors_below, valid_from, geom,
    hashtextextended(local_id, hashtextextended(namespace, 0)) AS object_key
FROM parcels_building
WHERE retired_by_id IS NULL AND valid_to IS NULL;

CREATE OR REPLACE VIEW land_use_public AS
SELECT id, identifier, ofu, valid_from, geom, namespace, local_id, version_id
FROM parcels_landusecontour
WHERE retired_by_id IS NULL AND valid_to IS NULL;

CREATE OR REPLACE VIEW address_public AS
SELECT id, identifier, place, street, number, postcode, place_code, street_code, valid_from, geom,
    hashtextextended(local_id, hashtextextended(namespace, 0)) AS object_key
FROM parcels_address
WHERE retired_by_id IS NULL AND valid_to IS NULL;

CREATE OR REPLACE VIEW unit_public AS
SELECT code, level, kind, name, parent_id AS parent FROM offices_unit WHERE valid_to IS NULL;

CREATE OR REPLACE VIEW layer_public AS
SELECT name, version, changed_at FROM intake_layer;

-- The date that the data of a published delivery describe.
CREATE OR REPLACE VIEW delivery_public AS
SELECT id, kind, coalesce(data_date, concluded_at::date) AS data_date FROM intake_delivery WHERE state = 'published';

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sip_public') THEN
        RAISE EXCEPTION 'The role sip_public is missing; create it first: CREATE ROLE sip_public LOGIN';
    END IF;
END
$$;
GRANT USAGE ON SCHEMA public TO sip_public;
GRANT SELECT ON parcel_public, parcel_history_public, parcel_lineage_public, precinct_public, building_public,
    land_use_public, address_public, unit_public, layer_public, delivery_public TO sip_public;
