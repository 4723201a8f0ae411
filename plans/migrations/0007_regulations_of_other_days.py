"""Areas of regulations are looked up by place for any day, as zones and acts are."""

from django.contrib.postgres.indexes import GistIndex
from django.db import migrations
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_drawing_rasters")]

    operations = [
        migrations.AddIndex(
            "regulation",
            GistIndex("geom", name="regulation_known_geom", condition=Q(("retired_by__isnull", True))),
        ),
    ]
