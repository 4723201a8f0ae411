"""manage.py wipe_contacts: forget reporters' addresses that are due, also where the worker has not."""

from typing import Any

from django.core.management.base import BaseCommand

from cases import actions


class Command(BaseCommand):
    help = "Usuwa adresy zgłaszających, których czas przechowywania minął (SIP_REPORT_CONTACT_DAYS)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Usunięto adresów: {actions.contacts_wipe_due()}.")
