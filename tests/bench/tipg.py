"""TiPg beside ours: installed into a folder of this run, serving the same public view with as many processes."""

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


def item(identifier: str) -> str:
    return f"{ITEMS}/{quote(identifier, safe='')}?f=geojson"


def at(longitude: float, latitude: float) -> str:
    box = f"{longitude - NEAR:.6f},{latitude - NEAR:.6f},{longitude + NEAR:.6f},{latitude + NEAR:.6f}"
    return f"{ITEMS}?bbox={box}&f=geojson"


def page(offset: int) -> str:
    return f"{ITEMS}?limit=1000&offset={offset}&f=geojson"


def filtered(condition: str) -> str:
    return f"{ITEMS}?limit=100&filter-lang=cql2-text&filter={quote(condition)}&f=geojson"


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
        "TIPG_TABLE_CONFIG__public_parcel_public__PK": "identifier",
        "TIPG_MAX_FEATURES_PER_QUERY": "1000",
    }
