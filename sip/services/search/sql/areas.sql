-- Registration units that have precincts, and what they take up.
SELECT left(code, 8), ARRAY[min(west), min(south), max(east), max(north)]
FROM search_name_public WHERE kind = 'precinct' AND code ~ '^[0-9]{6}_[1-589][.]' AND west IS NOT NULL
GROUP BY 1 ORDER BY 1
