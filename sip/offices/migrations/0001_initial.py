"""Tables of TERYT units, offices, accounts and memberships."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("starostwo", "starostwo powiatowe"), ("gmina", "urząd gminy lub miasta")],
                        max_length=10,
                        verbose_name="rodzaj",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nazwa")),
                ("short_name", models.CharField(max_length=40, verbose_name="nazwa krótka")),
                (
                    "symbol",
                    models.CharField(help_text="Jak w znakach spraw urzędu.", max_length=20, verbose_name="symbol"),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="nazwa w adresach")),
            ],
            options={
                "verbose_name": "urząd",
                "verbose_name_plural": "urzędy",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="adres e-mail")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="imię i nazwisko")),
                ("is_active", models.BooleanField(default=True, verbose_name="konto czynne")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="utworzone"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "konto",
                "verbose_name_plural": "konta",
                "ordering": ["email"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "administrator"),
                            ("register-keeper", "prowadzący rejestr"),
                            ("planner", "planista"),
                            ("case-clerk", "prowadzący sprawy"),
                            ("viewer", "przeglądający"),
                        ],
                        max_length=16,
                        verbose_name="rola",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="konto",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="offices.office",
                        verbose_name="urząd",
                    ),
                ),
            ],
            options={
                "verbose_name": "rola w urzędzie",
                "verbose_name_plural": "role w urzędach",
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "code",
                    models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="kod TERYT"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("voivodeship", "województwo"),
                            ("powiat", "powiat"),
                            ("gmina", "gmina"),
                            ("registration-unit", "jednostka ewidencyjna"),
                        ],
                        max_length=17,
                        verbose_name="szczebel",
                    ),
                ),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "gmina miejska"),
                            (2, "gmina wiejska"),
                            (3, "gmina miejsko-wiejska"),
                            (4, "miasto w gminie miejsko-wiejskiej"),
                            (5, "obszar wiejski w gminie miejsko-wiejskiej"),
                            (8, "dzielnica Warszawy"),
                            (9, "delegatura w gminie miejskiej"),
                        ],
                        null=True,
                        verbose_name="rodzaj",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nazwa")),
                ("valid_on", models.DateField(blank=True, null=True, verbose_name="stan na")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="istniała do")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="offices.unit",
                        verbose_name="jednostka nadrzędna",
                    ),
                ),
            ],
            options={
                "verbose_name": "jednostka TERYT",
                "verbose_name_plural": "jednostki TERYT",
                "ordering": ["code"],
            },
        ),
        migrations.AddField(
            model_name="office",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offices",
                to="offices.unit",
                verbose_name="powiat lub gmina",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="user_email_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("user", "office", "role"), name="membership_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("role__in", ["administrator", "register-keeper", "planner", "case-clerk", "viewer"])
                ),
                name="membership_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["voivodeship", "powiat", "gmina", "registration-unit"])),
                name="unit_level_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__isnull", True), ("kind__in", [1, 2, 3, 4, 5, 8, 9]), _connector="OR"),
                name="unit_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^\\d{2}(\\d{2}(\\d{2}_[1-589])?)?$")),
                name="unit_code_formed",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["starostwo", "gmina"])), name="office_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.UniqueConstraint(fields=("kind", "unit"), name="office_one_of_kind_in_unit"),
        ),
    ]
