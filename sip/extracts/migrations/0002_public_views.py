"""The public view of issued extracts."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("extracts", "0001_issued_extracts"), ("parcels", "0002_public_views")]

    operations = [
        migrations.RunSQL((SQL / "views.sql").read_text(encoding="utf-8"), "DROP VIEW issued_extract_public"),
    ]
