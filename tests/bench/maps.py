"""GetMap beside MapServer's own binding: the same mapfile, the same requests, as many processes as our renderers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from tests.bench.load import SECONDS, http_rate
from tests.bench.scratch import PROJECT, WEB_WORKERS, Scratch, web_server

LAYERS = "uzytki,dzialki,budynki,numery_dzialek"
SIDE = 512
METRES = 700
PROCESSES = WEB_WORKERS * 2
# The renderer's own code without its socket: reads a map, and answers requests until the time is over.
BARE = """
import json, os, sys, time
sys.path.insert(0, sys.argv[1])
import renderer
given = json.load(sys.stdin)
os.environ.update(given["environment"])
maps = renderer.Maps()
maps.load("wms", given["map"])
heads = given["heads"]
for head in heads:
    reply, content = renderer.answer(maps, head, b"")
    assert not reply["failed"], reply
ends, done = time.perf_counter() + given["seconds"], 0
while time.perf_counter() < ends:
    renderer.answer(maps, heads[done % len(heads)], b"")
    done += 1
print(done)
"""


def queries(places: Sequence[tuple[str, float, float]]) -> list[str]:
    return [
        urlencode(
            {
                "SERVICE": "WMS",
                "VERSION": "1.1.1",
                "REQUEST": "GetMap",
                "LAYERS": LAYERS,
                "STYLES": "",
                "SRS": "EPSG:2180",
                "BBOX": f"{x - METRES / 2:.1f},{y - METRES / 2:.1f},{x + METRES / 2:.1f},{y + METRES / 2:.1f}",
                "WIDTH": SIDE,
                "HEIGHT": SIDE,
                "FORMAT": "image/png",
            }
        )
        for _, x, y in places
    ]


def bare_rate(made: Scratch, asked: Sequence[str]) -> float:
    """Pictures a second of MapServer alone, in as many processes as ours has."""
    file = made.folder / "map.json"
    made.run(sys.executable, "-m", "tests.bench.mapfile", str(file))
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    heads = [{"do": "draw", "map": "wms", "query": query, "day": "2026-11-22", "pixel": "0.7"} for query in asked]

    def run(place: int) -> int:
        given = {**told, "heads": heads[place::PROCESSES], "seconds": SECONDS}
        command = [told["python"], "-c", BARE, told["folder"]]
        done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True, cwd=PROJECT)
        return int(done.stdout)

    with ThreadPoolExecutor(PROCESSES) as threads:
        return sum(threads.map(run, range(PROCESSES))) / SECONDS


def our_rates(made: Scratch, asked: Sequence[str]) -> tuple[float, float]:
    """Over HTTP, with no picture kept, and with all kept."""
    paths = [f"/wms?{query}" for query in asked]
    with _environment(SIP_MAP_CACHE_MB="0", SIP_MAP_WAITING="32", SIP_MAP_RENDERERS="2"), web_server(made) as port:
        cold = http_rate(port, paths)
    kept = str(made.folder / "maps")
    with _environment(SIP_MAP_CACHE_PATH=kept, SIP_MAP_WAITING="32"), web_server(made) as port:
        return cold, http_rate(port, paths)


@contextmanager
def _environment(**more: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    yield
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})
