"""manage.py load_demo: offices, staff and an invented piece of the powiat, once; told again with --logins."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from sip.intake.models import Delivery, State
from sip.offices.demo import load_demo_offices

# fixtures/offices.toml
DEMO_OFFICE = "starostwo"


class Command(BaseCommand):
    help = "Wczytuje pokaz: urzędy, konta i zmyślony fragment powiatu. Drugi raz niczego nie zmienia."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parcels", type=int, default=20_000, help="ile działek, jeżeli rejestr jest pusty")
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
            call_command("make_demo", parcels=options["parcels"], office=DEMO_OFFICE)
            call_command("make_demo_cases")
