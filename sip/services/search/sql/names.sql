-- Precincts, places and streets by words. Rank 0: all words typed whole and nothing of the name left over (where it
-- is needed: a precinct's number or a chosen unit say enough); 1: typed whole; 2: begun.
SELECT kind, code, name, place, gmina, sheets, ARRAY[west, south, east, north],
    CASE WHEN NOT lexemes @@ %(whole)s::tsquery THEN 2 WHEN %(no_name_needed)s OR words <@ %(typed)s::text[] THEN 0 ELSE 1 END AS rank
FROM search_name_public
WHERE (kind = 'precinct' AND lexemes @@ %(precincts)s::tsquery) OR (kind <> 'precinct' AND lexemes @@ %(places)s::tsquery)
ORDER BY rank, length(name), name, place, gmina, code
LIMIT %(limit)s
