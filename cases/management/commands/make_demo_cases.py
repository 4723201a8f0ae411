"""manage.py make_demo_cases: invented cases in all states on parcels of the demo, by the core's own functions."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand

from cases.catalogue.loading import load_services
from cases.demo.making import make_cases
from cases.models import Case
from sip.intake.bar import Bar
from sip.offices.models import Office


class Command(BaseCommand):
    help = "Tworzy zmyślone sprawy w urzędach pokazu; tam, gdzie są już jakieś sprawy, niczego nie zmienia."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=300, help="ile spraw (domyślnie 300)")
        parser.add_argument("--seed", type=int, default=4, help="ta sama liczba i ten sam dzień dają te same sprawy")

    def handle(self, *args: Any, **options: Any) -> None:
        if Case.objects.exists():
            self.stdout.write("Są już sprawy: niczego nie dodano.")
            return
        for office in Office.objects.all():
            load_services(office)
        with Bar(hidden=options["verbosity"] == 0) as bar:
            made = make_cases(options["cases"], options["seed"], partial(bar, "Zmyślone sprawy"))
        self.stdout.write(f"Zmyślone sprawy: {made}")
