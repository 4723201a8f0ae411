"""Spatial indexes of current rows only, as they were meant to be: they ignored their condition."""

from django.contrib.postgres.indexes import GistIndex
from django.db import migrations
from django.db.models import Q

CURRENT = Q(("retired_by__isnull", True), ("valid_to__isnull", True))
INDEXES = {
    "document": "document",
    "drawing": "drawing",
    "planningact": "act",
    "planningzone": "zone",
    "regulation": "regulation",
}


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_public_views")]

    operations = [
        operation
        for model, name in INDEXES.items()
        for operation in (
            migrations.RemoveIndex(model, f"{name}_current_geom"),
            migrations.AddIndex(model, GistIndex("geom", name=f"{name}_current_geom", condition=CURRENT)),
        )
    ]
