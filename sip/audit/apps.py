"""The audit app: append-only, hash-chained events."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "sip.audit"
    label = "audit"
    verbose_name = _("Dziennik zdarzeń")
