"""Planning acts of a place as the files of the APP schema, one an act."""

import re
from pathlib import Path

from sip.services.downloads.job import Job
from sip.services.planning.app_gml import Export


def acts(job: Job) -> list[Path]:
    """Names have letters that any file system takes, and a number, as two identifiers may come to the same."""
    (source,) = job.sources
    found = [row["identifier"] for row in job.selected(source, "page.identifier", "")]
    return [_written(job.folder, number, identifier) for number, identifier in enumerate(found, 1)]


def _written(folder: Path, number: int, identifier: str) -> Path:
    name = re.sub(r"[^A-Za-z0-9.]+", "-", identifier).strip("-.")[:100] or "akt"
    path = folder / f"{number:03}-{name}.gml"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(Export(identifier).chunks())
    return path
