"""manage.py anonymise_cases: take people out of the cases that are kept no longer, or say which those are."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.clock.terms import day_of
from cases.keeping import anonymising, tasks
from cases.models import Case
from sip.offices.models import Office


class Command(BaseCommand):
    help = (
        "Usuwa dane osób ze spraw, których czas przechowywania minął; zostają znak, daty, usługa, działki i wynik."
        " To samo robi co noc proces zadań w tle (SIP_ANONYMISE)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="tylko wypisz znaki spraw")
        parser.add_argument("--office", metavar="SLUG", help="sprawy tego urzędu; bez tego wszystkich")
        parser.add_argument(
            "--assessed", action="store_true", help="także kategorii BE: archiwum państwowe już je oceniło"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.filter(slug=options["office"]).first() if options["office"] else None
        if options["office"] and office is None:
            raise CommandError(f"Nie ma urzędu: {options['office']}", returncode=2)
        today, cases, is_assessed = day_of(timezone.now()), anonymising.of_office(office), options["assessed"]
        found = anonymising.due(today, cases, is_assessed=is_assessed)
        if options["dry_run"]:
            for sign in Case.objects.filter(pk__in=found.over).order_by("pk").values_list("sign", flat=True):
                self.stdout.write(f"  {sign}")
            self.stdout.write(f"Do usunięcia danych osób: {len(found.over)}.")
        else:
            tasks.tonight_ensure()
            done = anonymising.cases_anonymise_due(today, cases, is_assessed=is_assessed)
            self.stdout.write(f"Usunięto dane osób ze spraw: {done}.")
        if found.judged:
            self.stdout.write(f"Czekają na ocenę archiwum państwowego (BE): {len(found.judged)}.")
