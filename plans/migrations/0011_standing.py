"""One rule of where an act stands on a day, for all statements."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_changes")]

    operations = [
        migrations.RunSQL(
            (SQL / "functions.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION plan_standing(text, text, date, date, date)",
        ),
    ]
