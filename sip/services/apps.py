"""How machines ask: REST, tiles."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "sip.services"
    label = "services"
