"""The upload door with its folder in a temporary place, and the people of two offices before it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from sip.intake.models import Delivery
from sip.offices.models import Office, Role, User
from tests.parcels.importing.village import document, parcel
from tests.people import GiveRole

UPLOAD = "/urzad/dostawy/nowa/"
# A precinct in the area of the starostwo.
PRECINCT = "060902_2.0001"
Upload = Callable[..., Any]


def strips(count: int, **details: Any) -> list[str]:
    """COUNT fields side by side where the starostwo may deliver."""
    return [parcel(str(n), (n * 20, 0, 20, 100), identifier=f"{PRECINCT}.{n}", **details) for n in range(1, count + 1)]


def gml(count: int) -> bytes:
    return document(*strips(count))


def stored(folder: Path) -> dict[str, bytes]:
    """What lies in FOLDER, by name."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def intake_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.INTAKE_DIR = tmp_path / "intake"
    return tmp_path / "intake"


@pytest.fixture(autouse=True)
def work_at_once(settings: Settings) -> None:
    """A job runs where it is enqueued; the real worker has its own test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def keeper(starostwo: Office, give_role: GiveRole) -> User:
    return give_role(starostwo, Role.REGISTER_KEEPER)


@pytest.fixture
def upload(client: Client, keeper: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Upload:
    """Send files as the register keeper, as a browser does, and let the job run."""

    def run(*contents: bytes, name: str = "dane.gml", kind: str = "egib", **fields: Any) -> Any:
        client.force_login(keeper)
        files = [SimpleUploadedFile(name, content) for content in contents]
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(UPLOAD, {"kind": kind, "files": files, **fields})

    return run


@pytest.fixture
def post_raw(client: Client, keeper: User, settings: Settings) -> Upload:
    """Send a body put together by hand as the register keeper; jobs are left alone."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

    def run(parts: Sequence[tuple[str, bytes]]) -> Any:
        client.force_login(keeper)
        return client.post(UPLOAD, multipart(parts), content_type=f"multipart/form-data; boundary={BOUNDARY}")

    return run


BOUNDARY = "granica0123456789"


def head(name: str) -> bytes:
    """What stands before a file's content in a form's body."""
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()


def multipart(parts: Sequence[tuple[str, bytes]]) -> bytes:
    files = b"".join(head(name) + content + b"\r\n" for name, content in parts)
    kind = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\negib\r\n'.encode()
    return files + kind + f"--{BOUNDARY}--\r\n".encode()


def only_delivery() -> Delivery:
    return Delivery.objects.exclude(kind="units").get()
