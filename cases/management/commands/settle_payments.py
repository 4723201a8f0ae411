"""manage.py settle_payments: ask providers now about all payments that are open, also where the worker has not."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.payments.attempts import attempt_confirm, attempt_look, awaited
from cases.payments.models import AttemptState
from cases.payments.provider import Refused, Unavailable


class Command(BaseCommand):
    help = "Pyta operatorów płatności o wpłaty, o których nic jeszcze nie wiadomo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--minutes", type=int, default=5, help="tylko zaczęte przed tyloma minutami")

    def handle(self, *args: Any, minutes: int, **options: Any) -> None:
        before = timezone.now() - timedelta(minutes=minutes)
        counted = Counter(_asked(number) for number in awaited(before))
        for words, count in sorted(counted.items()):
            self.stdout.write(f"{words}: {count}")
        self.stdout.write(_("Zapytano o wpłaty: %d.") % counted.total())


def _asked(number: int) -> str:
    try:
        if attempt_look(number) == AttemptState.TOLD:
            return str(attempt_confirm(number).label)
    except (Refused, Unavailable):
        return _("bez odpowiedzi")
    return str(AttemptState.STARTED.label)
