"""Settings of SIP, from the environment only; docs/operations.md lists every variable."""

import os
import secrets
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from sip import cluster
from sip.backgrounds import backgrounds
from sip.environment import choice, day, email, env, flag, integer, number, secret
from sip.payment_accounts import accounts

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = cluster.data_dir()

DEBUG = flag("SIP_DEBUG", default=False)
# Every page says that the data are invented.
DEMO = flag("SIP_DEMO", default=False)
# Local use needs no set-up: loopback only, and a key kept in the data folder.
# Where people find the service, for addresses in mails; without it, the address at which they asked.
SITE_URL = env.str("SIP_SITE_URL", default="").rstrip("/")
if SITE_URL and not SITE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("SIP_SITE_URL: must begin with https://")
ALLOWED_HOSTS = env.list("SIP_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("SIP_TRUSTED_ORIGINS", default=[])
BEHIND_TLS_PROXY = flag("SIP_BEHIND_TLS_PROXY", default=False)


def _local_secret_key() -> str:
    """Kept in the data folder; linked into place whole, as two processes may start for the first time at once."""
    file = DATA_DIR / "secret-key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="ascii", dir=file.parent) as draft:
            draft.write(secrets.token_urlsafe(48))
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, file)
    return file.read_text(encoding="ascii")


SECRET_KEY = secret("SIP_SECRET_KEY") or _local_secret_key()
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SIP_SECRET_KEY: at least 32 characters are needed")

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


def _parsed(variable: str, url: str) -> dict[str, Any]:
    """The address may hold a password, so no error repeats it."""
    try:
        config: dict[str, Any] = env.db_url_config(url)
    except ValueError:
        raise ImproperlyConfigured(f"{variable}: the port is no number") from None
    if config.get("ENGINE") != "django.contrib.gis.db.backends.postgis":
        raise ImproperlyConfigured(f"{variable}: must begin with postgis:// (PostgreSQL with PostGIS)")
    # A socket's folder is written as an encoded host.
    return {**config, "HOST": unquote(config["HOST"])}


def _connection(config: dict[str, Any], password_variable: str) -> dict[str, Any]:
    return {
        **config,
        "PASSWORD": secret(password_variable) or config["PASSWORD"],
        "CONN_MAX_AGE": integer("SIP_CONN_MAX_AGE", 600, least=0, most=86400),
        "CONN_HEALTH_CHECKS": True,
        # Tells web, worker and commands apart in the database's list of sessions; /readyz finds the worker by it.
        "OPTIONS": {
            # Tells web, worker and commands apart in the list of sessions; /readyz finds the worker by it.
            "application_name": f"sip {sys.argv[1]}" if "manage.py" in sys.argv[0] and sys.argv[1:] else "sip",
            # A statement whose process was killed ends within a second instead of holding its locks.
            "options": "-c client_connection_check_interval=1s",
        },
    }


