"""What search reads: indexes of numbers and addresses, and the names of precincts, places and streets."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("parcels", "0003_derived")]

    operations = [
        migrations.RunSQL(
            (SQL / "search.sql").read_text(encoding="utf-8"),
            "DROP VIEW search_name_public; DROP MATERIALIZED VIEW search_precinct, search_place;"
            " DROP INDEX parcel_known_number, address_current_line;"
            " DROP FUNCTION sip_lexemes(text[], text[]), sip_fold(text)",
        ),
    ]
