"""Pictures of drawings; the public view of acts gives what an export needs."""

from pathlib import Path

import django.contrib.gis.db.models.fields
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

import sip.geo.functions
import sip.registers.versions

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_planning_deliveries"),
        ("plans", "0005_history_views"),
    ]

    operations = [
        migrations.CreateModel(
            name="DrawingRaster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("namespace", models.CharField(blank=True, max_length=120, verbose_name="przestrzeń nazw")),
                ("local_id", models.CharField(max_length=120, verbose_name="identyfikator lokalny")),
                ("version_id", models.CharField(blank=True, max_length=60, verbose_name="wersja")),
                ("identifier", models.CharField(db_collation="C", max_length=80, verbose_name="identyfikator")),
                ("object_from", models.DateTimeField(blank=True, null=True, verbose_name="obiekt od")),
                ("valid_from", models.DateTimeField(verbose_name="obowiązuje od")),
                ("valid_to", models.DateTimeField(blank=True, null=True, verbose_name="obowiązuje do")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declared", "zakończona w rejestrze"),
                            ("superseded", "zastąpiona nowszą wersją"),
                            ("vanished", "nieobecna w dostawie"),
                        ],
                        max_length=10,
                        verbose_name="powód zakończenia",
                    ),
                ),
                ("digest", models.UUIDField()),
                ("act", models.CharField(db_collation="C", max_length=80, verbose_name="akt")),
                ("file", models.CharField(max_length=255, verbose_name="nazwa pliku")),
                ("key", models.CharField(db_collation="C", max_length=32, verbose_name="klucz pliku")),
                ("min_zoom", models.PositiveSmallIntegerField(verbose_name="najmniejsze powiększenie")),
                ("max_zoom", models.PositiveSmallIntegerField(verbose_name="największe powiększenie")),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.GeometryField(
                        spatial_index=False, srid=2180, verbose_name="zasięg"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.delivery",
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.delivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "obraz rysunku",
                "verbose_name_plural": "obrazy rysunków",
                "ordering": ["identifier", "-valid_from"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        models.F("geom"),
                        condition=models.Q(("retired_by__isnull", True), ("valid_to__isnull", True)),
                        name="raster_current_geom",
                    ),
                    models.Index(
                        condition=models.Q(("retired_by__isnull", True)),
                        fields=["identifier"],
                        name="raster_known_identifier",
                    ),
                    models.Index(
                        condition=models.Q(("retired_by__isnull", True)),
                        fields=["local_id", "namespace"],
                        name="raster_known_object",
                    ),
                    models.Index(fields=["published_by"], name="raster_published_by"),
                    models.Index(
                        condition=models.Q(("retired_by__isnull", False)),
                        fields=["retired_by"],
                        name="raster_retired_by",
                    ),
                    models.Index(
                        condition=models.Q(("retired_by__isnull", True)), fields=["act"], name="raster_known_act"
                    ),
                    models.Index(fields=["key"], name="raster_key"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="raster_period_forward",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("retired_by__isnull", True)),
                        expressions=[
                            (sip.registers.versions.ObjectKey("local_id", "namespace"), "="),
                            (
                                sip.registers.versions.Period(
                                    "valid_from", "valid_to", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="raster_periods_apart",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            sip.geo.functions.GeometryType("geom"), ("POLYGON", "MULTIPOLYGON")
                        ),
                        name="raster_geometry_type",
                    ),
                    models.CheckConstraint(condition=models.Q(("geom__isvalid", True)), name="raster_geometry_valid"),
                ],
            },
        ),
        migrations.RunSQL((SQL / "views.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(
            (SQL / "drawings.sql").read_text(encoding="utf-8"), "DROP VIEW drawing_raster_history_public"
        ),
    ]
