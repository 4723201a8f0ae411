"""manage.py settle_payments: ask providers now about all payments and refunds that are open."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.payments import settling
from cases.payments.models import Refund


class Command(BaseCommand):
    help = "Pyta operatorów płatności o wpłaty, o których nic jeszcze nie wiadomo, i o niezakończone zwroty."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--minutes", type=int, default=5, help="tylko zaczęte przed tyloma minutami")

    def handle(self, *args: Any, minutes: int, **options: Any) -> None:
        before = timezone.now() - timedelta(minutes=minutes)
        paid, returned = settling.attempts_settle(before), settling.refunds_settle(before)
        for words, count in sorted(paid.items()):
            self.stdout.write(f"{words}: {count}")
        for words, count in sorted(returned.items()):
            self.stdout.write(f"{Refund._meta.verbose_name} {words}: {count}")
        self.stdout.write(_("Zapytano o wpłaty: %d.") % paid.total())
