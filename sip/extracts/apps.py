"""What is said of a parcel; of its own this room keeps only the extracts that were issued."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExtractsConfig(AppConfig):
    name = "sip.extracts"
    label = "extracts"
    verbose_name = _("Wypisy")
