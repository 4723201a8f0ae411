"""manage.py rollback_delivery: restore the registers as they were before a delivery."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sip.intake import actions
from sip.intake.models import Delivery


class Command(BaseCommand):
    help = "Wycofuje opublikowaną dostawę w całości: rejestr wraca do stanu sprzed niej."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("delivery", type=int, metavar="ID", help="numer dostawy")

    def handle(self, *args: Any, **options: Any) -> None:
        delivery = Delivery.objects.filter(pk=options["delivery"]).first()
        if delivery is None:
            raise CommandError(f"Nie ma dostawy nr {options['delivery']}.", returncode=2)
        try:
            actions.rollback(delivery)
        except actions.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Dostawa nr {delivery.pk} wycofana.")
