-- What the services check a key against: no address of a person, and no key.
CREATE VIEW api_key_public AS
SELECT id, digest, per_second, per_day
FROM keys_apikey
WHERE digest IS NOT NULL AND revoked_at IS NULL AND expires_at > now();
GRANT SELECT ON api_key_public TO sip_public;