_url = env.str("DATABASE_URL", default="") or cluster.database_url("sip")
_public_url = env.str("PUBLIC_DATABASE_URL", default="")
# "public" is what residents and machines read: a role that sees the public views and nothing else.
DATABASES: dict[str, dict[str, Any]] = {
    "default": _connection(_parsed("DATABASE_URL", _url), "DATABASE_PASSWORD"),
    "public": _connection(
        _parsed("PUBLIC_DATABASE_URL", _public_url)
        if _public_url
        else {**_parsed("DATABASE_URL", _url), "USER": "sip_public"},
        "PUBLIC_DATABASE_PASSWORD",
    ),
}
# Asking before each statement whether a connection lives doubles the way to the database; reading is repeated instead.
DATABASES["public"]["CONN_HEALTH_CHECKS"] = False
# No answer of ours takes that long; a filter that finds next to nothing in millions of rows is given up.
# What is prepared is planned once: the planner would see each point anew, at six times the cost of finding its parcel.
DATABASES["public"]["OPTIONS"]["options"] += " -c statement_timeout=20s -c plan_cache_mode=force_generic_plan"
DATABASES["public"]["TEST"] = {"MIRROR": "default"}
# Off behind a pool that hands connections from client to client between statements.
PREPARED_STATEMENTS = flag("SIP_PREPARED_STATEMENTS", default=True)
# GDAL below 3.9 could be led to fetch a spatial reference; no text of a file ever reaches it as one: the readers
# take EPSG numbers from srsName themselves (sip/geo/crs.py).
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Pictures below the map, from services of others; the map asks no other host without them.
BACKGROUNDS = backgrounds(env.str("SIP_BACKGROUNDS", default=""))

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
# The list of neighbours has three fields for each of its 500 parcels, more than the usual thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# Signing in: people of the offices, and residents, who have no role anywhere.
AUTH_USER_MODEL = "offices.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/urzad/"
RESIDENT_REDIRECT_URL = "/sprawy/moje/"
# What records changes of accounts and roles, by path: offices and audit do not know each other.
STAFF_CHANGES_RECORDER = "sip.audit.actions.record"

# Accounts are made by an office's administrator, who vouches for the address.
ACCOUNT_ADAPTER = "sip.offices.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "sip.offices.adapters.ProviderAdapter"
ACCOUNT_FORMS = {
    "login": "sip.offices.forms.LoginForm",
    "reauthenticate": "sip.offices.forms.ReauthenticateForm",
    "change_password": "sip.offices.forms.ChangePasswordForm",
    "set_password": "sip.offices.forms.SetPasswordForm",
    "reset_password": "sip.offices.forms.ResetPasswordForm",
    "reset_password_from_key": "sip.offices.forms.ResetPasswordKeyForm",
    "add_email": "sip.offices.forms.NoEmailForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Guessed passwords are counted by axes; this counts guessed codes of the second factor.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}

MFA_FORMS = {
    "add_webauthn": "sip.offices.forms.NewPasskeyForm",
    "edit_webauthn": "sip.offices.forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "SIP"
# Browsers know passkeys on https and on http://localhost only; the address 127.0.0.1 has none.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS_PROXY
REQUIRE_MFA = flag("SIP_REQUIRE_MFA", default=False)
if REQUIRE_MFA:
    MIDDLEWARE.append("sip.offices.second_factor.second_factor_of_administrators")

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "sip.offices.lockout.login_name"
AXES_CLIENT_IP_CALLABLE = "sip.offices.lockout.computer"
AXES_LOCKOUT_CALLABLE = "sip.offices.lockout.locked_page"
AXES_ENABLE_ADMIN = False

# Offices that have their own identity provider: OpenID Connect, matched to accounts by verified e-mail. That of
# residents is matched by its own number of the person alone (sip/offices/adapters.py).
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
# Providers of residents may tell no address: then nobody is asked for one on the way.
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True


def _provider(variable: str, client: str, provider_id: str, name: str, client_secret: str) -> list[dict[str, Any]]:
    """The provider whose issuer VARIABLE names, CLIENT the variable of our identifier there; none without an issuer."""
    issuer, client_id = env.str(variable, default=""), env.str(client, default="")
    if not issuer:
        return []
    if not issuer.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise ImproperlyConfigured(f"{variable}: must begin with https://")
    if not client_id:
        raise ImproperlyConfigured(f"{client}: is needed with {variable}")
    app = {"provider_id": provider_id, "name": name, "client_id": client_id, "secret": client_secret}
    return [{**app, "settings": {"server_url": issuer}}]


SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            *_provider(
                "SIP_OIDC_ISSUER",
                "SIP_OIDC_CLIENT_ID",
                "urzad",
                env.str("SIP_OIDC_NAME", default="konto urzędowe"),
                secret("SIP_OIDC_CLIENT_SECRET"),
            ),
            *_provider(
                "SIP_RESIDENT_OIDC_ISSUER",
                "SIP_RESIDENT_OIDC_CLIENT_ID",
                "mieszkaniec",
                env.str("SIP_RESIDENT_OIDC_NAME", default="konto mieszkańca"),
                secret("SIP_RESIDENT_OIDC_CLIENT_SECRET"),
            ),
        ],
    }
}
OIDC_ISSUERS = [app["settings"]["server_url"] for app in SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]]

