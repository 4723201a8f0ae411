"""Where this runs: its folders, addresses, key, cookies and mail."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import ImproperlyConfigured

from sip import cluster
from sip.environment import env, flag, hosts, names, origin, secret, sender

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = cluster.data_dir()

DEBUG = flag("SIP_DEBUG", default=False)
# Every page says that the data are invented.
DEMO = flag("SIP_DEMO", default=False)
# Where people find the service, for addresses in mails; without it, the address at which they asked.
SITE_URL = env.str("SIP_SITE_URL", default="")
if SITE_URL:
    SITE_URL = origin("SIP_SITE_URL", SITE_URL)
# Local use needs no set-up: loopback only, and a key kept in the data folder.
ALLOWED_HOSTS = hosts("SIP_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [origin("SIP_TRUSTED_ORIGINS", text) for text in names("SIP_TRUSTED_ORIGINS")]
BEHIND_TLS_PROXY = flag("SIP_BEHIND_TLS_PROXY", default=False)


def _local_secret_key() -> str:
    """Kept in the data folder; linked into place whole, as two processes may start for the first time at once."""
    file = DATA_DIR / "secret-key"
    try:
        if not file.exists():
            _make_secret_key(file)
        return file.read_text(encoding="ascii")
    except OSError as error:
        raise ImproperlyConfigured(
            f"SIP_DATA_DIR: {file} cannot be made or read ({error.strerror}); give the key in SIP_SECRET_KEY, or a data"
            " folder of the account that runs this"
        ) from error


def _make_secret_key(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="ascii", dir=file.parent) as draft:
        draft.write(secrets.token_urlsafe(48))
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, file)


SECRET_KEY = secret("SIP_SECRET_KEY") or _local_secret_key()
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SIP_SECRET_KEY: at least 32 characters are needed")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS_PROXY
SESSION_COOKIE_AGE = 60 * 60 * 8
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"

# Mail carries links for new passwords, which administrators hand over without a server, and notices of changed plans.
vars().update(env.email_url("SIP_EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = sender("SIP_EMAIL_FROM", "sip@localhost")
