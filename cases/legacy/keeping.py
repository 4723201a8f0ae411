"""Files of imports in the private storage: what was uploaded, what was said of it, and their end."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from typing import Final

from django.core.files.base import File
from django.utils import timezone

from cases.documents import storing
from cases.legacy.models import LegacyRun

# GDAL asks some kinds of files for their endings.
ENDINGS: Final = frozenset((".csv", ".txt", ".xlsx", ".ods", ".json", ".geojson", ".gpkg", ".fgb", ".zip", ".gz"))
KEPT: Final = timedelta(days=30)


def keep_upload(file: File, name: str) -> str:  # type: ignore[type-arg]
    """Where the bytes lie now."""
    ending = PurePath(name).suffix.lower()
    return storing.storage().save(_new_name(ending if ending in ENDINGS else ""), file)


def _new_name(ending: str) -> str:
    """In a folder of their own: among documents, what no case names is swept away."""
    return f"legacy/{secrets.token_urlsafe(32)}{ending}"


def keep_report(run: LegacyRun, path: str) -> None:
    before = run.report
    with Path(path).open("rb") as content:
        run.report = storing.storage().save(_new_name(".csv"), File(content))
    run.save(update_fields=["report"])
    if before:
        storing.remove(before)


def path_of(run: LegacyRun) -> Path:
    return Path(storing.storage().path(run.stored))


def forget(run: LegacyRun) -> None:
    """Remove the file and the report; what was counted stays."""
    names = [name for name in (run.stored, run.report) if name]
    run.stored = run.report = ""
    run.save(update_fields=["stored", "report"])
    for name in names:
        storing.remove(name)


def wipe_old(now: datetime | None = None) -> int:
    """Of runs that began long ago; returns how many had something."""
    old = LegacyRun.objects.filter(created_at__lt=(now or timezone.now()) - KEPT).exclude(stored="", report="")
    for run in old:
        forget(run)
    return len(old)
