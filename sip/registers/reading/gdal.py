"""GDAL for files of strangers, in a process of its own: what it stumbles over ends that process and nothing else.

GDAL goes by what a file says, not by its name. A list of other files to open (VRT), a table that is computed without
end (a view in a GeoPackage) or a broken file would otherwise read what lies on this machine, ask other hosts, or stop
the service. There, drivers other than DRIVERS do not exist, no address is reachable, and time and memory have bounds.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final

import pyogrio

DRIVERS: Final = frozenset({"GPKG", "ESRI Shapefile", "FlatGeobuf", "DXF", "XLSX", "ODS"})
# A processor's time and the memory that a file may take, with so much more for each of its megabytes.
SECONDS, SECONDS_A_MB = 10, 4
MEMORY_MB, MEMORY_A_MB = 1536, 40
# How much longer than the processor's time it may take on a machine that has more to do.
PATIENCE = 6
_MOST: Final = 1 << 20
_CHILD: Final = Path(__file__).with_name("gdal_child.py")
_SETTINGS: Final = {
    "GDAL_HTTP_PROXY": "http://127.0.0.1:9",
    "GDAL_HTTPS_PROXY": "http://127.0.0.1:9",
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "PROJ_NETWORK": "OFF",
    "OPENBLAS_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
}


class Failed(Exception):
    """GDAL cannot read the file, or it took more than a file of its size may."""


@dataclass(frozen=True, slots=True)
class Layer:
    """`geometry_type` None of a table without shapes; `features` at least 0; `crs` as GDAL names it."""

    name: str
    fields: tuple[str, ...]
    geometry_type: str | None
    features: int
    crs: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Features as columns of text, and their geometries as WKB without heights, None where there is none. Names of
    fields may come twice."""

    fields: list[str]
    columns: list[list[str]]
    geometries: list[bytes | None]


def layers(path: Path, member: str = "", *, encoding: str | None = None, with_geometry: bool = True) -> list[Layer]:
    """Those of the file PATH, or of MEMBER in the zip archive PATH. Raises Failed."""
    asked = {"do": "layers", "encoding": encoding, "geometry": with_geometry}
    found, _ = _answer(path, member, asked)
    return [
        Layer(one["name"], tuple(one["fields"]), one["geometry_type"], max(one["features"], 0), one["crs"])
        for one in found["layers"]
    ]


def read(
    path: Path,
    member: str = "",
    *,
    layer: str | None = None,
    columns: Sequence[str] | None = None,
    encoding: str | None = None,
    skip: int = 0,
    most: int | None = None,
    with_geometry: bool = True,
    options: Mapping[str, str] | None = None,
) -> Batch:
    """MOST features after SKIP ones of LAYER (the first one). Raises Failed."""
    asked = {
        "do": "read",
        "layer": layer,
        "columns": None if columns is None else list(columns),
        "encoding": encoding,
        "skip": skip,
        "most": most,
        "geometry": with_geometry,
        "options": dict(options or {}),
    }
    found, shapes = _answer(path, member, asked)
    return Batch(found["fields"], found["columns"], shapes)


def _answer(path: Path, member: str, asked: dict[str, Any]) -> tuple[dict[str, Any], list[bytes | None]]:
    whole = path.absolute()
    megabytes = whole.stat().st_size >> 20
    bounds = {
        "seconds": SECONDS + SECONDS_A_MB * megabytes,
        "megabytes": min(MEMORY_MB + MEMORY_A_MB * megabytes, _MOST),
    }
    named = f"/vsizip/{whole}/{member}" if member else str(whole)
    child = _taken()
    try:
        answer = child.ask({**asked, **bounds, "path": named})
    except BaseException:
        child.end()
        raise
    _given_back(child)
    return answer


class _Child:
    def __init__(self) -> None:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "OGR_SKIP": _other_drivers(), **_SETTINGS}
        self._process = subprocess.Popen(
            [sys.executable, "-I", _CHILD],
            cwd="/",
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes | None]]:
        """Raises Failed; where the process ended over it, the next one finds another."""
        assert self._process.stdin is not None and self._process.stdout is not None
        timer = threading.Timer(PATIENCE * request["seconds"], self._process.kill)
        timer.start()
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            head = json.loads(self._process.stdout.readline())
            body = self._process.stdout.read(sum(size for size in head["sizes"] if size > 0))
        except (OSError, ValueError):
            raise Failed("ended") from None
        finally:
            timer.cancel()
        if "error" in head:
            raise Failed(head["error"])
        return head, _parted(body, head["sizes"])

    def end(self) -> None:
        self._process.kill()
        with suppress(OSError):
            self._process.communicate()


def _parted(body: bytes, sizes: Sequence[int]) -> list[bytes | None]:
    """Raises Failed for a body that broke off."""
    ends = list(accumulate((max(size, 0) for size in sizes), initial=0))
    if ends[-1] != len(body):
        raise Failed("ended")
    parts = (body[start:end] for start, end in pairwise(ends))
    return [None if size < 0 else part for size, part in zip(sizes, parts, strict=True)]


# One waits for the next file, as starting takes longer than reading most.
_idle: list[_Child] = []
_lock = threading.Lock()


def _taken() -> _Child:
    with _lock:
        child = _idle.pop() if _idle else None
    if child is not None and child.lives:
        return child
    return _Child()


def _given_back(child: _Child) -> None:
    with _lock:
        if not _idle:
            _idle.append(child)
            return
    child.end()


@cache
def _other_drivers() -> str:
    return ",".join(sorted(set(pyogrio.list_drivers()) - DRIVERS))
