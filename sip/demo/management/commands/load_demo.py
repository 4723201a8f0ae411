"""manage.py load_demo: offices, staff and an invented piece of the powiat, once; told again with --logins.

What was cut off is taken up again: the log of events says that it was begun and not that it ended.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from sip.audit.actions import record
from sip.audit.models import Event
from sip.intake.models import Delivery, State
from sip.offices.demo import load_demo_offices

# fixtures/offices.toml
DEMO_OFFICE = "starostwo"
BEGUN, LOADED = "demo.begin", "demo.load"


class Command(BaseCommand):
    help = "Wczytuje pokaz: urzędy, konta i zmyślony fragment powiatu. Drugi raz niczego nie zmienia."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parcels", type=int, default=20_000, help="ile działek, jeżeli rejestr jest pusty")
        parser.add_argument("--cases", type=int, default=300, help="ile spraw, jeżeli nie ma żadnej (domyślnie 300)")
        parser.add_argument("--logins", action="store_true", help="tylko wypisz konta pokazowe")

    def handle(self, *args: Any, **options: Any) -> None:
        logins = load_demo_offices()
        if options["logins"]:
            for login in logins:
                self.stdout.write(
                    f"  {login.email:32} {login.password:24} {', '.join(filter(None, (login.role, login.office)))}"
                )
            return
        # By name: cases stand on the same floor.
        call_command("load_services", stdout=self.stdout)
        if not Delivery.objects.filter(state=State.PUBLISHED).exists():
            _note(BEGUN)
        if _happened(BEGUN) and not _happened(LOADED):
            # Files that are delivered again change nothing.
            call_command("make_demo", parcels=options["parcels"], office=DEMO_OFFICE)
            call_command("make_demo_cases", cases=options["cases"])
            _note(LOADED)


def _happened(action: str) -> bool:
    return Event.objects.filter(action=action).exists()


def _note(action: str) -> None:
    record(actor=None, action=action, object_type="demo", object_id=DEMO_OFFICE)
