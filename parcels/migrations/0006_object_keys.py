"""Indexes for the addresses of buildings and address points, which are made of their INSPIRE identifiers."""

from django.db import migrations, models
from django.db.models import Q

from sip.registers.versions import ObjectKey

CURRENT = Q(("retired_by__isnull", True), ("valid_to__isnull", True))


class Migration(migrations.Migration):
    dependencies = [("parcels", "0005_tiles")]

    operations = [
        migrations.AddIndex(
            model,
            models.Index(ObjectKey("local_id", "namespace"), name=f"{model}_current_key", condition=CURRENT),
        )
        for model in ("building", "address")
    ]
