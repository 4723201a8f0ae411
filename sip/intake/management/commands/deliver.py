"""manage.py deliver: take in files of one kind, check them, compare them with the register, publish."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from django.contrib.gis.geos import Point
from django.core.management.base import BaseCommand, CommandError

from sip.geo.crs import WGS84
from sip.intake import actions
from sip.intake.bar import Bar
from sip.intake.models import SUBJECT, Delivery, Finding, Kind, Severity, State
from sip.offices.models import Office

# Findings printed for people; the rest stands in the quality report.
SHOWN = 20
# Counts that the JSON always has, be it with nothing in them.
ALWAYS_COUNTED = ("read", "new", "changed", "vanished", "quarantined")


class Command(BaseCommand):
    help = "Przyjmuje pliki jednego rodzaju: sprawdza je, porównuje z rejestrem i publikuje."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=Kind.values, metavar="KIND", help=", ".join(Kind.values))
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="pliki jednej dostawy")
        parser.add_argument("--dry-run", action="store_true", help="tylko sprawdź i porównaj; rejestr się nie zmieni")
        parser.add_argument(
            "--accept", action="store_true", help="publikuj mimo podejrzanie wielu znikających obiektów"
        )
        parser.add_argument(
            "--partial",
            action="store_true",
            help="pliki są wyciągiem: czego nie wymieniają, zostaje bez zmian",
        )
        parser.add_argument("--office", metavar="SLUG", help="urząd, którego obszaru dostawa nie może przekroczyć")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="NASZA=KOLUMNA",
            help="nazwa kolumny w pliku, np. area=POW_GEOD; z --office zapamiętywana dla urzędu",
        )
        parser.add_argument(
            "--act", metavar="ID", help="akt planowania, którego dotyczą pliki (zones, provisions, drawing)"
        )
        parser.add_argument("--theme", metavar="KOD", help="temat ograniczeń, którego dotyczą pliki (restrictions)")
        parser.add_argument(
            "--covers",
            action="append",
            default=[],
            metavar="TERYT",
            help="jednostka, którą pliki obejmują w całości (restrictions); można powtórzyć",
        )
        parser.add_argument("--data-date", metavar="RRRR-MM-DD", help="dzień, na który dane są prawdziwe")
        parser.add_argument("--json", action="store_true", help="wypisz wynik jako jeden obiekt JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        delivery = _receive(options)
        with Bar(hidden=options["verbosity"] == 0) as bar:
            actions.process(
                delivery,
                progress=bar,
                dry_run=options["dry_run"],
                accept=options["accept"],
                partial=options["partial"],
                on_wait=lambda: self.stderr.write("Inna dostawa jest w toku; czekam w kolejce…"),
            )
        if options["json"]:
            self.stdout.write(orjson.dumps(_as_json(delivery)).decode())
        else:
            self._describe(delivery)
        if delivery.state not in (State.PUBLISHED, State.CHECKED):
            sys.exit(1)

    def _describe(self, delivery: Delivery) -> None:
        self.stdout.write(f"Dostawa nr {delivery.pk}: {delivery.get_state_display()}")
        for name, by_register in delivery.counts.items():
            if by_register:
                self.stdout.write(f"  {name:12} " + ", ".join(f"{k} {n}" for k, n in by_register.items()))
        findings = delivery.findings.all()
        for finding in findings[:SHOWN]:
            label = Severity(finding.severity).label
            self.stdout.write(f"  {label}: {finding.code} {finding.identifier} – {finding.message}")
        if (more := findings.count() - SHOWN) > 0:
            self.stdout.write(f"  … i {more} dalszych; całość w raporcie jakości /urzad/dostawy/{delivery.pk}/")


def _receive(options: dict[str, Any]) -> Delivery:
    office, mapping = _office(options["office"]), _mapping(options["map"])
    if office and mapping:
        actions.keep_mapping(office, options["kind"], mapping)
    chosen: dict[str, Any] = {name: True for name in ("dry_run", "accept", "partial") if options[name]}
    chosen |= {name: options[name] for name in SUBJECT if options[name]}
    try:
        return actions.receive(
            kind=options["kind"],
            files=options["files"],
            office=office,
            data_date=_date(options["data_date"]),
            options={**chosen, "mapping": mapping} if mapping else chosen,
        )
    except OSError as error:
        raise CommandError(f"Nie można odczytać pliku {error.filename or error}", returncode=2) from error


def _mapping(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    if bad := [ours + sign + theirs for ours, sign, theirs in pairs if not ours or not theirs]:
        raise CommandError(f"--map: {bad[0]!r} nie ma postaci NASZA=KOLUMNA", returncode=2)
    return {ours.strip(): theirs.strip() for ours, _sign, theirs in pairs}


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(f"--data-date: {text!r} to nie data RRRR-MM-DD", returncode=2) from error


def _office(slug: str | None) -> Office | None:
    if slug is None:
        return None
    office = Office.objects.filter(slug=slug).first()
    if office is None:
        known = ", ".join(Office.objects.values_list("slug", flat=True)) or "brak"
        raise CommandError(f"Nie ma urzędu {slug!r}. Znane: {known}", returncode=2)
    return office


def _as_json(delivery: Delivery) -> dict[str, Any]:
    return {
        "delivery": delivery.pk,
        "kind": delivery.kind,
        "state": delivery.state,
        "counts": {name: {} for name in ALWAYS_COUNTED} | delivery.counts,
        "findings": [_finding_json(finding) for finding in delivery.findings.all().iterator()],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    place = finding.place and finding.place.transform(WGS84.srid, clone=True)
    return {
        "severity": finding.severity,
        "code": finding.code,
        "identifier": finding.identifier,
        "message": finding.message,
        "place": {"type": "Point", "coordinates": list(place.coords)} if isinstance(place, Point) else None,
    }
