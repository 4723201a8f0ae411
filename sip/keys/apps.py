"""The keys app: who may ask the services for more than anyone may, by a key sent by e-mail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeysConfig(AppConfig):
    name = "sip.keys"
    label = "keys"
    verbose_name = _("Klucze do usług")
