"""Prove the log of events; prints the first broken place."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sip.audit.chain import first_break
from sip.audit.models import Head


class Command(BaseCommand):
    help = "Prove the hash chain of the log of events; exit status 1 where it is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        head = Head.objects.first() or Head()
        if broken := first_break():
            raise CommandError(
                _("Dziennik zdarzeń jest naruszony: zdarzenie %(sequence)d. %(message)s")
                % {"sequence": broken.sequence, "message": broken.message},
                returncode=1,
            )
        # Written down elsewhere, the end's hash also proves that nobody rewrote the whole chain.
        self.stdout.write(
            _("Dziennik zdarzeń jest cały. Liczba zdarzeń: %(count)d, skrót ostatniego: %(hash)s.")
            % {"count": head.sequence, "hash": head.hash}
        )
