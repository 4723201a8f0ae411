"""manage.py import_cases: move the cases of a former register into an office."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from cases.catalogue.models import Service
from cases.legacy import report, runs
from cases.legacy.columns import FIELDS
from cases.legacy.importing import Busy, Outcome
from cases.legacy.models import LegacyRun
from sip.offices.models import Office
from sip.spreadsheet import csv_lines

SHOWN: Final = 40
COMMON: Final = ("x", "y", "geometry")


class Command(BaseCommand):
    help = (
        "Przenosi sprawy z dawnego rejestru (CSV, XLSX, ODS, GeoJSON, GPKG, SHP) do urzędu. Ten sam plik drugi raz"
        " niczego nie zmienia. Kod wyjścia 1: były wiersze odrzucone lub zmienione, 2: pliku nie da się czytać."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="PLIK")
        parser.add_argument(
            "--service", required=True, metavar="USŁUGA", help="kod usługi, gdy wiersz nie podaje innej"
        )
        parser.add_argument("--office", required=True, metavar="URZĄD")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="KOLUMNA=POLE",
            help=f"pola: {', '.join(FIELDS)}, x, y, geometry",
        )
        parser.add_argument("--dry-run", action="store_true", help="niczego nie zapisuje, raport jest ten sam")
        parser.add_argument("--report", type=Path, metavar="PLIK.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        service = _service(options["office"], options["service"])
        try:
            run = runs.begin_here(options["file"], service, _mapping(options["map"]), dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"Nie można otworzyć {options['file']}: {error.strerror}.", returncode=2) from None
        with translation.override("pl"), _opened(options["report"]) as target:
            printer = _Printer(self.stdout, target, is_loud=sys.stderr.isatty())
            try:
                runs.work(run, options["file"], printer)
            except Busy:
                runs.give_up(run)
                raise CommandError("Inny plik tego urzędu jest właśnie przenoszony.", returncode=2) from None
            self._conclude(run)

    def _conclude(self, run: LegacyRun) -> None:
        for words, count in report.results(run.counts):
            self.stdout.write(f"{words}: {count}")
        for severity, code, title, count in report.findings(run.counts):
            self.stdout.write(f"  {severity:<12} {code:<22} {count:>8}  {title}")
        for words in report.of_file(run.counts):
            self.stdout.write(words)
        if run.error:
            raise CommandError(run.error, returncode=2)
        rows = run.counts.get("rows", {})
        if rows.get("refused") or rows.get("changed"):
            raise CommandError("Były wiersze odrzucone albo zmienione; raport podaje każdy.", returncode=1)


class _Printer:
    """Findings as they come: all to the report, the first ones to the terminal."""

    def __init__(self, out: Any, target: IO[str] | None, *, is_loud: bool) -> None:
        self.out, self.target, self.is_loud, self.shown = out, target, is_loud, 0
        if target:
            target.writelines(csv_lines([report.HEAD], delimiter=";"))

    def __call__(self, outcomes: Sequence[Outcome], done: int, total: int) -> None:
        if self.target:
            lines = csv_lines(report.rows_of(outcomes), delimiter=";")
            next(lines)
            self.target.writelines(lines)
        for line in report.grave_of(outcomes) if self.shown <= SHOWN else ():
            self.shown += 1
            if self.shown > SHOWN:
                self.out.write("… dalsze ustalenia są w raporcie (--report).")
                break
            self.out.write(line)
        if self.is_loud and total:
            sys.stderr.write(f"\r{100 * done // total} %")


@contextmanager
def _opened(path: Path | None) -> Iterator[IO[str] | None]:
    if path is None:
        yield None
        return
    with path.open("w", encoding="utf-8", newline="") as target:
        yield target


def _service(office: str, code: str) -> Service:
    found = Service.objects.filter(office__slug=office).select_related("office")
    if not Office.objects.filter(slug=office).exists():
        raise CommandError(f"Nie ma urzędu {office}.", returncode=2)
    service = found.filter(code=code).first()
    if service is None:
        codes = ", ".join(found.order_by("code").values_list("code", flat=True))
        raise CommandError(f"Urząd {office} nie ma usługi {code}. Ma: {codes}.", returncode=2)
    return service


def _mapping(given: Sequence[str]) -> dict[str, str]:
    """Our name -> the file's column; either may stand first."""
    fields, mapping = {*FIELDS, *COMMON}, {}
    for pair in given:
        left, found, right = pair.rpartition("=")
        column, name = (left, right) if right in fields else (right, left)
        if not found or name not in fields:
            raise CommandError(
                f"--map {pair}: ma być KOLUMNA=POLE, a pola to {', '.join(sorted(fields))}.", returncode=2
            )
        mapping[name] = column
    return mapping
