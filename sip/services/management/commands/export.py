"""manage.py export: the files that people order on the page, made at once, for clerks."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from sip.intake.bar import Bar
from sip.services.downloads import asking
from sip.services.downloads.formats import FORMATS, SYSTEMS
from sip.services.downloads.making import made
from sip.services.downloads.sources import SOURCES
from sip.services.downloads.wanted import Wanted
from sip.services.downloads.where import Fence
from sip.services.errors import ServiceError


class Command(BaseCommand):
    help = "Zapisuje warstwy rejestrów w pliku: te same pliki, które zamawia się na stronie /pobieranie/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, metavar="PLIK", help="plik, który powstanie")
        parser.add_argument(
            "--layers", nargs="+", choices=SOURCES, default=["parcels"], help="warstwy (domyślnie działki)"
        )
        parser.add_argument("--format", choices=FORMATS, default="gpkg", help="format (domyślnie gpkg)")
        parser.add_argument("--crs", type=int, choices=SYSTEMS, help="kod EPSG układu; bez niego pierwszy z formatu")
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--unit", metavar="TERYT", help="województwo, powiat, gmina albo jednostka ewidencyjna")
        place.add_argument("--precinct", metavar="ID", help="obręb, na przykład 060902_5.0001")
        place.add_argument("--parcels", nargs="+", metavar="ID", help="działki")
        place.add_argument("--area", type=Path, metavar="GEOJSON", help="plik z wielokątem, WGS 84")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["out"]
        try:
            wanted = _wanted(options)
            Fence(wanted.place).prove()
            with Bar(hidden=options["verbosity"] == 0) as bar:
                about, path = made(wanted, bar, within=target.resolve().parent)
        except ServiceError as refused:
            raise CommandError(refused.detail, returncode=2) from None
        except OSError as error:
            raise CommandError(f"Nie można zapisać {target}: {error.strerror}", returncode=2) from error
        path.replace(target)
        shutil.rmtree(path.parent, ignore_errors=True)
        self._say(target, about)

    def _say(self, target: Path, about: dict[str, Any]) -> None:
        for layer in about["layers"]:
            left_out = f", pominięto {layer['left_out']}" if layer.get("left_out") else ""
            self.stdout.write(f"{layer['title']}: {layer['count']}{left_out}")
        self.stdout.write(f"{target}: {target.stat().st_size} B, stan danych {about['data_date']}")


def _wanted(options: dict[str, Any]) -> Wanted:
    """Through the same door as orders of machines."""
    given = {name: options[name] for name in ("unit", "precinct", "parcels", "crs") if options[name] is not None}
    if options["area"] is not None:
        given["area"] = _geometry(options["area"])
    return asking.understood({**given, "layers": options["layers"], "format": options["format"]})


def _geometry(path: Path) -> Any:
    try:
        found = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        raise CommandError(f"{path}: to nie jest GeoJSON.", returncode=2) from None
    return found.get("geometry") if isinstance(found, dict) and found.get("type") == "Feature" else found
