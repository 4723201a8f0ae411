"""Public views of former versions, provisions and restrictions."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_provisions_and_restrictions"), ("parcels", "0007_current_geometry")]

    operations = [
        migrations.RunSQL(
            (SQL / "history.sql").read_text(encoding="utf-8"),
            "DROP VIEW planning_act_history_public, planning_zone_history_public, planning_regulation_history_public,"
            " planning_document_history_public, planning_drawing_history_public, provision_history_public, theme_public,"
            " theme_coverage_public, restriction_public, restriction_history_public",
        ),
    ]
