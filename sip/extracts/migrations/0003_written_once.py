"""Issued extracts are written once: a code on paper leads to what was said then, or, after its time, to nothing."""

from django.db import migrations

FINAL = """
CREATE FUNCTION issued_extract_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'extracts_issuedextract is written once: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER issued_extract_is_final BEFORE UPDATE ON extracts_issuedextract
    FOR EACH ROW EXECUTE FUNCTION issued_extract_is_final();
CREATE TRIGGER issued_extract_stays BEFORE TRUNCATE ON extracts_issuedextract
    FOR EACH STATEMENT EXECUTE FUNCTION issued_extract_is_final();
"""
FINAL_UNDONE = """
DROP TRIGGER issued_extract_stays ON extracts_issuedextract;
DROP TRIGGER issued_extract_is_final ON extracts_issuedextract;
DROP FUNCTION issued_extract_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("extracts", "0002_public_views")]

    operations = [migrations.RunSQL(FINAL, FINAL_UNDONE)]
