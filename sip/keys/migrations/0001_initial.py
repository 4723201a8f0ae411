"""Keys to the services, and the view that services check them against."""

from pathlib import Path

import django.db.models.functions.text
from django.db import migrations, models

import sip.keys.models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="adres e-mail")),
                ("purpose", models.CharField(max_length=300, verbose_name="do czego")),
                ("language", models.CharField(max_length=10, verbose_name="język")),
                ("origin", models.CharField(max_length=300, verbose_name="adres serwisu")),
                ("asked_from", models.CharField(blank=True, max_length=64)),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="zamówiony")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("beginning", models.CharField(blank=True, max_length=12, verbose_name="początek klucza")),
                ("digest", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="wydany")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="ważny do")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="unieważniony")),
                (
                    "per_second",
                    models.PositiveIntegerField(default=sip.keys.models._usual_rate, verbose_name="zapytań na sekundę"),
                ),
                (
                    "per_day",
                    models.PositiveIntegerField(default=sip.keys.models._usual_day, verbose_name="zapytań na dobę"),
                ),
            ],
            options={
                "verbose_name": "klucz do usług",
                "verbose_name_plural": "klucze do usług",
                "ordering": ["-id"],
                "indexes": [models.Index(django.db.models.functions.text.Lower("email"), name="api_key_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest__isnull", True), ("issued_at__isnull", True)),
                            models.Q(
                                ("digest__isnull", False), ("expires_at__isnull", False), ("issued_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="api_key_issued_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per_day__gte", 1), ("per_second__gte", 1)),
                        name="api_key_allows_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "views.sql").read_text(encoding="utf-8"), "DROP VIEW api_key_public"),
    ]
