"""Spatial indexes of current rows only, as they were meant to be: they ignored their condition."""

from django.contrib.postgres.indexes import GistIndex
from django.db import migrations
from django.db.models import Q

CURRENT = Q(("retired_by__isnull", True), ("valid_to__isnull", True))
INDEXES = {
    "precinct": "precinct",
    "parcel": "parcel",
    "building": "building",
    "landusecontour": "land_use",
    "soilcontour": "soil",
    "address": "address",
}


class Migration(migrations.Migration):
    dependencies = [("parcels", "0006_object_keys")]

    operations = [
        operation
        for model, name in INDEXES.items()
        for operation in (
            migrations.RemoveIndex(model, f"{name}_current_geom"),
            migrations.AddIndex(model, GistIndex("geom", name=f"{name}_current_geom", condition=CURRENT)),
        )
    ]
