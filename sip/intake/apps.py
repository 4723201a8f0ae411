"""The intake app: deliveries of data, from the file received to the register published."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "sip.intake"
    label = "intake"
    verbose_name = "Dostawy danych"
