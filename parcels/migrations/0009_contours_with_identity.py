"""Contours of land use with their INSPIRE identifiers and versions, which files of the register need."""

from django.db import migrations

# New columns of a view stand at its end.
IDENTIFIED = """
CREATE OR REPLACE VIEW land_use_public AS
SELECT id, identifier, ofu, valid_from, geom, namespace, local_id, version_id
FROM parcels_landusecontour
WHERE retired_by_id IS NULL AND valid_to IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0008_other_days")]

    operations = [migrations.RunSQL(IDENTIFIED, migrations.RunSQL.noop)]
