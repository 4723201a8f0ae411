-- An identifier outside the grammar (Dz.U. 2021 poz. 1390); only parcels and precincts are held to it.
SELECT seq, identifier, '"' || left(identifier, 60) || '"' AS detail, ST_PointOnSurface(geom) AS place
FROM {stage}
WHERE NOT quarantined AND identifier !~ %(grammar)s
