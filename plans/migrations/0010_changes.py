"""What deliveries changed, for feeds and notices; zones by symbol; other titles of acts among what the public sees."""

from pathlib import Path

from django.db import migrations, models
from django.db.models.functions import Upper

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_usual_themes")]

    operations = [
        migrations.AddIndex(
            "planningzone",
            models.Index(Upper("symbol"), condition=models.Q(("retired_by__isnull", True)), name="zone_known_symbol"),
        ),
        # A view keeps columns that are added at its end, so there is nothing to undo.
        migrations.RunSQL((SQL / "history.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "changes.sql").read_text(encoding="utf-8"), "DROP VIEW planning_change_public"),
    ]
