"""WSGI entry point of the web server."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from sip import cluster

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sip.settings")
try:
    # Counters of several web processes add up in files; read before prometheus_client is first imported.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(cluster.data_dir() / "metrics"))
    os.makedirs(os.environ["PROMETHEUS_MULTIPROC_DIR"], exist_ok=True)  # noqa: PTH103 - one line, no Path needed
except (OSError, cluster.ClusterError) as error:
    sys.exit(f"PROMETHEUS_MULTIPROC_DIR: {error}")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    # The message names the variable; a trace of where it was read would bury it in each process's log.
    sys.exit(str(error))
# Django would read the modules of all pages when the first of them is asked for, which takes more than a second.
for urlconf in (settings.HOT_URLCONF, settings.ROOT_URLCONF):
    list(get_resolver(urlconf).url_patterns)
