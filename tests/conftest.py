"""What all tests share: real PostGIS, the shared real files where they are, and deliveries made through intake."""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import translation
from pytest_django import Settings
from pytest_django.plugin import blocking_manager_key

from parcels import derived
from sip.intake import actions
from sip.intake.models import Delivery
from sip.offices.models import Office
from tests import emptying, standing
from tests.forgetting import forget

pytest_plugins = ["tests.people"]

# Nothing is timed here; the autouse fixture below does its work once for all examples of a test.
hypothesis.settings.register_profile(
    "sip", deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
hypothesis.settings.load_profile("sip")

emptying.install()

# Each of the tests' clients loads the middleware anew, which would walk through all static files.
settings.WHITENOISE_AUTOREFRESH = True

# Real hashing takes a third of a second a person, and many tests have an office full of them.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

SHARED_DATA = Path(os.environ.get("SIP_SHARED_DATA", Path(settings.BASE_DIR).parent / "shared/data"))

Deliver = Callable[..., Delivery]
HAS_DATABASE = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """From here on fixtures may stand; what stands at the end goes before the database does."""
    blocker = request.config.stash[blocking_manager_key]
    with blocker.unblock(), connection.cursor() as cursor:
        # Of all connections after this one; a database of tests need not outlive the machine's power.
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit TO off")
    connection.close()
    request.config.stash[HAS_DATABASE] = True
    yield
    with blocker.unblock():
        standing.clear()
        # The public one too: a database is not removed while someone is connected.
        connections.close_all()
    request.config.stash[HAS_DATABASE] = False


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.config.stash.get(HAS_DATABASE, False):
        forget()
        with item.config.stash[blocking_manager_key].unblock():
            standing.prepare(item)


@pytest.fixture(autouse=True)
def _public_reads_the_tests_transaction(request: pytest.FixtureRequest) -> Iterator[None]:
    """The public connection sees what the test has not committed; tests of its rights use transaction=True."""
    marker = request.node.get_closest_marker("django_db")
    forget()
    if marker is None or marker.kwargs.get("transaction"):
        yield
        return
    own = connections["public"]
    connections["public"] = connections["default"]
    yield
    connections["public"] = own


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """After a test that commits, the tables have been emptied; what is computed from them has to follow."""
    yield
    with item.config.stash[blocking_manager_key].unblock():
        if nextitem is None:  # the last one: the database of the tests is gone with it
            return
        if nextitem.path != item.path:
            standing.clear()
        if standing.commits(item):
            derived.rebuild(derived.STANDS_ON)


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """No test writes among the files of an installation, nor removes any; none counts what another one asked."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAP_CACHE = tmp_path / "maps"
    settings.THROTTLE_FILE = tmp_path / "throttle"
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path / "documents"}},
    }


@pytest.fixture(autouse=True)
def static_files_as_they_are(settings: Settings) -> None:
    """Pages are rendered whether or not `collectstatic` has run; a live server finds files by their plain names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def _polish_to_begin_with() -> None:
    """A page answered in English by an earlier test leaves its thread in English."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def shared_data() -> Path:
    if not SHARED_DATA.is_dir():
        pytest.skip(f"real files are not here: {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture
def deliver(tmp_path: Path) -> Deliver:
    return deliverer(tmp_path)


def deliverer(folder: Path) -> Deliver:
    """Deliver content or files the way every door does: receive, then process."""

    def run(
        kind: str,
        *contents: bytes | Path,
        suffix: str = ".gml",
        office: Office | None = None,
        mapping: dict[str, str] | None = None,
        subject: dict[str, Any] | None = None,
        **options: Any,
    ) -> Delivery:
        files = [
            content if isinstance(content, Path) else _written(folder / f"{number}{suffix}", content)
            for number, content in enumerate(contents)
        ]
        with connection.cursor() as cursor:  # each run of the command has a connection of its own
            cursor.execute("DISCARD TEMP")
        told = {**(subject or {}), **({"mapping": mapping} if mapping else {})}
        delivery = actions.receive(kind=kind, files=files, office=office, options=told)
        return actions.process(delivery, progress=lambda label, done, total: None, **options)

    return run


standing.makers["deliver"] = deliverer


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: packed files hold the time, and the workers must collect the same names."""
    return argname if isinstance(val, bytes) else None
