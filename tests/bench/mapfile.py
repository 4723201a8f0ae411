"""python -m tests.bench.mapfile OUT: the mapfile of WMS and the way to its database, as JSON for bare MapServer."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sip.settings")
django.setup()

from django.conf import settings  # noqa: E402 - settings come first

from sip.services.maps import mapfile, pool  # noqa: E402

told = {
    "map": asdict(mapfile.wms()),
    "environment": pool._database(),
    "python": settings.MAP_RENDERER_PYTHON,
    "folder": str(pool.SCRIPT.parent),
}
Path(sys.argv[1]).write_text(json.dumps(told), encoding="utf-8")
