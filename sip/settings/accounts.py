"""Signing in: passwords, second factors, lock-out, identity providers."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from sip.environment import HOST, env, flag, secret
from sip.settings.deployment import BEHIND_TLS_PROXY

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

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "sip.offices.lockout.login_name"
AXES_CLIENT_IP_CALLABLE = "sip.offices.lockout.computer"
AXES_LOCKOUT_CALLABLE = "sip.offices.lockout.locked_page"
AXES_ENABLE_ADMIN = False
# Each sign-in with its address and browser, for ever: nobody reads it.
AXES_DISABLE_ACCESS_LOG = True

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
    parts = urlsplit(issuer)
    is_closed = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1"))
    if not is_closed or not HOST.fullmatch(parts.hostname or ""):
        raise ImproperlyConfigured(f"{variable}: must begin with https:// and a host")
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
