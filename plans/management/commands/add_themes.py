"""manage.py add_themes: bring back themes of the usual list that are not there; changes none that is."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from plans.models import Theme
from plans.themes import add_missing
from sip.audit.actions import record
from sip.intake.actions import bump


class Command(BaseCommand):
    help = "Dodaje tematy ograniczeń z listy domyślnej, których nie ma; istniejących nie zmienia."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        added = add_missing(Theme)
        if added:
            bump(["themes"])
            record(actor=None, action="theme.add", object_type="theme", object_id="*", new={"codes": added})
        self.stdout.write("Dodano: " + (", ".join(added) or "nic, lista jest pełna"))
