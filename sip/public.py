"""The public database connection: the role that sees the public views and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connections

PUBLIC = "public"


def rows(statement: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Run a reading statement as the public role."""
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def statement(beside: str, name: str) -> str:
    """Text of the .sql file NAME in the folder of the module BESIDE (its __file__)."""
    return (Path(beside).parent / name).read_text(encoding="utf-8")
