"""manage.py check_datasets: what the record of spatial data sets would find lacking; fails where it is serious."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from sip.services.datasets.completeness import Weight, lacks


class Command(BaseCommand):
    help = "Sprawdza, czego brakuje zbiorom danych i ich usługom (EZiUDP), i mówi, co z tym zrobić."

    def handle(self, *args: Any, **options: Any) -> None:
        found = lacks()
        for lack in found:
            mark = "BŁĄD" if lack.weight is Weight.ERROR else "uwaga"
            self.stdout.write(f"{mark}: {lack.subject}: {lack.words} {lack.remedy}")
        if not found:
            self.stdout.write("Niczego nie brakuje.")
        if any(lack.weight is Weight.ERROR for lack in found):
            sys.exit(1)
