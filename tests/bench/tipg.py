"""TiPg beside ours: installed into a folder of this run, serving the same public view with as many processes.

What differs, and cannot be made alike:
- It knows a parcel by the row's number: its paths take no identifier with a slash, and a list that has one fails.
- It counts all that match before each page; ours says it where asked.
- It has no point, only boxes in degrees: that at a point is of about a metre. A box in a filter it compares without
  transforming it and finds nothing, so boxes are its `bbox`.
- Its pages are numbered from the beginning and asked for near it, ours follow an identifier anywhere.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from tests.bench.scratch import WEB_WORKERS, Scratch, answering, free_port

ITEMS = "/collections/public.parcel_public/items"
# About a metre in degrees: TiPg has no point, only boxes.
NEAR = 0.000_005


def item(key: int) -> str:
    return f"{ITEMS}/{key}?f=geojson"


def at(longitude: float, latitude: float) -> str:
    box = f"{longitude - NEAR:.6f},{latitude - NEAR:.6f},{longitude + NEAR:.6f},{latitude + NEAR:.6f}"
    return f"{ITEMS}?bbox={box}&f=geojson"


def page(offset: int) -> str:
    return f"{ITEMS}?limit=1000&offset={offset}&f=geojson"


def filtered(condition: str, box: str = "") -> str:
    """CONDITION is CQL2 text of the view's columns, BOX degrees, longitude first."""
    where = f"&bbox={box}" if box else ""
    return f"{ITEMS}?limit=100&filter-lang=cql2-text&filter={quote(condition)}{where}&f=geojson"


def tile(z: int, x: int, y: int) -> str:
    return f"/collections/public.parcel_public/tiles/WebMercatorQuad/{z}/{x}/{y}"


@contextmanager
def server(made: Scratch, *, wanted: bool) -> Iterator[int]:
    """The port it answers on, 0 where it is not wanted."""
    if not wanted:
        yield 0
        return
    programs = made.folder / "tipg/bin"
    made.run(sys.executable, "-m", "venv", str(programs.parent))
    made.run(str(programs / "pip"), "install", "--quiet", "tipg", "uvicorn")
    port = free_port()
    command = [str(programs / "uvicorn"), "tipg.main:app", "--port", str(port), "--workers", str(WEB_WORKERS)]
    # Some answers take seconds, and kept connections wait for their turn.
    command += ["--timeout-keep-alive", "120"]
    with (made.folder / "tipg.log").open("wb") as log:
        running = subprocess.Popen([*command, "--no-access-log"], env=_environment(made), stdout=log, stderr=log)
        try:
            answering(running, port, ITEMS)
            yield port
        finally:
            running.terminate()
            running.wait()


def _environment(made: Scratch) -> dict[str, str]:
    given = made.parameters
    password = f":{quote(str(given['password']), safe='')}" if "password" in given else ""
    # A socket's folder is written as an encoded host.
    host = quote(str(given.get("host", "localhost")), safe="")
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{given['user']}{password}@{host}/{made.name}",
        "TIPG_TABLE_CONFIG__public_parcel_public__PK": "id",
        "TIPG_MAX_FEATURES_PER_QUERY": "1000",
    }
