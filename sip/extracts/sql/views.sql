-- Extracts that were issued, for their page of verification.
CREATE OR REPLACE VIEW issued_extract_public AS SELECT digest, content, issued_at FROM extracts_issuedextract;
GRANT SELECT ON issued_extract_public TO sip_public;
