"""The log of events refuses to be emptied at once, too: TRUNCATE passes by the triggers of rows."""

from django.db import migrations

WHOLE = """
CREATE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER audit_event_stays BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_stays();
"""
WHOLE_UNDONE = """
DROP TRIGGER audit_event_stays ON audit_event;
DROP FUNCTION audit_event_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(WHOLE, WHOLE_UNDONE)]
