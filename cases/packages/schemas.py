"""The published JSON Schemas of case.json, a file for each version; a test holds the newest to contents.py."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson

from cases.packages.archive import written
from cases.packages.contents import Package

FOLDER: Final = Path(__file__).with_name("schemas")
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


@cache
def text(version: int) -> bytes:
    """Raises OSError where there never was such a version."""
    return (FOLDER / f"case-{version}.schema.json").read_bytes()


def known(version: object) -> dict[str, Any] | None:
    """The schema of this version, None of an unknown one."""
    if type(version) is not int or not (FOLDER / f"case-{version}.schema.json").is_file():
        return None
    found: dict[str, Any] = orjson.loads(text(version))
    return found


def made() -> bytes:
    """The schema as contents.py says it."""
    return written({"$schema": DIALECT, **Package.model_json_schema(mode="serialization")})
