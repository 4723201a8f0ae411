"""What Django is put together from: apps, middleware, templates, languages, files, tasks, logs."""

from django.utils.translation import gettext_lazy as _

from sip.environment import choice
from sip.settings.accounts import REQUIRE_MFA
from sip.settings.deployment import BASE_DIR, DATA_DIR, DEBUG

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django_tasks",
    "django_tasks_db",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "sip.offices",
    "sip.audit",
    "sip.keys",
    "sip.intake",
    "parcels",
    "plans",
    "sip.extracts",
    "sip.services",
    "sip.services.downloads",
    "sip.portal",
    "sip.demo",
    "cases",
]

# The first two see every request; hot reads (tiles, REST, ULDK) then leave before sessions and locale.
MIDDLEWARE = [
    "sip.observe.observe",
    "sip.hot.hot_reads",
    "django.middleware.security.SecurityMiddleware",
    "sip.headers.content_security_policy",
    "sip.headers.private_to_the_signed_in",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sip.kiosk.KioskMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "sip.offices.residents.residents_stay_outside",
]
if REQUIRE_MFA:
    MIDDLEWARE.append("sip.offices.second_factor.second_factor_of_administrators")
ROOT_URLCONF = "sip.urls"
HOT_URLCONF = "sip.machine_urls"
KIOSK_URLCONF = "sip.kiosk_urls"
WSGI_APPLICATION = "sip.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "sip/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sip.context.demo",
                "sip.kiosk.context",
            ],
        },
    },
]

# GDAL below 3.9 could be led to fetch a spatial reference; no text of a file ever reaches it as one: the readers
# take EPSG numbers from srsName themselves (sip/geo/crs.py).
# What other names below the powiat's domain do is not for this service to decide (HSTS for them, and preloading).
SILENCED_SYSTEM_CHECKS = ["gis.W001", "security.W005", "security.W021"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("polski")), ("en", _("angielski"))]
LOCALE_PATHS = [BASE_DIR / "sip/locale"]
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static/dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Documents of cases: never below an address of their own, readable by this service alone.
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "documents",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Source maps serve developers; packing them took most of the time of collectstatic.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "woff", "woff2", "map")
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "sip.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# The list of neighbours has three fields for each of its 500 parcels, more than the usual thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOG_LEVEL = choice("SIP_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "sip.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        # Every step of every document, and every table of its fonts.
        "weasyprint.progress": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        # Every file it writes.
        "pyogrio": {"level": "WARNING"},
    },
}
