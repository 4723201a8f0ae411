"""manage.py check_payments: what is missing before fees can be paid online, office by office."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cases.payments.provider import Refused, Unavailable, provider_of
from sip.offices.models import Office
from sip.payment_accounts import Account


class Command(BaseCommand):
    help = "Mówi, czego brakuje, aby opłaty dało się wnosić przez internet; kończy się kodem 1, gdy czegoś brakuje."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--offline", action="store_true", help="nie pytaj operatorów, czy konta odpowiadają")

    def handle(self, *args: Any, offline: bool, **options: Any) -> None:
        problems = list(_problems(offline))
        for words in [*self._told(offline, bool(problems)), *problems]:
            self.stdout.write(words)
        if problems:
            raise CommandError(_("Do poprawienia: %d.") % len(problems), returncode=1)

    def _told(self, offline: bool, is_wrong: bool) -> Iterator[str]:
        slugs = {account.office for account in settings.PAYMENT_ACCOUNTS}
        for account in settings.PAYMENT_ACCOUNTS:
            yield f"{account.id}: {account.provider}, {account.merchant}, {account.address}"
            if not offline and not is_wrong:
                yield _("%s: konto odpowiada") % account.id
        for office in Office.objects.exclude(slug__in=slugs):
            way = _("na niby") if settings.PAYMENT_PROVIDER == "sandbox" else _("tylko w kasie albo przelewem")
            yield f"{office.slug}: {way}"


def _problems(offline: bool) -> Iterator[str]:
    if settings.PAYMENT_ACCOUNTS and not settings.SITE_URL.startswith("https://"):
        yield _("SIP_SITE_URL: potrzebny jest adres https://, pod którym operator znajdzie serwis")
    for account in settings.PAYMENT_ACCOUNTS:
        if not Office.objects.filter(slug=account.office).exists():
            yield _("%(id)s: nie ma urzędu %(office)s") % {"id": account.id, "office": account.office}
        if not offline and (words := _silent(account)):
            yield words


def _silent(account: Account) -> str:
    provider = provider_of(account.provider, account.id)
    assert provider is not None
    try:
        provider.test()
    except (Refused, Unavailable) as error:
        return _("%(id)s: konto nie odpowiada (%(why)s)") % {"id": account.id, "why": error}
    return ""
