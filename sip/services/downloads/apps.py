"""Files of whole areas to take away: orders, and the files that were made for them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DownloadsConfig(AppConfig):
    name = "sip.services.downloads"
    label = "downloads"
    verbose_name = _("Pobieranie")
