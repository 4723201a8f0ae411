"""What REST filters by, object keys in the public views, and a new version for all layers: tiles hold more now."""

from pathlib import Path

import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import Q

SQL = Path(__file__).parent.parent / "sql"
CURRENT = Q(("retired_by__isnull", True), ("valid_to__isnull", True))


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_attribute_mapping"),
        ("parcels", "0004_search"),
    ]

    operations = [
        migrations.AddIndex(
            "parcel",
            models.Index(fields=["registered_area"], name="parcel_current_area", condition=CURRENT),
        ),
        migrations.AddIndex(
            "parcel",
            django.contrib.postgres.indexes.GinIndex(
                fields=["land_use"], opclasses=["jsonb_path_ops"], name="parcel_current_use", condition=CURRENT
            ),
        ),
        migrations.RunSQL((SQL / "views.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        # Tiles are kept for ever under their version.
        migrations.RunSQL("UPDATE intake_layer SET version = version + 1", migrations.RunSQL.noop),
    ]
