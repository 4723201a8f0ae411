"""Environment variables of signing in: a bad one stops the start and is named."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "sip.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SIP_OIDC_ISSUER": "http://login.urzad.example"}, "SIP_OIDC_ISSUER: must begin with https://"),
        ({"SIP_OIDC_ISSUER": "https://login.urzad.example"}, "SIP_OIDC_CLIENT_ID: is needed"),
        ({"SIP_REQUIRE_MFA": "czasem"}, "SIP_REQUIRE_MFA: 'czasem'"),
    ],
)
def test_bad_variable_stops_the_start_and_is_named(environment: dict[str, str], named: str) -> None:
    ended = start(**environment)
    assert ended.returncode != 0
    assert named in ended.stderr


def test_provider_with_its_secret_in_a_file_starts(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("secrets") / "oidc"
    file.write_text("tajne\n", encoding="utf-8")
    ended = start(
        SIP_OIDC_ISSUER="https://login.urzad.example",
        SIP_OIDC_CLIENT_ID="sip",
        SIP_OIDC_CLIENT_SECRET_FILE=str(file),
    )
    assert ended.returncode == 0, ended.stderr
