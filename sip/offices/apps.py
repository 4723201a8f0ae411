"""The offices app: TERYT units, offices, their staff and who may do what, where."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    name = "sip.offices"
    label = "offices"
    verbose_name = _("Urzędy i pracownicy")
