"""manage.py check_package: prove that a package of a case is as it was made, or say which file differs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.packages import trail
from cases.packages.checking import check
from sip.audit.models import Event


class Command(BaseCommand):
    help = "Sprawdza pakiet sprawy: skróty, schemat, budowę pliku; podaje, który plik jest inny. Kod 1: coś się różni."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="PLIK")
        parser.add_argument(
            "--issued", action="store_true", help="sprawdza też w dzienniku, czy ten system wydał taki pakiet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = check(options["file"])
        except OSError as error:
            raise CommandError(f"Nie można otworzyć {options['file']}: {error.strerror}.", returncode=2) from None
        differences = [str(difference) for difference in found.differences]
        if options["issued"] and not _issued(found.sha256):
            differences.append("Dziennik tego systemu nie zna pakietu o takim skrócie całości.")
        for words in differences:
            self.stdout.write(words)
        if differences:
            raise CommandError(f"Pakiet jest inny, niż go wydano. Różnic: {len(differences)}.")
        self.stdout.write(f"Pakiet jest cały: {found.sign}, plików {found.files}, SHA-256 całości {found.sha256}.")


def _issued(sha256: str) -> bool:
    """Whether the log tells of a package with this digest; a walk through its exports."""
    return Event.objects.filter(action=trail.EXPORT, new__package=sha256).exists()
