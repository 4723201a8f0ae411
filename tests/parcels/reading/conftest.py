"""Reading of named defect files and of documents made on the spot."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from parcels.importing.read import Source, Unreadable, open_source
from parcels.importing.read.records import Record

DEFECTS = Path(settings.BASE_DIR) / "tests/data/egib"

Read = Callable[..., tuple[list[Record], Source, str]]


def read_all(kind: str, path: Path, **options: dict[str, str]) -> tuple[list[Record], Source, str]:
    """Records, their source and the code of the fault that ended it ("" for none)."""
    source = open_source(kind, path, **options)
    records: list[Record] = []
    try:
        records.extend(source)
    except Unreadable as unreadable:
        return records, source, unreadable.code
    return records, source, ""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes content into a file of the given name and reads it."""

    def written(
        kind: str, content: bytes, name: str = "file", **options: dict[str, str]
    ) -> tuple[list[Record], Source, str]:
        path = tmp_path / name
        path.write_bytes(content)
        return read_all(kind, path, **options)

    return written


@pytest.fixture
def shared() -> Path:
    """The folder of real data, which only some machines have."""
    folder = Path(os.environ.get("SIP_SHARED_DATA", Path(settings.BASE_DIR).parent / "shared/data"))
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder}")
    return folder
