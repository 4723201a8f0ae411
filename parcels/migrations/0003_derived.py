"""Outlines of the gminas, computed from their precincts."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("parcels", "0002_public_views")]

    operations = [
        migrations.RunSQL(
            (SQL / "derived.sql").read_text(encoding="utf-8"),
            "DROP VIEW gmina_public; DROP MATERIALIZED VIEW gmina_outline",
        ),
    ]
