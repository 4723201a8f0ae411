"""GDAL's own programs, each in a process with limits: a hostile TIFF can at most end its own process.

The file is seen under a neutral name in a folder of its own, so nothing that lies beside it is read; drivers other than
those named are off, and any address leads nowhere.
"""

import os
import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from sip.geo.gmlstream import Unreadable

Step = Callable[[int], None]

MEMORY_BYTES: Final = 6 * 1024**3
CPU_SECONDS: Final = 3600
FILE_BYTES: Final = 16 * 1024**3
NEEDED: Final = ("GTiff", "COG", "VRT", "MEM")
# What it writes that is no picture: a list of colours, a message.
_MOST_TEXT: Final = 1_000_000
_DONE: Final = re.compile(rb"(\d{1,3})(?=\.\.\.|\s|$)")
_DRIVER: Final = re.compile(r"^  (\S+) -raster", re.MULTILINE)
_ERROR: Final = re.compile(r"^(?:ERROR \d+: |FAILURE: )(.*)", re.MULTILINE)
_SETTINGS: Final = {
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_CACHEMAX": "256",
    # No address is reachable, should a file name one.
    "GDAL_HTTP_PROXY": "http://127.0.0.1:9",
    "GDAL_HTTPS_PROXY": "http://127.0.0.1:9",
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "PROJ_NETWORK": "OFF",
    "LC_ALL": "C.UTF-8",
}


def run(program: str, *arguments: str, folder: Path, step: Step = lambda percent: None, forgiving: bool = False) -> str:
    """Run PROGRAM in FOLDER, telling STEP the percent done; what it wrote. Raises Unreadable.

    GDAL says an error and goes on with what it has: half a picture is none, unless FORGIVING.
    """
    command = [
        "prlimit",
        f"--as={MEMORY_BYTES}",
        f"--cpu={CPU_SECONDS}",
        f"--fsize={FILE_BYTES}",
        "--core=0",
        program,
        *arguments,
    ]
    environment = _environment() | {"HOME": str(folder), "GDAL_SKIP": _other_drivers()}
    with (
        TemporaryFile() as errors,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        try:
            written = _followed(process, step)
        finally:
            process.kill()
        errors.seek(0)
        complaint = _ERROR.search(errors.read(_MOST_TEXT).decode(errors="replace"))
    if process.returncode or (complaint and not forgiving):
        raise Unreadable("damaged-picture", _plain(complaint[1], folder) if complaint else program)
    return written.decode(errors="replace")


def _followed(process: "subprocess.Popen[bytes]", step: Step) -> bytes:
    assert process.stdout is not None
    written = bytearray()
    while chunk := os.read(process.stdout.fileno(), 65_536):
        if len(written) < _MOST_TEXT:
            written += chunk
        if numbers := _DONE.findall(bytes(written[-40:])):
            step(min(int(numbers[-1]), 100))
    process.wait()
    return bytes(written)


def _plain(message: str, folder: Path) -> str:
    """Without the paths of this machine."""
    return message.replace(f"{folder}/", "").replace(str(folder), "")[:200]


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), **_SETTINGS}


@cache
def _other_drivers() -> str:
    """Names of all drivers that are not needed here."""
    listed = subprocess.run(["gdalinfo", "--formats"], env=_environment(), capture_output=True, text=True, check=True)
    return ",".join(name for name in _DRIVER.findall(listed.stdout) if name not in NEEDED)
