"""The usual themes, once: what an office takes off the list afterwards does not come back."""

from django.db import migrations

from plans.themes import add_missing


def add(apps, schema_editor):
    add_missing(apps.get_model("plans", "Theme"))


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_data_sets")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
