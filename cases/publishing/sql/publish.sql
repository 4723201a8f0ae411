-- Keeps entries of public registers as their cases go on. The database does it, so that no way of changing a case
-- (a step, an import, a correction) can leave an old word standing in public. Only what may be public is copied.
CREATE OR REPLACE FUNCTION case_publish(numbers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_publicentry AS entry (case_id, register_id, identifier, office_id, sign, service, filed_on, stage,
        outcome, decided_on, parcels, precincts, geom, day, is_due, published_at, changed_at)
    SELECT id, register_id, gen_random_uuid(), office_id, sign, service, filed_on, stage,
        outcome, decided_on, parcels, precincts, geom,
        CASE WHEN listed_from = 'decided' THEN coalesce(decided_on, filed_on) ELSE filed_on END,
        is_due, CASE WHEN is_due THEN happened_at END, happened_at
    FROM (
        SELECT said.*, said.is_published AND said.stage <> 'voided' AND (said.listed_from = 'filed'
                OR said.stage = 'decided' AND said.outcome = ANY (said.outcomes)) AS is_due,
            CASE WHEN said.stage IN ('decided', 'ended') THEN (coalesce(
                (SELECT max(at) FILTER (WHERE act = 'decide') FROM cases_caseevent AS event
                WHERE event.case_id = said.id AND event.id > said.reopened),
                (SELECT min(at) FILTER (WHERE act = 'issue') FROM cases_caseevent AS event
                WHERE event.case_id = said.id AND event.id > said.reopened),
                said.closed_at, said.happened_at) AT TIME ZONE 'Europe/Warsaw')::date END AS decided_on
        FROM (
            SELECT c.id, c.office_id, c.sign, c.closed_at, service.name AS service, service.register_id IS NOT NULL AS is_published,
                register.code AS register_id, register.listed_from, register.outcomes,
                (c.filed_at AT TIME ZONE 'Europe/Warsaw')::date AS filed_on,
                CASE WHEN c.state IN ('decided', 'issued', 'appealed', 'under-appeal') THEN 'decided'
                    WHEN c.state = 'closed' AND c.outcome NOT IN ('', 'unexamined') THEN 'decided'
                    WHEN c.state = 'closed' THEN 'ended'
                    WHEN c.state IN ('withdrawn', 'handed-over', 'voided') THEN c.state
                    ELSE 'pending' END AS stage,
                CASE WHEN c.state IN ('decided', 'issued', 'appealed', 'under-appeal', 'closed') THEN c.outcome ELSE '' END AS outcome,
                ST_Force2D(c.shape) AS geom, named.parcels, named.precincts,
                coalesce((SELECT max(id) FROM cases_caseevent AS event
                    WHERE event.case_id = c.id AND event.act IN ('reopen', 'allow-appeal', 'remand')), 0) AS reopened,
                coalesce((SELECT max(at) FROM cases_caseevent AS event WHERE event.case_id = c.id), now()) AS happened_at
            FROM cases_case AS c
            JOIN cases_service AS service ON service.id = c.service_id
            LEFT JOIN cases_publicentry AS known ON known.case_id = c.id
            -- A case whose service left its register keeps the row, off the list.
            JOIN cases_publicregister AS register ON register.code = coalesce(service.register_id, known.register_id)
            CROSS JOIN LATERAL (
                SELECT array(SELECT DISTINCT identifier FROM cases_parcelsnapshot
                        WHERE case_id = c.id AND identifier <> '' ORDER BY identifier) AS parcels,
                    array(SELECT regexp_replace(identifier, '^([^.]*[.][^.]*)[.].*$', '\1') FROM cases_parcelsnapshot
                        WHERE case_id = c.id AND identifier <> ''
                        UNION SELECT identifier FROM precinct_public AS precinct WHERE ST_Intersects(precinct.geom, c.shape)
                        ORDER BY 1) AS precincts) AS named
            WHERE c.id = ANY (numbers) AND c.state <> 'draft') AS said) AS due
    ON CONFLICT (case_id) DO UPDATE SET register_id = excluded.register_id, office_id = excluded.office_id,
        sign = excluded.sign, service = excluded.service, filed_on = excluded.filed_on, stage = excluded.stage,
        outcome = excluded.outcome, decided_on = excluded.decided_on, parcels = excluded.parcels,
        precincts = excluded.precincts, geom = excluded.geom, day = excluded.day, is_due = excluded.is_due,
        -- What became of one decision says nothing of the next.
        standing = CASE WHEN excluded.stage = 'decided' AND (excluded.decided_on, excluded.outcome)
            IS NOT DISTINCT FROM (entry.decided_on, entry.outcome) THEN entry.standing ELSE '' END,
        standing_on = CASE WHEN excluded.stage = 'decided' AND (excluded.decided_on, excluded.outcome)
            IS NOT DISTINCT FROM (entry.decided_on, entry.outcome) THEN entry.standing_on END,
        published_at = coalesce(entry.published_at,
            CASE WHEN excluded.is_due AND NOT entry.is_held THEN excluded.changed_at END),
        -- Not every change of a case is an event; readers of the feed must see each.
        changed_at = CASE WHEN excluded.changed_at > entry.changed_at THEN excluded.changed_at ELSE now() END
    WHERE (entry.register_id, entry.office_id, entry.sign, entry.service, entry.filed_on, entry.stage, entry.outcome,
            entry.decided_on, entry.parcels, entry.precincts, entry.geom, entry.day, entry.is_due)
        IS DISTINCT FROM (excluded.register_id, excluded.office_id, excluded.sign, excluded.service, excluded.filed_on,
            excluded.stage, excluded.outcome, excluded.decided_on, excluded.parcels, excluded.precincts, excluded.geom,
            excluded.day, excluded.is_due);
END
$$;

CREATE OR REPLACE FUNCTION case_publish_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM case_publish(array(SELECT id FROM fresh WHERE state <> 'draft'));
    RETURN NULL;
END
$$;
CREATE TRIGGER case_published_new AFTER INSERT ON cases_case
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION case_publish_cases();
CREATE TRIGGER case_published AFTER UPDATE ON cases_case
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION case_publish_cases();

CREATE OR REPLACE FUNCTION case_publish_parcels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM case_publish(array(SELECT DISTINCT case_id FROM fresh));
    RETURN NULL;
END
$$;
CREATE TRIGGER parcel_published AFTER INSERT ON cases_parcelsnapshot
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION case_publish_parcels();

CREATE OR REPLACE FUNCTION case_publish_service() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Cases that change now come first, or after: none is told of as it was.
    PERFORM 1 FROM cases_case WHERE service_id = NEW.id AND state <> 'draft' ORDER BY id FOR SHARE;
    PERFORM case_publish(array(SELECT id FROM cases_case WHERE service_id = NEW.id AND state <> 'draft'));
    RETURN NULL;
END
$$;
CREATE TRIGGER service_published AFTER UPDATE ON cases_service FOR EACH ROW
    WHEN (OLD.register_id IS DISTINCT FROM NEW.register_id OR OLD.name <> NEW.name)
    EXECUTE FUNCTION case_publish_service();

CREATE OR REPLACE FUNCTION case_publish_register() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_case WHERE id IN (SELECT case_id FROM cases_publicentry WHERE register_id = NEW.code)
        ORDER BY id FOR SHARE;
    PERFORM case_publish(array(SELECT case_id FROM cases_publicentry WHERE register_id = NEW.code));
    RETURN NULL;
END
$$;
CREATE TRIGGER register_published AFTER UPDATE ON cases_publicregister FOR EACH ROW
    WHEN (OLD.listed_from <> NEW.listed_from OR OLD.outcomes <> NEW.outcomes)
    EXECUTE FUNCTION case_publish_register();

-- The version that answers to machines carry: it grows when what is public does change, and only then.
CREATE OR REPLACE FUNCTION case_published_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh WHERE is_listed OR published_at IS NOT NULL) THEN
        INSERT INTO cases_publicversion AS known (id, version, changed_at) VALUES (1, 1, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET version = known.version + 1, changed_at = clock_timestamp();
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER entry_version_new AFTER INSERT ON cases_publicentry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION case_published_version();
CREATE TRIGGER entry_version AFTER UPDATE ON cases_publicentry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION case_published_version();
