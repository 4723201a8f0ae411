"""The public view of acts with the moment their files last changed."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_regulations_of_other_days")]

    operations = [
        migrations.RunSQL((SQL / "datasets.sql").read_text(encoding="utf-8"), "DROP VIEW planning_file_public"),
    ]
