"""The parcels app: what is true of the land."""

from django.apps import AppConfig


class ParcelsConfig(AppConfig):
    name = "parcels"
    verbose_name = "Ewidencja gruntów i budynków"
