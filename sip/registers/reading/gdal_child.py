"""A process of its own in which GDAL opens the files of strangers; run as a script by gdal.py, never imported.

It knows nothing of this service: no settings, no database, no module of ours. A request is a line of JSON; an answer is
a line of JSON and, after it, the geometries (WKB) one behind the other.
"""

import json
import resource
import sys
from typing import Any

# Found, they would be loaded, and are not needed to read.
for unneeded in ("geopandas", "pandas", "pyarrow"):
    sys.modules[unneeded] = None  # type: ignore[assignment]

import pyogrio  # noqa: E402
import pyogrio.raw  # noqa: E402

ERRORS = (RuntimeError, ValueError, OverflowError, MemoryError, UnicodeError, SystemError)
DIGITS = 10


def layers(asked: dict[str, Any]) -> tuple[dict[str, Any], list[bytes | None]]:
    """Each layer with its kind of geometry, fields, number of features and system."""
    path = asked["path"]
    found = []
    for name, kind in pyogrio.list_layers(path):
        if asked["geometry"] and not kind:
            continue
        info = pyogrio.read_info(path, layer=name, encoding=asked["encoding"], force_feature_count=True)
        fields = [str(field) for field in info["fields"]]
        told = {"geometry_type": info["geometry_type"], "features": int(info["features"]), "crs": info["crs"]}
        found.append({"name": name, "fields": fields, **told})
    return {"layers": found}, []


def read(asked: dict[str, Any]) -> tuple[dict[str, Any], list[bytes | None]]:
    """Cells as text, column by column, and the geometries without heights."""
    pyogrio.set_gdal_config_options(asked["options"])
    meta, _, geometries, columns = pyogrio.raw.read(
        asked["path"],
        layer=asked["layer"],
        columns=asked["columns"],
        encoding=asked["encoding"],
        skip_features=asked["skip"],
        max_features=asked["most"],
        force_2d=True,
        read_geometry=asked["geometry"],
    )
    shapes: list[bytes | None] = [] if geometries is None else list(geometries)
    cells = [list(map(text, column)) for column in columns]
    return {"fields": [str(field) for field in meta["fields"]], "columns": cells}, shapes


def text(value: Any) -> str:
    """A cell as text; numbers without needless zeros, NaN and NaT as nothing."""
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    return str(value).replace("\0", "\ufffd")


def limit(seconds: int, megabytes: int) -> None:
    """So much more time of a processor, and so much memory; whoever needs more is ended by the kernel."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    whole = int(used.ru_utime + used.ru_stime) + 1 + seconds
    for what, most in ((resource.RLIMIT_CPU, whole), (resource.RLIMIT_AS, megabytes << 20)):
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        limit(asked["seconds"], asked["megabytes"])
        try:
            head, shapes = (layers if asked["do"] == "layers" else read)(asked)
        except ERRORS as error:
            head, shapes = {"error": type(error).__name__}, []
        sizes = [-1 if shape is None else len(shape) for shape in shapes]
        sys.stdout.buffer.write(json.dumps({**head, "sizes": sizes}).encode() + b"\n")
        sys.stdout.buffer.writelines(shape for shape in shapes if shape)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
