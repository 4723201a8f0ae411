"""The parcels app: what is true of the land."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParcelsConfig(AppConfig):
    name = "parcels"
    verbose_name = _("Ewidencja gruntów i budynków")
