"""manage.py export_case: write cases as packages to hand on, one ZIP each."""

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from cases.errors import Conflict
from cases.models import Case
from cases.packages.making import Chosen, Purpose, name_of, package_make
from sip.extracts.pdf import TooBusy


class Command(BaseCommand):
    help = "Zapisuje sprawy o podanych znakach jako pakiety do przekazania, po jednym pliku ZIP."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("signs", nargs="+", metavar="ZNAK")
        parser.add_argument("--out", type=Path, required=True, metavar="KATALOG")
        parser.add_argument("--office", metavar="URZĄD", help="urząd, który nadał znak, gdy ten sam mają dwa")
        parser.add_argument("--notes", action="store_true", help="także notatki wewnętrzne urzędu")
        parser.add_argument("--unchecked", action="store_true", help="także dokumenty, których nie sprawdzono")
        parser.add_argument("--looks", action="store_true", help="także kto oglądał sprawę")
        parser.add_argument("--purpose", choices=Purpose.values, default=Purpose.OTHER, help="do dziennika zdarzeń")

    def handle(self, *args: Any, **options: Any) -> None:
        cases = [_only(sign, options["office"]) for sign in options["signs"]]
        options["out"].mkdir(parents=True, exist_ok=True)
        chosen = Chosen(options["notes"], options["unchecked"], options["looks"])
        for case in cases:
            self._write(case, options["out"] / name_of(case), chosen, Purpose(options["purpose"]))

    def _write(self, case: Case, path: Path, chosen: Chosen, purpose: Purpose) -> None:
        """Under its own name only once it is whole."""
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as draft, ExitStack() as undoing:
            undoing.callback(Path(draft.name).unlink)
            try:
                made = package_make(user=None, case=case, target=draft, chosen=chosen, purpose=purpose)
            except Conflict:
                raise CommandError(f"Ktoś właśnie zapisuje sprawę {case.sign}; spróbuj jeszcze raz.") from None
            except TooBusy:
                raise CommandError("Powstaje teraz wiele dokumentów; spróbuj za chwilę.") from None
            draft.flush()
            Path(draft.name).replace(path)
            undoing.pop_all()
        left = f", bez {made.left_out} dokumentów (case.json podaje powody)" if made.left_out else ""
        self.stdout.write(f"{path}: SHA-256 całości {made.sha256}{left}")


def _only(sign: str, office: str | None) -> Case:
    found: QuerySet[Case] = Case.objects.filed().filter(sign=sign).select_related("signed_by")
    if office:
        found = found.filter(signed_by__slug=office)
    cases = list(found[:2])
    if not cases:
        raise CommandError(f"Nie ma sprawy o znaku {sign}.")
    if len(cases) > 1:
        raise CommandError(f"Znak {sign} ma więcej niż jedna sprawa: podaj --office.")
    return cases[0]
