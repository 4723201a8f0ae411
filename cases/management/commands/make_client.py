"""Make a system of an office a client of the API of cases, and print its secret, which is told only here."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.clients.actions import MOST_DAYS, USUAL_DAYS, client_make
from cases.clients.models import Scope
from sip.offices.models import Office


class Command(BaseCommand):
    help = "Make a client of /api/v1/cases/; prints client_id and client_secret, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the system is called")
        parser.add_argument("--office", required=True, metavar="SLUG")
        parser.add_argument("--scope", required=True, action="append", choices=Scope.values, dest="scopes")
        parser.add_argument("--days", type=int, default=USUAL_DAYS, help=f"for how long, {MOST_DAYS} at most")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.filter(slug=options["office"]).first()
        if office is None:
            known = ", ".join(Office.objects.values_list("slug", flat=True)) or "–"
            message = _("Nie ma urzędu „%(slug)s”. Są: %(known)s.")
            raise CommandError(message % {"slug": options["office"], "known": known}, returncode=2)
        if not 0 < options["days"] <= MOST_DAYS or not 0 < len(options["name"]) <= 100:
            raise CommandError(_("Nazwa ma od 1 do 100 znaków, ważność od 1 do %d dni.") % MOST_DAYS, returncode=2)
        issued = client_make(
            actor=None,
            office=office,
            name=options["name"],
            scopes=[Scope(one) for one in options["scopes"]],
            expires_at=timezone.now() + timedelta(days=options["days"]),
        )
        self.stdout.write(f"client_id={issued.client.identifier}\nclient_secret={issued.secret}")
