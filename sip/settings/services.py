"""How machines ask: the REST framework, limits and keys, drawn maps, files to take away."""

from typing import Any

from sip.environment import choice, env, folder_or_file, integer, number
from sip.settings.deployment import BEHIND_TLS_PROXY, DATA_DIR

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SIP",
    "DESCRIPTION": (
        "The registers of land and planning of a powiat: REST with GeoJSON, ULDK, vector tiles, extracts, files."
        " Data and texts are in Polish, names of fields in English."
        " OGC API (/ogc/), WMS (/wms) and WFS (/wfs) tell of themselves."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    # It would make the document of all addresses, pages among them; a test checks the one that is served.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "SERVE_URLCONF": "sip.services.urls",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_AUTHENTICATION": [],
    "POSTPROCESSING_HOOKS": ["sip.services.openapi.shared.completed"],
}

# What one address may ask of REST and tiles, for long; twenty times as much at once; 0: as often as it likes.
REQUESTS_PER_SECOND = integer("SIP_REQUESTS_PER_SECOND", 50, least=0, most=100_000)
# Keys to the services: what one allows beyond that, how long it is good, how long a wish for one waits to be confirmed.
KEY_REQUESTS_PER_SECOND = integer("SIP_KEY_REQUESTS_PER_SECOND", 200, least=1, most=100_000)
KEY_REQUESTS_PER_DAY = integer("SIP_KEY_REQUESTS_PER_DAY", 5_000_000, least=1, most=2_000_000_000)
KEY_DAYS = integer("SIP_KEY_DAYS", 365, least=1, most=3650)
KEY_CONFIRM_HOURS = integer("SIP_KEY_CONFIRM_HOURS", 48, least=1, most=720)
# How many proxies of ours stand in front: the client's address is what the first of them noted.
PROXIES = integer("SIP_PROXIES", 1 if BEHIND_TLS_PROXY else 0, least=0, most=5)
THROTTLE_FILE = folder_or_file("SIP_THROTTLE_PATH", DATA_DIR / "throttle")

# WMS and WFS: processes of MapServer to each web process, how many requests may wait for one, how long one may take.
MAP_RENDERER_PYTHON = env.str("SIP_MAP_PYTHON", default="/usr/bin/python3")
MAP_RENDERERS = integer("SIP_MAP_RENDERERS", 2, least=1, most=64)
MAP_WAITING = integer("SIP_MAP_WAITING", 4, least=0, most=1000)
MAP_SECONDS = number("SIP_MAP_SECONDS", 10, least=1, most=120)
MAP_CACHE = folder_or_file("SIP_MAP_CACHE_PATH", DATA_DIR / "maps")
MAP_CACHE_BYTES = integer("SIP_MAP_CACHE_MB", 512, least=0, most=1_000_000) * 1_000_000

# Files to take away: how long an address of one leads to it, how many one client may have in the making, how large.
DOWNLOAD_DAYS = integer("SIP_DOWNLOAD_DAYS", 7, least=1, most=365)
DOWNLOADS_AT_ONCE = integer("SIP_DOWNLOADS_AT_ONCE", 3, least=1, most=1000)
DOWNLOAD_LIMIT_MB = integer("SIP_DOWNLOAD_LIMIT_MB", 4096, least=1, most=1_000_000)
# Who sends kept files: the web process, or nginx in front of it when told which.
SEND_FILES = choice("SIP_SEND_FILES", "self", ("self", "x-accel"))
DOWNLOADS_TOTAL_MB = integer("SIP_DOWNLOADS_TOTAL_MB", 51_200, least=1, most=100_000_000)

# Terms of use that feeds of data sets name.
USUAL_DATA_RIGHTS = "Warunki korzystania określa organ prowadzący zbiór."
DATA_RIGHTS = env.str("SIP_DATA_RIGHTS", default=USUAL_DATA_RIGHTS)
