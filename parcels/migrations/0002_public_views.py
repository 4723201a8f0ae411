"""The area function, the public views and the rights of the read-only role."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


def _text(name: str) -> str:
    return (SQL / name).read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("parcels", "0001_initial"),
        ("offices", "0001_initial"),
        ("intake", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(_text("functions.sql"), "DROP FUNCTION sip_area(geometry)"),
        migrations.RunSQL(
            _text("views.sql"),
            "DROP VIEW parcel_public, parcel_history_public, parcel_lineage_public, precinct_public, building_public,"
            " land_use_public, address_public, unit_public, layer_public, delivery_public",
        ),
    ]
