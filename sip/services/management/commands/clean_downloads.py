"""manage.py clean_downloads: removes files to take away whose addresses have ended; for the nightly run."""

from typing import Any

from django.core.management.base import BaseCommand

from sip.services.downloads.keeping import clean


class Command(BaseCommand):
    help = "Usuwa pliki do pobrania, których adresy wygasły, i szkice po przerwanych pracach."

    def handle(self, *args: Any, **options: Any) -> None:
        done = clean()
        self.stdout.write(f"Usunięto: pliki {done.files}, zamówienia {done.orders}, szkice {done.drafts}.")
