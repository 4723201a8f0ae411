"""Make an account for a person of an office and print the link where they set their password."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from sip.offices.actions import password_link, staff_create
from sip.offices.models import Office, Role


class Command(BaseCommand):
    help = "Make an account with a role in an office; prints a link, good once, to set the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--office", required=True, metavar="SLUG")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="", help="the person's name, as colleagues see it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            office = Office.objects.get(slug=options["office"])
        except ValidationError:
            raise CommandError(_("Błędny adres e-mail: %s.") % options["email"], returncode=2) from None
        except Office.DoesNotExist:
            known = ", ".join(Office.objects.values_list("slug", flat=True)) or "–"
            message = _("Nie ma urzędu „%(slug)s”. Są: %(known)s.")
            raise CommandError(message % {"slug": options["office"], "known": known}, returncode=2) from None
        user = staff_create(
            actor=None,
            email=options["email"],
            name=options["name"],
            office=office,
            role=Role(options["role"]),
        )
        if user.has_usable_password():
            self.stdout.write(_("Konto już istnieje; nadano rolę."))
            return
        origin = settings.SITE_URL or next(iter(settings.CSRF_TRUSTED_ORIGINS), "http://localhost:8000")
        self.stdout.write(_("Jednorazowy odnośnik do ustawienia hasła:"))
        self.stdout.write(origin + password_link(actor=None, user=user))
