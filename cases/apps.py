"""The cases app: what a person asked of an office. The only room besides the offices that knows of persons."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Sprawy i zgłoszenia")
