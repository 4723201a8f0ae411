"""WSGI entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from sip import cluster

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sip.settings")
# Counters of several web processes add up in files; read before prometheus_client is first imported.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(cluster.data_dir() / "metrics"))
os.makedirs(os.environ["PROMETHEUS_MULTIPROC_DIR"], exist_ok=True)  # noqa: PTH103 - one line, no Path needed
application = get_wsgi_application()