# Mail carries links for new passwords, which administrators hand over without a server, and notices of changed plans.
vars().update(env.email_url("SIP_EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env.str("SIP_EMAIL_FROM", default="sip@localhost")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS_PROXY
SESSION_COOKIE_AGE = 60 * 60 * 8
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"

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
THROTTLE_FILE = Path(env.str("SIP_THROTTLE_PATH", default=str(DATA_DIR / "throttle")))

# WMS and WFS: processes of MapServer to each web process, how many requests may wait for one, how long one may take.
MAP_RENDERER_PYTHON = env.str("SIP_MAP_PYTHON", default="/usr/bin/python3")
MAP_RENDERERS = integer("SIP_MAP_RENDERERS", 2, least=1, most=64)
MAP_WAITING = integer("SIP_MAP_WAITING", 4, least=0, most=1000)
MAP_SECONDS = number("SIP_MAP_SECONDS", 10, least=1, most=120)
MAP_CACHE = Path(env.str("SIP_MAP_CACHE_PATH", default=str(DATA_DIR / "maps")))
MAP_CACHE_BYTES = integer("SIP_MAP_CACHE_MB", 512, least=0, most=1_000_000) * 1_000_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Deliveries: kind -> the importer's dotted path, so that intake imports nothing above itself.
IMPORTERS = {
    "units": "sip.intake.units.run",
    "egib": "parcels.importing.run",
    "parcels": "parcels.importing.run",
    "buildings": "parcels.importing.run",
    "addresses": "parcels.importing.run",
    "app": "plans.importing.run",
    "zones": "plans.importing.zones.run",
    "provisions": "plans.importing.provisions.run",
    "drawing": "plans.importing.drawing.run",
    "restrictions": "plans.importing.restrictions.run",
}
# Kind -> what the codes of its findings mean, for the quality report.
FINDINGS = {
    "egib": "parcels.importing.findings.CATALOGUE",
    "parcels": "parcels.importing.findings.CATALOGUE",
    "buildings": "parcels.importing.findings.CATALOGUE",
    "addresses": "parcels.importing.findings.CATALOGUE",
    "app": "plans.importing.findings.CATALOGUE",
    "zones": "plans.importing.findings.CATALOGUE",
    "provisions": "plans.importing.findings.CATALOGUE",
    "drawing": "plans.importing.findings.CATALOGUE",
    "restrictions": "plans.importing.findings.CATALOGUE",
}
# Kind -> what its files' columns may be: our attribute names with words for people, the most needed first.
ATTRIBUTES = {
    "parcels": "parcels.importing.read.columns.PARCELS",
    "buildings": "parcels.importing.read.columns.BUILDINGS",
    "addresses": "parcels.importing.read.columns.ADDRESSES",
    "zones": "plans.importing.zones.columns.ATTRIBUTES",
}
# What an office's files may be about, where they do not say it themselves: (office) -> choices.
SUBJECTS = {"act": "plans.subjects.acts", "theme": "plans.subjects.themes"}
# What uploaded XML runs through before it is stored: (chunks, write) -> anything.
UPLOAD_FILTER = "parcels.importing.read.scrub"
INTAKE_DIR = DATA_DIR / "intake"
# A delivery waits for a clerk's word when more than this share of what it covers would vanish.
VANISH_LIMIT = number("SIP_VANISH_LIMIT", 0.2, least=0, most=1)
# Tolerances of the checks. Area in m2: share * P + root * sqrt(P); overlaps and gaps in m2.
AREA_TOLERANCE_SHARE = number("SIP_AREA_TOLERANCE_SHARE", 0.0001, least=0, most=1)
AREA_TOLERANCE_ROOT = number("SIP_AREA_TOLERANCE_ROOT", 0.2, least=0, most=100)
OVERLAP_TOLERANCE_M2 = number("SIP_OVERLAP_TOLERANCE_M2", 0.5, least=0, most=10_000)
GAP_TOLERANCE_M2 = number("SIP_GAP_TOLERANCE_M2", 0.5, least=0, most=10_000)
# What acts of planning are held against: (code, extent) -> outlines of gminas as WKB, by code. Outlines drawn for
# different purposes part by some metres.
GMINA_OUTLINES = "parcels.derived.gmina_outlines"
UNIT_TOLERANCE_M = number("SIP_UNIT_TOLERANCE_M", 25, least=0, most=10_000)
# A plan drawing may have so many million pixels: two square metres at 300 dots an inch have 280.
DRAWING_MEGAPIXELS = integer("SIP_DRAWING_MEGAPIXELS", 1000, least=1, most=20_000)
UPLOAD_LIMIT_MB = integer("SIP_UPLOAD_LIMIT_MB", 2048, least=1, most=100_000)

# Reports of errors on the map: how long a reporter's address is kept after the end, and floods from one network.
REPORT_CONTACT_DAYS = integer("SIP_REPORT_CONTACT_DAYS", 30, least=0, most=3650)
REPORTS_PER_HOUR = integer("SIP_REPORTS_PER_HOUR", 20, least=1, most=100_000)
# Wishes to be told of changes in plans: how long one may wait to be confirmed, and floods from one network.
WATCH_CONFIRM_HOURS = integer("SIP_WATCH_CONFIRM_HOURS", 48, least=1, most=720)
WATCHES_PER_HOUR = integer("SIP_WATCHES_PER_HOUR", 20, least=1, most=100_000)
# Whether webhooks of cases may go to addresses of inner networks, and by plain http; for trying them out.
HOOKS_TO_PRIVATE = flag("SIP_HOOKS_TO_PRIVATE", default=DEBUG)
# What one system of an office may ask of cases, for long; twenty times as much at once.
CLIENT_REQUESTS_PER_SECOND = integer("SIP_CLIENT_REQUESTS_PER_SECOND", 50, least=1, most=100_000)
# Applications of residents: how long a draft waits for its author, how big one attachment may be.
DRAFT_DAYS = integer("SIP_DRAFT_DAYS", 30, least=1, most=365)
# How many full years the office keeps its ended cases at hand before they go to its archive.
ARCHIVE_AFTER_YEARS = integer("SIP_ARCHIVE_AFTER_YEARS", 2, least=0, most=50)
ATTACHMENT_LIMIT_MB = integer("SIP_ATTACHMENT_LIMIT_MB", 50, least=1, most=2048)
# Data of people in cases that are kept no longer: taken out each night, or by the command alone.
ANONYMISE = choice("SIP_ANONYMISE", "nightly", ("nightly", "command"))
# Whether applicants are told the names of those who looked at their cases, and not the office and the role alone.
NAME_CLERKS = flag("SIP_NAME_CLERKS", default=False)
# The scanner for malware: the path of its socket, or host:port; empty: documents stay unscanned, and pages say so.
CLAMAV = env.str("SIP_CLAMAV", default="")
if CLAMAV and not CLAMAV.startswith("/") and not CLAMAV.rpartition(":")[2].isdigit():
    raise ImproperlyConfigured("SIP_CLAMAV: the path of a socket, or host:port")
# Who takes payments: name -> the provider's module, by path. The sandbox takes no money and stands for one in the demo;
# the accounts of offices at the others are named one by one.
PAYMENT_PROVIDERS = {"sandbox": "cases.payments.sandbox.Sandbox", "przelewy24": "cases.payments.przelewy24.Przelewy24"}
PAYMENT_ADDRESSES = {"przelewy24": {False: "https://secure.przelewy24.pl", True: "https://sandbox.przelewy24.pl"}}
PAYMENT_ACCOUNTS = accounts(env.str("SIP_PAYMENTS", default=""), PAYMENT_ADDRESSES)
PAYMENT_PROVIDER = choice("SIP_PAYMENT_PROVIDER", "sandbox" if DEMO else "none", ("none", "sandbox"))
if PAYMENT_PROVIDER == "sandbox" and not DEMO:
    raise ImproperlyConfigured("SIP_PAYMENT_PROVIDER: the sandbox takes no money; it is for the demo (SIP_DEMO=1) only")
# Which register names owners of parcels to clerks, by the path of a function (cases/neighbours/register.py); none here.
PARTIES_REGISTER = env.str("SIP_PARTIES_REGISTER", default="")
# Analysed around a plot of a building conditions' case: so many times its front, at least and at most so many metres.
ANALYSED_AREA = (
    integer("SIP_ANALYSED_FRONTS", 3, least=1, most=10),
    integer("SIP_ANALYSED_LEAST_M", 50, least=0, most=500),
    integer("SIP_ANALYSED_MOST_M", 200, least=1, most=500),
)
# What is called when a publication is committed, by path: (number of the delivery, its layers).
AFTER_PUBLICATION = ("cases.watches.tasks.after_publication", "cases.land.tasks.after_publication")
# What the office's start page offers besides its own rooms: (person) -> a Tile, or None where it is not theirs.
OFFICE_TILES = (
    "cases.desk.tiles.cases",
    "cases.mails.outbox.tile",
    "cases.keeping.tiles.people",
    "cases.reports.tiles.reports",
    "cases.legacy.tiles.moves",
    "cases.hooks.pages.tile",
    "plans.tiles.provisions",
    "plans.tiles.themes",
    "sip.portal.completeness.tile",
)

# The kiosk warns after so many seconds without a touch or key, then counts down, then forgets. WCAG 2.2.1 wants at
# least 20 seconds to answer.
KIOSK_IDLE_SECONDS = integer("SIP_KIOSK_IDLE_SECONDS", 60, least=10, most=3600)
KIOSK_COUNTDOWN_SECONDS = integer("SIP_KIOSK_COUNTDOWN_SECONDS", 20, least=20, most=300)
KIOSK_PRINT = flag("SIP_KIOSK_PRINT", default=False)

# What the accessibility statement says of the office; the defaults are invented, and the page says so.
ACCESSIBILITY = {
    "body": env.str("SIP_ACCESSIBILITY_BODY", default="Starostwo Powiatowe w Przykładowie"),
    "contact": env.str("SIP_ACCESSIBILITY_CONTACT", default="koordynator do spraw dostępności"),
    "email": email("SIP_ACCESSIBILITY_EMAIL", "dostepnosc@powiat.example"),
    "phone": env.str("SIP_ACCESSIBILITY_PHONE", default="+48 00 000 00 00"),
    "building": env.str("SIP_ACCESSIBILITY_BUILDING", default=""),
    "published": day("SIP_ACCESSIBILITY_PUBLISHED", "2026-11-22"),
    "updated": day("SIP_ACCESSIBILITY_UPDATED", "2026-11-22"),
    "prepared": day("SIP_ACCESSIBILITY_PREPARED", "2026-11-22"),
    "reviewed": day("SIP_ACCESSIBILITY_REVIEWED", "2026-11-22"),
    "is_example": not all(
        env.str(name, default="")
        for name in ("SIP_ACCESSIBILITY_BODY", "SIP_ACCESSIBILITY_CONTACT", "SIP_ACCESSIBILITY_EMAIL")
    ),
}

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
