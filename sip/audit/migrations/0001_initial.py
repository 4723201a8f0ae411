"""Tables of the log of events, and the triggers that keep it append-only."""

import django.core.serializers.json
from django.db import migrations, models

INSERT_ONLY = """
CREATE FUNCTION audit_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only: % of event % refused', TG_OP, OLD.sequence
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER audit_event_is_final BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_is_final();
"""
INSERT_ONLY_UNDONE = """
DROP TRIGGER audit_event_is_final ON audit_event;
DROP FUNCTION audit_event_is_final();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="numer")),
                ("at", models.DateTimeField(verbose_name="kiedy")),
                ("actor", models.BigIntegerField(null=True, verbose_name="konto")),
                ("office", models.BigIntegerField(null=True, verbose_name="urząd")),
                ("action", models.CharField(max_length=60, verbose_name="czynność")),
                ("object_type", models.CharField(max_length=60, verbose_name="rodzaj obiektu")),
                ("object_id", models.CharField(max_length=120, verbose_name="obiekt")),
                (
                    "old",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="przed",
                    ),
                ),
                (
                    "new",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name="po"
                    ),
                ),
                ("reason", models.TextField(verbose_name="powód")),
                ("request_id", models.CharField(max_length=64, verbose_name="żądanie")),
                ("previous", models.CharField(max_length=64, verbose_name="skrót poprzedniego")),
                ("hash", models.CharField(max_length=64, verbose_name="skrót")),
            ],
            options={
                "verbose_name": "zdarzenie",
                "verbose_name_plural": "zdarzenia",
                "ordering": ["-sequence"],
                "indexes": [
                    models.Index(
                        fields=["object_type", "object_id", "sequence"], name="audit_event_object__ce0e67_idx"
                    ),
                    models.Index(fields=["actor", "sequence"], name="audit_event_actor_64bb08_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_one_head")],
            },
        ),
        migrations.RunSQL(INSERT_ONLY, INSERT_ONLY_UNDONE),
    ]
