-- What search reads: two indexes, and the names of the land by their words, rebuilt by parcels/derived.py.

-- Words as people type them: lower case, no diacritics, anything but letters and digits a single space. Its twin for
-- what they typed is sip/services/search/words.py; the body is bound at creation, so no search path can change it.
CREATE FUNCTION sip_fold(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(lower(unaccent('unaccent'::regdictionary, normalize(given, NFKC))), '[^a-z0-9]+', ' ', 'g'));

-- What a name is found by: its own words, once more with a mark, and what may be typed beside them to say where it is.
CREATE FUNCTION sip_lexemes(own text[], beside text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN array_to_tsvector(own || beside || (SELECT coalesce(array_agg('=' || word), '{}') FROM unnest(own) AS word));

-- A number alone, over all precincts. In code-point order 25 is followed by 25/1 and then by 250, as answers should be.
-- Ended parcels are in it: people ask for numbers on old documents.
CREATE INDEX parcel_known_number ON parcels_parcel (number COLLATE "C", precinct_code) WHERE retired_by_id IS NULL;
CREATE INDEX address_current_line ON parcels_address (place, street, lower(replace(number, ' ', '')) text_pattern_ops)
WHERE retired_by_id IS NULL AND valid_to IS NULL;

-- Precincts that the register names or has parcels in, with the map sheets of their parcels. `leap` goes from one
-- sheet's first parcel straight to the next one's: a probe of the index each instead of reading every parcel.
-- ':' stands after '9', so that stem || ':' is past all numbers of the stem.
CREATE MATERIALIZED VIEW search_precinct AS
WITH RECURSIVE leap AS (
    SELECT (SELECT min(identifier) FROM parcels_parcel WHERE retired_by_id IS NULL) AS identifier
    UNION
    SELECT (
        SELECT min(next.identifier) FROM parcels_parcel AS next
        WHERE next.retired_by_id IS NULL AND next.identifier > substring(leap.identifier FROM '^(.*\.)') || ':')
    FROM leap WHERE leap.identifier IS NOT NULL
), numbered AS (
    SELECT substring(identifier FROM '^[^.]+\.[^.]+') COLLATE "C" AS code,
        array_agg(coalesce(substring(identifier FROM '\.(AR_[0-9]+)\.'), '') ORDER BY length(identifier), identifier) AS sheets
    FROM leap WHERE identifier IS NOT NULL GROUP BY 1
), named AS (
    SELECT identifier AS code, name, geom FROM parcels_precinct WHERE retired_by_id IS NULL AND valid_to IS NULL
), whole AS (
    SELECT code, coalesce(named.name, '') AS name, coalesce(numbered.sheets, '{}') AS sheets,
        string_to_array(sip_fold(coalesce(named.name, '')), ' ') AS words,
        coalesce(named.geom::box2d, (
            SELECT ST_Extent(parcel.geom) FROM parcels_parcel AS parcel
            WHERE parcel.retired_by_id IS NULL AND parcel.valid_to IS NULL
                AND parcel.identifier > code || '.' AND parcel.identifier < code || '/')) AS box
    FROM named FULL JOIN numbered USING (code)
)
SELECT code, name, left(code, 6) AS gmina, sheets, words,
    sip_lexemes(words || right(code, 4)::text, ARRAY[left(code, 2), left(code, 4), left(code, 6), left(code, 8)]) AS lexemes,
    ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north
FROM whole;
CREATE UNIQUE INDEX search_precinct_code ON search_precinct (code);
CREATE INDEX search_precinct_lexemes ON search_precinct USING gin (lexemes);

-- Places and streets of the addresses. Addresses do not name their gmina: it is the precinct's in which one of each
-- line lies, a line being a street's (or a place's) addresses of one postcode.
CREATE MATERIALIZED VIEW search_place AS
WITH lines AS (
    SELECT place, street, place_code, postcode, min(id) AS sample, ST_Extent(geom) AS box
    FROM parcels_address WHERE retired_by_id IS NULL AND valid_to IS NULL
    GROUP BY place, street, place_code, postcode
), placed AS (
    SELECT lines.place, lines.street, lines.postcode, lines.box, coalesce(
        (SELECT left(identifier, 6) FROM parcels_precinct AS precinct
        WHERE retired_by_id IS NULL AND valid_to IS NULL AND ST_Intersects(precinct.geom, sample.geom) LIMIT 1),
        (SELECT left(unit_code, 6) FROM parcels_parcel AS parcel
        WHERE retired_by_id IS NULL AND valid_to IS NULL AND ST_Intersects(parcel.geom, sample.geom) LIMIT 1), '') AS gmina
    FROM lines JOIN parcels_address AS sample ON sample.id = lines.sample
), named AS (
    SELECT 'place' AS kind, place AS name, '' AS place, gmina, array_agg(DISTINCT postcode) AS postcodes, ST_Extent(box::geometry) AS box
    FROM placed GROUP BY place, gmina
    UNION ALL
    SELECT 'street', street, place, gmina, array_agg(DISTINCT postcode), ST_Extent(box::geometry)
    FROM placed WHERE street <> '' GROUP BY street, place, gmina
), folded AS (
    SELECT *, string_to_array(sip_fold(name), ' ') AS words,
        string_to_array(sip_fold(place), ' ') || array_remove(postcodes || ARRAY[left(gmina, 2), left(gmina, 4), gmina], '') AS beside
    FROM named WHERE name <> ''
)
SELECT kind, name, place, gmina, words,
    sip_lexemes(words, beside) AS lexemes,
    ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north
FROM folded;
CREATE UNIQUE INDEX search_place_name ON search_place (kind, name, place, gmina);
CREATE INDEX search_place_lexemes ON search_place USING gin (lexemes);

CREATE VIEW search_name_public AS
SELECT 'precinct' AS kind, code::text, name, '' AS place, gmina, sheets, words, lexemes, west, south, east, north
FROM search_precinct
UNION ALL
SELECT kind, '', name, place, gmina, '{}', words, lexemes, west, south, east, north FROM search_place;
GRANT SELECT ON search_name_public TO sip_public;
