"""manage.py wipe_contacts: forget addresses that are due, also where the worker has not."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.reports.actions import contacts_wipe_due
from cases.watches.actions import watches_wipe_unconfirmed


class Command(BaseCommand):
    help = (
        "Usuwa adresy, których czas minął: zgłaszających (SIP_REPORT_CONTACT_DAYS)"
        " i niepotwierdzonych powiadomień (SIP_WATCH_CONFIRM_HOURS)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wiped = contacts_wipe_due() + watches_wipe_unconfirmed()
        self.stdout.write(f"Usunięto adresów: {wiped}.")
