"""What the map of another day reads: views and spatial indexes of former versions; and a new version of all tiles."""

from pathlib import Path

from django.contrib.postgres.indexes import GistIndex
from django.db import migrations
from django.db.models import Q

SQL = Path(__file__).parent.parent / "sql"
ENDED = Q(("retired_by__isnull", True), ("valid_to__isnull", False))
INDEXES = {"precinct": "precinct", "parcel": "parcel", "building": "building", "landusecontour": "land_use"}


class Migration(migrations.Migration):
    dependencies = [("parcels", "0007_current_geometry"), ("intake", "0004_planning_deliveries")]

    operations = [
        *(
            migrations.AddIndex(model, GistIndex("geom", name=f"{name}_ended_geom", condition=ENDED))
            for model, name in INDEXES.items()
        ),
        migrations.RunSQL(
            (SQL / "history.sql").read_text(encoding="utf-8"),
            "DROP VIEW precinct_history_public, building_history_public, land_use_history_public",
        ),
        # Tiles are kept for ever under their version, and hold planning now.
        migrations.RunSQL("UPDATE intake_layer SET version = version + 1", migrations.RunSQL.noop),
    ]
