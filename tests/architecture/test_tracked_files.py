"""What is in the repository: no registry or machine addresses, nothing big, requirements without indexes."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

PROJECT = Path(settings.BASE_DIR)
BIGGEST = 1_000_000
# Host names and folders in parts, so that this file does not hold what it looks for.
HOSTS = (
    ("registry", "npmjs"),
    ("registry", "yarnpkg"),
    ("files", "pythonhosted"),
    ("pypi", "org"),
    ("proxy", "golang"),
    ("crates", "io"),
)
FOLDERS = (("work", "main"), ("work", "shared"), ("tmp", "bash_jobs"))
REGISTRIES = re.compile("|".join(rf"\b{host}\.{domain}\b" for host, domain in HOSTS).encode())
MACHINE = re.compile("|".join(rf"(?<![\w.])/{top}/{folder}\b" for top, folder in FOLDERS).encode())
# An option at the beginning of a line says where to fetch from; hashes are the only one that may stand there.
INDEX_LINE = re.compile(r"^\s*-(?!-hash=)", re.MULTILINE)


@cache
def tracked() -> tuple[Path, ...]:
    """Files that git follows, present ones only."""
    if not shutil.which("git") or not (PROJECT / ".git").exists():
        pytest.skip("not a git clone")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True).stdout
    paths = (PROJECT / name.decode() for name in listed.split(b"\0") if name)
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def files_with(pattern: re.Pattern[bytes]) -> list[str]:
    found = ((path, pattern.search(path.read_bytes())) for path in tracked())
    return [f"{path.relative_to(PROJECT)}: {match[0].decode()}" for path, match in found if match]


def test_no_file_names_a_registry() -> None:
    assert files_with(REGISTRIES) == []


def test_no_file_names_a_folder_of_this_machine() -> None:
    assert files_with(MACHINE) == []


def test_no_file_is_big() -> None:
    assert [str(path) for path in tracked() if path.stat().st_size > BIGGEST] == []


def test_nothing_built_or_fetched_is_followed() -> None:
    built = {"node_modules", "dist", "__pycache__", ".venv", ".mypy_cache", ".hypothesis"}

    assert [str(path) for path in tracked() if built & set(path.relative_to(PROJECT).parts)] == []


@pytest.mark.parametrize("file", sorted(path.name for path in PROJECT.glob("requirements*.txt")))
def test_requirements_name_no_index(file: str) -> None:
    assert INDEX_LINE.findall((PROJECT / file).read_text(encoding="utf-8")) == []
