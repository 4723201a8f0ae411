"""manage.py load_services: give offices the services delivered with the system that they do not have yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.catalogue.loading import load_services
from sip.offices.models import Office


class Command(BaseCommand):
    help = "Zakłada w urzędach usługi dostarczone z systemem; istniejące zostawia bez zmian."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("offices", nargs="*", metavar="URZĄD", help="nazwa w adresach (slug); bez niej wszystkie")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["offices"]
        offices = Office.objects.filter(slug__in=wanted) if wanted else Office.objects.all()
        if unknown := set(wanted) - set(offices.values_list("slug", flat=True)):
            raise CommandError(f"Nie ma urzędu: {', '.join(sorted(unknown))}")
        if new := sum(load_services(office) for office in offices):
            self.stdout.write(f"Nowe usługi: {new}, urzędy: {len(offices)}.")
