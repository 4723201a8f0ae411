"""Work that waits in the queue finds its functions where they are now."""

from django.db import migrations

MOVED = {
    "cases.tasks.wipe_contacts": "cases.reports.tasks.wipe_contacts",
    "cases.tasks.ask_to_confirm": "cases.watches.tasks.ask_to_confirm",
    "cases.tasks.wipe_unconfirmed": "cases.watches.tasks.wipe_unconfirmed",
    "cases.tasks.tell_of_publication": "cases.watches.tasks.tell_of_publication",
}


def move(apps, schema_editor):
    results = apps.get_model("django_tasks_database", "DBTaskResult").objects
    for old, new in MOVED.items():
        results.filter(task_path=old).update(task_path=new)


def move_back(apps, schema_editor):
    results = apps.get_model("django_tasks_database", "DBTaskResult").objects
    for old, new in MOVED.items():
        results.filter(task_path=new).update(task_path=old)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_plan_watches"),
        ("django_tasks_database", "0001_initial"),
    ]

    operations = [migrations.RunPython(move, move_back)]
