"""What the repository promises about its own set-up: tasks, pins, scripts, compose, documented variables."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"\b((?:SIP|DATABASE|PUBLIC_DATABASE|PROMETHEUS)_[A-Z0-9_]+)\b")
TASKS = (
    *("demo", "test", "check", "fmt", "serve", "bench", "messages"),
    *("shot", "lock", "stop", "clean", "distclean"),
)
SETTINGS = [f"sip/settings/{path.name}" for path in sorted((PROJECT / "sip/settings").glob("*.py"))]
SCRIPTS = sorted(path for path in (PROJECT / "bin").iterdir() if path.suffix != ".sh")


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("task", TASKS)
def test_make_alone_lists_the_task_with_help(task: str) -> None:
    assert re.search(rf"^  make {task} +\S.*", run("make").stdout, re.MULTILINE)


def test_continuous_integration_runs_the_same_command_as_people() -> None:
    assert text(".ci/run").splitlines()[-1] == "exec make test"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_is_executable_and_parses(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert run("bash", "-n", str(script)).returncode == 0


def test_port_that_is_no_port_is_refused_by_name() -> None:
    refused = run("bin/demo", PORT="80000")
    assert (refused.returncode, refused.stderr.strip()) == (1, "PORT: '80000' is not a port number (1 to 65535).")


def test_unknown_mode_of_the_set_up_is_refused() -> None:
    assert "Usage: bin/bootstrap" in run("bin/bootstrap", "everything").stderr


def wanted(group: list[str]) -> Iterator[str]:
    for requirement in group:
        yield re.split(r"[\[<>=~! ;]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-test.txt"])
def test_every_dependency_is_pinned(file: str) -> None:
    project = tomllib.loads(text("pyproject.toml"))
    names = set(wanted(project["project"]["dependencies"]))
    if file == "requirements-test.txt":
        names |= set(wanted(project["dependency-groups"]["test"]))
    pinned = set(re.findall(r"^([a-z0-9-]+)==", text(file), re.MULTILINE))
    assert names - pinned == set(), "run `make lock`"


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-test.txt", "requirements-node.txt"])
def test_every_pin_carries_hashes(file: str) -> None:
    pins = re.split(r"^(?=\S)", text(file), flags=re.MULTILINE)[1:]
    assert pins
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("lock", ["static/package-lock.json", "deploy/chromium/package-lock.json"])
def test_lock_of_the_front_end_has_integrity_and_no_addresses(lock: str) -> None:
    packages = {name: entry for name, entry in json.loads(text(lock))["packages"].items() if name}
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


@pytest.mark.parametrize("file", [*SETTINGS, "sip/cluster.py", "sip/wsgi.py", "bin/demo", "bin/lib.sh"])
def test_every_variable_of_the_environment_is_in_the_operations_table(file: str) -> None:
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)`", text("docs/operations.md"), re.MULTILINE))
    named = {name.removesuffix("_FILE") for name in VARIABLE.findall(text(file))}
    assert named - documented == set()


def test_a_variable_stands_in_the_operations_table_once() -> None:
    documented = re.findall(r"^\| `([A-Z0-9_<>]+)`", text("docs/operations.md"), re.MULTILINE)
    assert sorted(documented) == sorted(set(documented))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file as Docker itself understands it, in a clone without secrets."""
    if not shutil.which("docker") or run("docker", "compose", "version").returncode:
        pytest.skip("no docker client with compose on this machine")
    done = run("docker", "compose", "--profile", "demo", "config", "--format", "json")
    assert done.returncode == 0, done.stderr
    services: dict[str, Any] = json.loads(done.stdout)["services"]
    return services


def test_compose_has_the_services(compose: dict[str, Any]) -> None:
    assert set(compose) == {"db", "migrate", "demo", "web", "worker", "nginx"}


@pytest.mark.parametrize("name", ["db", "migrate", "demo", "web", "worker", "nginx"])
def test_compose_service_can_change_nothing_of_its_system(name: str, compose: dict[str, Any]) -> None:
    service = compose[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", ["db", "web", "worker", "nginx"])
def test_compose_service_that_stays_is_watched(name: str, compose: dict[str, Any]) -> None:
    assert compose[name]["healthcheck"]["test"]


def test_compose_passes_secrets_as_files_only(compose: dict[str, Any]) -> None:
    for service in compose.values():
        for name, value in (service.get("environment") or {}).items():
            if re.search(r"PASSWORD|SECRET", name):
                assert name.endswith("_FILE")
                assert value.startswith("/run/secrets/")
