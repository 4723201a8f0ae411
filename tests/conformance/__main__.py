"""python -m tests.conformance: clients too big for every run of the tests, against a live server with the demo data.

QGIS adds the layers of the services, draws them and finds a parcel. schemathesis asks whatever the OpenAPI document
allows, and much that it does not; every answer must be one that the document tells of, and none a failure of ours. Then
it asks the API of cases as a system of an office.
"""

import argparse
import os
import subprocess
import sys
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import orjson

from tests.bench.scratch import Scratch, scratch, web_server
from tests.conformance import by_qgis

METHODS = ("get", "post", "delete")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
OFFICE = "starostwo"
SCOPES = ("read", "file", "act", "documents", "hooks")
# Operations without parameters have but one question, so the others are asked more.
MORE = 1.25


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument(
        "--cases", type=int, default=int(os.environ.get("CASES", "20000")), help="at least (20000); 0: QGIS only"
    )
    parser.add_argument("--parcels", type=int, default=20_000, help="size of the demo data (20000)")
    parser.add_argument("--database", default="", help="ask this one as it is, on the same server; nothing is imported")
    parser.add_argument("--seed", type=int, default=20_261_122)
    chosen = parser.parse_args()
    with (
        TemporaryDirectory(prefix="sip-conformance-") as folder,
        scratch(Path(folder), existing=chosen.database) as made,
    ):
        if not chosen.database:
            made.manage("make_demo", "--parcels", str(chosen.parcels))
        with web_server(made) as port:
            address = f"http://127.0.0.1:{port}"
            missed = _by_qgis(address, made, Path(folder))
            asked = _asked(f"{address}/api/schema/", folder, chosen)
            return _cases_asked(address, made, folder, chosen) or asked or missed


def _by_qgis(address: str, made: Scratch, folder: Path) -> int:
    if not by_qgis.is_here():
        sys.stdout.write("QGIS is not asked: python3-qgis is not on this machine.\n")
        return 0
    found = by_qgis.faults(address, made.public, folder)
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


def _secret(made: Scratch) -> str:
    """Of a system that may do everything with cases of one office."""
    words = [word for scope in SCOPES for word in ("--scope", scope)]
    made.manage("make_client", "conformance", "--office", OFFICE, *words)
    return (made.folder / "said").read_text(encoding="utf-8").partition("client_secret=")[2].strip()


def _cases_asked(address: str, made: Scratch, folder: str, chosen: argparse.Namespace) -> int:
    """Only in a database of this run: applications are filed."""
    if chosen.database:
        return 0
    return _asked(f"{address}/api/v1/cases/openapi.json", folder, chosen, _secret(made))


def _asked(address: str, folder: str, chosen: argparse.Namespace, secret: str = "") -> int:
    if not chosen.cases:
        return 0
    each = max(1, ceil(chosen.cases * MORE / _operations(address)))
    options = {
        "--checks": ",".join(CHECKS),
        "--phases": "examples,coverage,fuzzing",
        "--max-examples": str(each),
        "--seed": str(chosen.seed),
        # No key is needed, and a wrong one is answered 401 before anything else.
        "--generation-with-security-parameters": "false",
        "--generation-database": "none",
        "--workers": "2",
        "--warnings": "off",
    }
    program = Path(sys.executable).with_name("schemathesis")
    words = [word for pair in options.items() for word in pair]
    words += ["--header", f"Authorization: Bearer {secret}"] if secret else []
    return subprocess.run(
        [program, "run", address, *words, "--continue-on-failure"], cwd=folder, check=False
    ).returncode


def _operations(address: str) -> int:
    with urlopen(address) as answer:  # noqa: S310 - our own server
        paths = orjson.loads(answer.read())["paths"]
    return sum(method in METHODS for item in paths.values() for method in item)


if __name__ == "__main__":
    raise SystemExit(main())
