"""Invented EGiB files and addresses, loaded through the same doors as real ones."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from parcels.demo.write import Written, write_demo
from sip.intake.bar import Bar


class Command(BaseCommand):
    help = "Tworzy zmyślone dane EGiB (GML) i adresy i wczytuje je; z --out tylko zapisuje pliki."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parcels", type=int, default=20_000, help="ile działek (domyślnie 20000)")
        parser.add_argument("--seed", type=int, default=4, help="ta sama liczba daje te same dane")
        parser.add_argument("--out", type=Path, help="katalog na pliki; bez niego dane są wczytywane")
        parser.add_argument("--office", metavar="SLUG", help="urząd, który przyjmuje dostawy")
        parser.add_argument("--border-points", action="store_true", help="także punkty graniczne")
        parser.add_argument(
            "--with-persons", action="store_true", help="także zmyślone osoby: do prób, czy import je pomija"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["out"]:
            options["out"].mkdir(parents=True, exist_ok=True)
            self._write(options["out"], options)
            return
        with TemporaryDirectory(prefix="sip-demo-") as folder:
            written = self._write(Path(folder), options)
            office = {"office": options["office"]} if options["office"] else {}
            call_command("deliver", "egib", *map(str, written.egib), **office)
            call_command("deliver", "addresses", str(written.addresses), **office)

    def _write(self, out: Path, options: dict[str, Any]) -> Written:
        try:
            with Bar(hidden=options["verbosity"] == 0) as bar:
                written = write_demo(
                    out,
                    parcels=options["parcels"],
                    seed=options["seed"],
                    points=options["border_points"],
                    persons=options["with_persons"],
                    progress=partial(bar, _("Rysowanie obrębów")),
                )
        except ValueError as error:
            raise CommandError(str(error)) from error
        counts = written.counts
        self.stdout.write(
            _(
                "Zapisano działki: %(parcels)d (i wersje archiwalne: %(closed)d), budynki: %(buildings)d,"
                " kontury: %(contours)d, adresy: %(addresses)d; usterki celowe: %(file)s"
            )
            % {**counts, "file": written.defects.name}
        )
        return written
