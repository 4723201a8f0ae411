"""When people were taken out of a case, and the one change that its append-only rows allow then."""

from django.db import migrations, models

# Table: columns that may be erased once the row's case is marked as anonymised (cases/personal.py).
ERASABLE = {
    "cases_caseevent": ("data",),
    "cases_caseclockevent": ("basis",),
    "cases_casegeometry": ("reason",),
    "cases_parcelsnapshot": ("typed", "content"),
    "cases_receipt": ("content",),
}
FUNCTION = """
CREATE OR REPLACE FUNCTION cases_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 THEN
        IF to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV
            AND EXISTS (SELECT FROM cases_case WHERE id = OLD.case_id AND anonymised_at IS NOT NULL)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: % of row % refused', TG_TABLE_NAME, TG_OP, OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""


def trigger(table: str, columns: tuple[str, ...]) -> str:
    erasable = ", ".join(f"'{column}'" for column in columns)
    return (
        f"DROP TRIGGER {table}_is_final ON {table};\n"
        f"CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION cases_row_is_final({erasable});\n"
    )


ALLOWING = "".join(trigger(table, columns) for table, columns in ERASABLE.items())
FORBIDDING = "".join(trigger(table, ()) for table in ERASABLE)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_payment_accounts"),
        ("offices", "0003_residents"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="anonymised_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dane osób usunięte"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("anonymised_at__isnull", True), ("closed_at__isnull", False)),
                fields=["closed_at"],
                name="case_to_anonymise",
            ),
        ),
        migrations.RunSQL(FUNCTION + ALLOWING, FORBIDDING),
    ]
