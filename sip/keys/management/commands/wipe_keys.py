"""manage.py wipe_keys: forget wishes for keys and keys that are due, also where the worker has not."""

from typing import Any

from django.core.management.base import BaseCommand

from sip.keys import actions


class Command(BaseCommand):
    help = "Usuwa niepotwierdzone prośby o klucze (SIP_KEY_CONFIRM_HOURS) i klucze, które skończyły się miesiąc temu."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Usunięto kluczy: {actions.keys_wipe_due()}.")
