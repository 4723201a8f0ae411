-- For each word that no name begins with, the word of a name most like it.
WITH vocabulary AS MATERIALIZED (
    SELECT unnest(words) AS word FROM search_name_public UNION SELECT unnest(%(others)s::text[])
)
SELECT typed, closest.word
FROM unnest(%(words)s::text[]) AS typed
CROSS JOIN LATERAL (
    SELECT word, similarity(word, typed) AS alike FROM vocabulary ORDER BY alike DESC, word LIMIT 1
) AS closest
WHERE alike >= 0.35 AND NOT EXISTS (SELECT FROM vocabulary WHERE starts_with(word, typed))
