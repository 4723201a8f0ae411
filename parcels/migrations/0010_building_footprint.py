"""Footprints of buildings are public: files of the land register have to name them as they were delivered."""

from django.db import migrations

# New columns of a view stand at its end.
MEASURED = """
CREATE OR REPLACE VIEW building_public AS
SELECT id, identifier, namespace, local_id, version_id, kind, floors_above, floors_below, valid_from, geom,
    hashtextextended(local_id, hashtextextended(namespace, 0)) AS object_key, footprint
FROM parcels_building
WHERE retired_by_id IS NULL AND valid_to IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0009_contours_with_identity")]

    operations = [migrations.RunSQL(MEASURED, migrations.RunSQL.noop)]
