"""The cases app: what a person asked of an office. The only room besides the offices that knows of persons."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from cases.neighbours.checks import check_parties_register


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Sprawy i zgłoszenia")

    def ready(self) -> None:
        register(check_parties_register)
