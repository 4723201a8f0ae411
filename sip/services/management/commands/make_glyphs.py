"""Makes the letters that styles of the vector tiles label maps with; part of setting up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sip.services.ogc.glyphs import write_all


class Command(BaseCommand):
    help = "Write glyphs for labels of vector tiles into FOLDER, a folder of each font."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        write_all(folder)
