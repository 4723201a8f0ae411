"""The door: map page, search, parcel page."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "sip.portal"
    label = "portal"
