"""A register an import can fill: which table, which columns, and how a record becomes a row."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import CharField, TextField

from sip.registers.versions import Version

# What every register's table has, in the order of staging; the geometry comes last.
COMMON = (
    "namespace",
    "local_id",
    "version_id",
    "identifier",
    "object_from",
    "valid_from",
    "valid_to",
    "end_reason",
    "digest",
)


@dataclass(frozen=True)
class Register:
    """`columns` are its own, filled from a record by `values`; the common ones and the geometry go without saying."""

    kind: StrEnum
    model: type[Version]
    columns: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    layer: str
    # SQL expression: which part of the register a row belongs to. A delivery speaks of the parts it touches.
    scope: str
    # Whether an identifier names one object in force; then it can stand for a missing identity.
    identified: bool = False
    # Column that names an object to people.
    label: str = "identifier"
    # SQL condition over an ending row `e`: it has successors, so that it did not merely vanish.
    succeeded: str = "false"

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def stage(self) -> str:
        return f"stage_{self.kind.value}"

    @cached_property
    def lengths(self) -> tuple[tuple[int, int], ...]:
        """Position in `all_columns` and room of each text column."""
        room = {f.column: f.max_length for f in self.model._meta.concrete_fields if f.max_length}
        return tuple((n, room[column]) for n, column in enumerate(self.all_columns) if column in room)

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns that hold text, where empty is not the same as unknown."""
        fields = self.model._meta.concrete_fields
        return tuple(f.column for f in fields if isinstance(f, CharField | TextField) and f.column in self.all_columns)

    @property
    def all_columns(self) -> tuple[str, ...]:
        return (*COMMON, *self.columns, "geom")
