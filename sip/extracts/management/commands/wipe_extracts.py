"""manage.py wipe_extracts: forget public extracts that were issued long ago."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sip.extracts import issued

TWO_YEARS = 730


class Command(BaseCommand):
    help = "Usuwa zapisy wydanych wypisów starsze niż podana liczba dni; ich kody przestają prowadzić do treści."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=TWO_YEARS, metavar="N", help="dni (730)")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Usunięto zapisów: {issued.forget(options['days'])}.")
