-- Where an act stands in law on a day; the same rule as sip/extracts/standing.py, whose tests hold the two together.
-- `until` is the first day without it. A studium never bound residents.
CREATE OR REPLACE FUNCTION plan_standing(kind text, status text, since date, until date, day date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN status IN ('elaboration', 'adoption') THEN 'preparation'
        WHEN kind = 'studiumUwarunkowanIKierunkowZagospodarowaniaPrzestrzennegoGminy' OR until <= day THEN 'past'
        WHEN since > day THEN 'future'
        WHEN status = 'obsolete' AND until IS NULL THEN 'past'
        ELSE 'in-force'
    END
$$;
