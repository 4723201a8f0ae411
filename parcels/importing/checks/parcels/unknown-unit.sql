-- A registration unit that the TERYT list does not know, in a powiat whose gminas it lists.
SELECT min(seq) AS seq, min(identifier) AS identifier, unit_code AS detail, NULL::geometry AS place
FROM {stage}
WHERE NOT quarantined
    AND EXISTS (SELECT FROM offices_unit WHERE level = 'gmina' AND left(code, 4) = left(unit_code, 4))
    AND NOT EXISTS (SELECT FROM offices_unit WHERE code = unit_code AND kind <> 3)
GROUP BY unit_code
