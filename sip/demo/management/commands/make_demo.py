"""Invented EGiB files, addresses and plans, loaded through the same doors as real ones; a large demo is multiplied."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from parcels.demo import config
from parcels.demo.multiply import FREE_POWIATS, multiply
from parcels.demo.write import Written, write_demo
from plans.demo.write import Written as Plans
from plans.demo.write import write_plans
from sip.demo import planning
from sip.intake.bar import Bar
from sip.intake.models import Delivery, State
from sip.offices.models import Office

# More than this is loaded as copies of a part, which the database makes itself.
MOST_DRAWN = 100_000
BASE = 25_000


class Command(BaseCommand):
    help = (
        "Tworzy zmyślone dane EGiB (GML), adresy i plany i wczytuje je; z --out tylko zapisuje pliki."
        f" Ponad {MOST_DRAWN} działek wczytuje jako kopie mniejszego pokazu, każdą w innym powiecie i miejscu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parcels", type=int, default=20_000, help="ile działek (domyślnie 20000)")
        parser.add_argument("--seed", type=int, default=4, help="ta sama liczba daje te same dane")
        parser.add_argument("--out", type=Path, help="katalog na pliki; bez niego dane są wczytywane")
        parser.add_argument("--office", metavar="SLUG", help="urząd, który przyjmuje dostawy")
        parser.add_argument("--border-points", action="store_true", help="także punkty graniczne")
        parser.add_argument(
            "--with-persons", action="store_true", help="także zmyślone osoby: do prób, czy import je pomija"
        )
        parser.add_argument("--without-plans", action="store_true", help="bez aktów planowania i ograniczeń")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["out"]:
            options["out"].mkdir(parents=True, exist_ok=True)
            self._plan(self._write(options["out"], options, options["parcels"]), options["out"], options)
            return
        copies = _copies(options["parcels"])
        with TemporaryDirectory(prefix="sip-demo-") as folder:
            written = self._write(Path(folder), options, round(options["parcels"] / (copies + 1)))
            base = [
                _delivered("egib", written.egib, options),
                _delivered("addresses", [written.addresses], options),
            ]
            if plans := self._plan(written, Path(folder), options):
                self._deliver(plans, options)
        if copies:
            self._multiply(base, copies, written.period, options)

    def _plan(self, written: Written, out: Path, options: dict[str, Any]) -> Plans | None:
        if options["without_plans"]:
            return None
        with Bar(hidden=options["verbosity"] == 0) as bar:
            plans = write_plans(written.land, out, seed=options["seed"], progress=partial(bar, _("Rysowanie planów")))
        self.stdout.write(
            _("Zapisano akty planowania: %(acts)d, strefy i tereny: %(zones)d, ograniczenia: %(restrictions)d")
            % plans.counts
        )
        return plans

    def _deliver(self, plans: Plans, options: dict[str, Any]) -> None:
        """The planning deliveries are many and go without a report each, unless something is wrong."""
        office = Office.objects.get(slug=options["office"]) if options["office"] else None
        with Bar(hidden=options["verbosity"] == 0) as bar:
            deliveries = list(planning.deliver(plans, office, bar))
        refused = [delivery for delivery in deliveries if delivery.state != State.PUBLISHED]
        self.stdout.write(
            _("Dostawy planistyczne: %(all)d, nieopublikowane: %(refused)d")
            % {"all": len(deliveries), "refused": len(refused)}
        )
        for delivery in refused:
            told = "; ".join(f"{finding.code}: {finding.message}" for finding in delivery.findings.all()[:3])
            self.stderr.write(f"  {delivery} {told}")

    def _multiply(
        self, base: list[Delivery], copies: int, period: tuple[float, float], options: dict[str, Any]
    ) -> None:
        if not all(delivery.state == State.PUBLISHED for delivery in base):
            raise CommandError(_("Dostawa, którą trzeba powielić, nie została opublikowana."))
        with Bar(hidden=options["verbosity"] == 0) as bar:
            delivery = multiply(
                base=base,
                copies=copies,
                period=period,
                config=config.load(),
                seed=options["seed"],
                progress=partial(bar, _("Powielanie w bazie")),
            )
        self.stdout.write(
            _("Dostawa nr %(number)d: %(copies)d kopii, działek i ich wersji %(parcels)d")
            % {"number": delivery.pk, "copies": copies, "parcels": delivery.counts["versions"]["parcels"]}
        )

    def _write(self, out: Path, options: dict[str, Any], parcels: int) -> Written:
        try:
            with Bar(hidden=options["verbosity"] == 0) as bar:
                written = write_demo(
                    out,
                    parcels=parcels,
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


def _copies(parcels: int) -> int:
    """How many copies there will be beside what is drawn."""
    if parcels <= MOST_DRAWN:
        return 0
    return min(len(FREE_POWIATS), round(parcels / BASE) - 1)


def _delivered(kind: str, files: list[Path], options: dict[str, Any]) -> Delivery:
    """What `deliver` made of the files; it has described it."""
    office = {"office": options["office"]} if options["office"] else {}
    call_command("deliver", kind, *map(str, files), verbosity=options["verbosity"], **office)
    return Delivery.objects.latest("pk")
