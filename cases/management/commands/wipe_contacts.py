"""manage.py wipe_contacts: forget addresses that are due, also where the worker has not."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.expiry import drafts_wipe_expired
from cases.legacy import keeping
from cases.reports.actions import contacts_wipe_due
from cases.watches.actions import watches_wipe_unconfirmed


class Command(BaseCommand):
    help = (
        "Usuwa dane, których czas minął: adresy zgłaszających (SIP_REPORT_CONTACT_DAYS), niepotwierdzone powiadomienia"
        " (SIP_WATCH_CONFIRM_HOURS), szkice wniosków (SIP_DRAFT_DAYS), pliki przenoszonych spraw (po 30 dniach)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wiped = contacts_wipe_due() + watches_wipe_unconfirmed()
        self.stdout.write(f"Usunięto adresów: {wiped}.")
        self.stdout.write(f"Usunięto plików dawnych rejestrów: {keeping.wipe_old()}.")
        self.stdout.write(f"Usunięto szkiców: {drafts_wipe_expired()}.")
