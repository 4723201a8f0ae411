"""Settings come from the environment only: a bad value stops the start and is named."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from cases.neighbours.checks import check_parties_register
from sip.environment import hosts, origin

# Loads the settings once for each given set of variables, in one process: an interpreter's start costs the most.
LOADER = """
import importlib, json, os, sys
plain = dict(os.environ)
said = []
for variables in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(plain | variables)
    for name in [name for name in sys.modules if name.startswith(("sip.settings", "sip.environment"))]:
        del sys.modules[name]
    try:
        importlib.import_module("sip.settings")
        said.append("started")
    except Exception as error:
        said.append(f"{type(error).__name__}: {error}")
json.dump(said, sys.stdout)
"""
NUMBERS = (
    "SIP_VANISH_LIMIT",
    "SIP_AREA_TOLERANCE_SHARE",
    "SIP_AREA_TOLERANCE_ROOT",
    "SIP_OVERLAP_TOLERANCE_M2",
    "SIP_GAP_TOLERANCE_M2",
    "SIP_UNIT_TOLERANCE_M",
)
WHOLE_NUMBERS = (
    "SIP_UPLOAD_LIMIT_MB",
    "SIP_CONN_MAX_AGE",
    "SIP_REPORT_CONTACT_DAYS",
    "SIP_REPORTS_PER_HOUR",
    "SIP_KIOSK_IDLE_SECONDS",
    "SIP_KIOSK_COUNTDOWN_SECONDS",
)
FLAGS = ("SIP_DEBUG", "SIP_DEMO", "SIP_BEHIND_TLS_PROXY", "SIP_REQUIRE_MFA", "SIP_KIOSK_PRINT")
BAD = [
    *((name, value) for name in NUMBERS for value in ("much", "nan", "-1", "inf", "0,5", "")),
    *((name, value) for name in WHOLE_NUMBERS for value in ("many", "1.5", "-1", "nan", "inf")),
    *((name, value) for name in FLAGS for value in ("maybe", "2", "")),
    ("SIP_LOG_LEVEL", "LOUD"),
    ("SIP_LOG_LEVEL", "info"),
    ("SIP_SECRET_KEY", "short"),
    ("SIP_SECRET_KEY_FILE", "/nonexistent/key"),
    ("DATABASE_PASSWORD_FILE", "/nonexistent/password"),
    ("PUBLIC_DATABASE_PASSWORD_FILE", "/nonexistent/password"),
    ("SIP_DATA_DIR", "data"),
    ("DATABASE_URL", "sqlite:///sip.db"),
    ("DATABASE_URL", "postgres://sip@localhost/sip"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "postgis://sip@localhost:port/sip"),
    ("PUBLIC_DATABASE_URL", "postgres://sip_public@localhost/sip"),
    ("PUBLIC_DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "postgis://sip@localhost"),
    ("SIP_EMAIL_URL", "nonsense"),
    ("SIP_EMAIL_URL", "pigeon://localhost"),
    ("SIP_EMAIL_URL", "smtp://localhost:port"),
    ("SIP_OIDC_ISSUER", "http://login.example.org"),
    ("SIP_OIDC_ISSUER", "http://localhost.example.org"),
    ("SIP_RESIDENT_OIDC_ISSUER", "https://"),
    ("SIP_SITE_URL", "https://"),
    ("SIP_SITE_URL", "https://sip powiat.example"),
    ("SIP_SITE_URL", "https://powiat.example/sip/"),
    ("SIP_SITE_URL", "https://sip.powiat.example:port"),
    ("SIP_ALLOWED_HOSTS", ""),
    ("SIP_ALLOWED_HOSTS", " , "),
    ("SIP_ALLOWED_HOSTS", "https://sip.powiat.example"),
    ("SIP_ALLOWED_HOSTS", "sip.powiat.example:443"),
    ("SIP_ALLOWED_HOSTS", "sip.powiat.example www.powiat.example"),
    ("SIP_TRUSTED_ORIGINS", "sip.powiat.example"),
    ("SIP_TRUSTED_ORIGINS", "https://sip.powiat.example/urzad/"),
    ("SIP_THROTTLE_PATH", "throttle"),
    ("SIP_MAP_CACHE_PATH", "maps"),
    ("SIP_EMAIL_FROM", "Starostwo"),
    ("SIP_EMAIL_FROM", ""),
    ("SIP_CLAMAV", "clamav"),
    ("SIP_CLAMAV", ":3310"),
    ("SIP_CLAMAV", "clamav:99999"),
    ("SIP_ANALYSED_LEAST_M", "300"),
    ("SIP_SECRET_KEY_FILE", "/dev/null"),
    ("SIP_BACKGROUNDS", "[" * 3000),
    ("SIP_DATA_DIR", "/proc/sip"),
    ("SIP_KIOSK_COUNTDOWN_SECONDS", "19"),
    ("SIP_ACCESSIBILITY_EMAIL", "nobody"),
    ("SIP_ACCESSIBILITY_PUBLISHED", "22.11.2026"),
    ("SIP_ACCESSIBILITY_REVIEWED", "2026-02-30"),
]


def load(*variables: dict[str, str], folder: Path) -> list[str]:
    """What becomes of the start with each of the sets of variables."""
    known = ("SIP_", "DATABASE_", "PUBLIC_DATABASE_", "DJANGO_")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(known)}
    done = subprocess.run(
        [sys.executable, "-c", LOADER],
        cwd=settings.BASE_DIR,
        env={**plain, "SIP_DATA_DIR": str(folder)},
        input=json.dumps(variables),
        capture_output=True,
        text=True,
        check=True,
    )
    said: list[str] = json.loads(done.stdout)
    return said


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    sets = [{name: value} for name, value in BAD]
    return dict(zip(BAD, load(*sets, folder=tmp_path_factory.mktemp("data")), strict=True))


@pytest.mark.parametrize("bad", BAD, ids="=".join)
def test_a_bad_value_stops_the_start_and_is_named(outcomes: dict[tuple[str, str], str], bad: tuple[str, str]) -> None:
    error, _, text = outcomes[bad].partition(": ")

    assert error in ("ImproperlyConfigured", "ClusterError")
    assert text.startswith(f"{bad[0]}:")


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"SIP_VANISH_LIMIT": "0.5", "SIP_CONN_MAX_AGE": "0", "SIP_DEBUG": "yes"},
        {"DATABASE_URL": "postgis://sip:secret@localhost:5432/sip", "SIP_EMAIL_URL": "smtp+tls://u:p@localhost:587"},
        {"SIP_OIDC_ISSUER": "https://login.example.org", "SIP_OIDC_CLIENT_ID": "sip"},
        {"SIP_SITE_URL": "https://sip.powiat.example:8443/", "SIP_EMAIL_FROM": "Starostwo <sip@powiat.example>"},
        {"SIP_ALLOWED_HOSTS": ".powiat.example, [2001:db8::1],*", "SIP_CLAMAV": "clamav:3310"},
        {"SIP_TRUSTED_ORIGINS": "https://*.powiat.example"},
    ],
    ids=lambda variables: " ".join(variables) or "nothing set",
)
def test_good_values_start(tmp_path: Path, variables: dict[str, str]) -> None:
    assert load(variables, folder=tmp_path) == ["started"]


def test_hosts_and_origins_are_known_as_browsers_send_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIP_ALLOWED_HOSTS", "sip.powiat.example, www.powiat.example,")
    monkeypatch.setenv("SIP_TRUSTED_ORIGINS", "https://sip.powiat.example/")

    assert hosts("SIP_ALLOWED_HOSTS", "localhost") == ["sip.powiat.example", "www.powiat.example"]
    assert origin("SIP_TRUSTED_ORIGINS", "https://sip.powiat.example/") == "https://sip.powiat.example"


@pytest.mark.parametrize("variable", ["SIP_LOG_LEVEL", "SIP_DATA_DIR"])
def test_a_command_tells_a_bad_value_in_one_line(tmp_path: Path, variable: str) -> None:
    environment = {**os.environ, "DATABASE_URL": "postgis://none/none", "SIP_DATA_DIR": str(tmp_path), variable: "x"}

    done = command("manage.py", "check", environment=environment)

    assert done.returncode == 1
    assert done.stderr.startswith(f"{variable}: ")
    assert done.stderr.count("\n") == 1


def test_django_finds_nothing_to_mend_where_the_service_is_public(tmp_path: Path) -> None:
    public = {
        "DATABASE_URL": "postgis://none/none",
        "SIP_DATA_DIR": str(tmp_path),
        "SIP_SITE_URL": "https://sip.powiat.example",
        "SIP_ALLOWED_HOSTS": "sip.powiat.example",
        "SIP_TRUSTED_ORIGINS": "https://sip.powiat.example",
        "SIP_BEHIND_TLS_PROXY": "1",
        "SIP_DEBUG": "0",
    }

    done = command("manage.py", "check", "--deploy", "--fail-level", "INFO", environment={**os.environ, **public})

    assert done.returncode == 0, done.stderr


def test_the_web_process_tells_a_bad_value_in_one_line(tmp_path: Path) -> None:
    done = command("-c", "import sip.wsgi", environment={**os.environ, "SIP_DATA_DIR": str(tmp_path), "SIP_DEMO": "x"})

    assert done.stderr.splitlines() == ["SIP_DEMO: 'x' is neither yes (1, true, yes, on) nor no (0, false, no, off)"]


def command(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("path", ["nonsense", "os.path.nothing", "os.path.sep"])
def test_a_register_of_parties_that_is_not_there_is_told_by_the_checks(path: str) -> None:
    with override_settings(PARTIES_REGISTER=path):
        (error,) = check_parties_register(None)

    assert error.msg.startswith("SIP_PARTIES_REGISTER: ")


def test_an_identity_provider_needs_a_client(tmp_path: Path) -> None:
    (said,) = load({"SIP_OIDC_ISSUER": "https://login.example.org"}, folder=tmp_path)

    assert said.startswith("ImproperlyConfigured: SIP_OIDC_CLIENT_ID:")


PAYMENTS = '[{"id": "gmina-a", "office": "belzyce", "provider": "przelewy24", "merchant": 121212}]'
PAYMENT_SECRETS = {"SIP_PAYMENT_KEY_GMINA_A": "tajny-klucz", "SIP_PAYMENT_CRC_GMINA_A": "tajne-crc"}


def test_an_account_for_payments_starts_with_its_secrets(tmp_path: Path) -> None:
    assert load({"SIP_PAYMENTS": PAYMENTS, **PAYMENT_SECRETS}, folder=tmp_path) == ["started"]


@pytest.mark.parametrize(
    ("payments", "said"),
    [
        (PAYMENTS, "SIP_PAYMENTS, entry 1: SIP_PAYMENT_KEY_GMINA_A is missing"),
        ("[", "SIP_PAYMENTS: is no JSON"),
        ("{}", "SIP_PAYMENTS: must be a list"),
        ("[1]", "SIP_PAYMENTS, entry 1: must be an object"),
        (PAYMENTS.replace("merchant", "crc"), "SIP_PAYMENTS, entry 1: crc is none of"),
        (PAYMENTS.replace("przelewy24", "sandbox"), "SIP_PAYMENTS, entry 1: provider is none of"),
        (PAYMENTS.replace("121212", "-1"), "SIP_PAYMENTS, entry 1: merchant and pos"),
        (PAYMENTS.replace("121212", "true"), "SIP_PAYMENTS, entry 1: merchant must be int"),
        (PAYMENTS.replace("gmina-a", "A/B"), "SIP_PAYMENTS, entry 1: id may have"),
    ],
)
def test_a_bad_account_for_payments_is_named(tmp_path: Path, payments: str, said: str) -> None:
    (words,) = load({"SIP_PAYMENTS": payments}, folder=tmp_path)

    assert words.startswith(f"ImproperlyConfigured: {said}")


def test_secrets_of_payments_are_not_told(tmp_path: Path) -> None:
    twice = f"[{PAYMENTS[1:-1]}, {PAYMENTS[1:-1]}]"
    (words,) = load({"SIP_PAYMENTS": twice, **PAYMENT_SECRETS}, folder=tmp_path)

    assert words == "ImproperlyConfigured: SIP_PAYMENTS: an id stands twice"


def test_a_secret_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(b"\xff\xfe" * 40)

    (said,) = load({"SIP_SECRET_KEY_FILE": str(file)}, folder=tmp_path)

    assert said.startswith("ImproperlyConfigured: SIP_SECRET_KEY_FILE:")


def test_a_password_is_not_told(tmp_path: Path) -> None:
    (said,) = load({"DATABASE_URL": "mysql://sip:tajnehaslo@localhost:port/sip"}, folder=tmp_path)

    assert "tajnehaslo" not in said


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    load({}, {}, folder=tmp_path)
    first = (tmp_path / "secret-key").read_text(encoding="ascii")

    load({}, folder=tmp_path)

    assert (tmp_path / "secret-key").read_text(encoding="ascii") == first
    assert len(first) >= 32
