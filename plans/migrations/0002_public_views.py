"""The public views of planning and the rights of the read-only role."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("parcels", "0002_public_views")]

    operations = [
        migrations.RunSQL(
            (SQL / "views.sql").read_text(encoding="utf-8"),
            "DROP VIEW planning_act_public, planning_zone_public, planning_regulation_public, planning_document_public,"
            " planning_drawing_public",
        ),
    ]
