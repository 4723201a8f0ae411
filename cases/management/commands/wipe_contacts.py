"""manage.py wipe_contacts: forget addresses that are due, also where the worker has not."""

from typing import Any

from django.core.management.base import BaseCommand

from cases import actions, watching


class Command(BaseCommand):
    help = (
        "Usuwa adresy, których czas minął: zgłaszających (SIP_REPORT_CONTACT_DAYS)"
        " i niepotwierdzonych powiadomień (SIP_WATCH_CONFIRM_HOURS)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wiped = actions.contacts_wipe_due() + watching.watches_wipe_unconfirmed()
        self.stdout.write(f"Usunięto adresów: {wiped}.")
