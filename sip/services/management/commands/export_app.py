"""manage.py export_app: the APP GML of a planning act, to be signed and published."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sip.services.planning.app_gml import Export, UnknownAct


class Command(BaseCommand):
    help = "Zapisuje akt planowania wraz ze wszystkim, co do niego należy, jako GML w schemacie APP 2.0."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", metavar="ID", help="identyfikator aktu")
        parser.add_argument("--out", type=Path, metavar="FILE", help="plik; bez niego standardowe wyjście")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            export = Export(options["act"])
        except UnknownAct:
            raise CommandError(f"Rejestr nie zna aktu {options['act']}.", returncode=2) from None
        if options["out"]:
            _write(options["out"], export)
        else:
            for chunk in export.chunks():
                sys.stdout.write(chunk)
        for identifier, lacking in export.left_out:
            self.stderr.write(f"Pominięto {identifier}; brakuje: {lacking}.")


def _write(target: Path, export: Export) -> None:
    """Whole or not at all."""
    draft = target.with_name(f"{target.name}.part")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(export.chunks())
        draft.replace(target)
    except OSError as error:
        raise CommandError(f"Nie można zapisać {target}: {error.strerror}", returncode=2) from error
    finally:
        draft.unlink(missing_ok=True)
