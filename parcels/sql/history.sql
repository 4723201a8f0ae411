-- The same with former versions, each from valid_from to valid_to, for what the map shows of another day.
CREATE OR REPLACE VIEW precinct_history_public AS
SELECT id, identifier, name, valid_from, valid_to, geom FROM parcels_precinct WHERE retired_by_id IS NULL;

CREATE OR REPLACE VIEW building_history_public AS
SELECT id, identifier, kind, floors_above, valid_from, valid_to, geom FROM parcels_building WHERE retired_by_id IS NULL;

CREATE OR REPLACE VIEW land_use_history_public AS
SELECT id, identifier, ofu, valid_from, valid_to, geom FROM parcels_landusecontour WHERE retired_by_id IS NULL;

GRANT SELECT ON precinct_history_public, building_history_public, land_use_history_public TO sip_public;
