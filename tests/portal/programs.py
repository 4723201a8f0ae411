"""Programs as the documentation shows them, and running them."""

import re
import subprocess
from html import unescape
from pathlib import Path

from django.test import Client


def shown(root: str, name: str, path: str = "/api/docs/") -> str:
    """The program NAME as people copy it from the page."""
    host = root.partition("//")[2]
    page = Client(HTTP_HOST=host).get(path).content.decode()
    found = re.search(rf'<code id="{name.replace(".", "-")}">(.*?)</code>', page, re.DOTALL)
    assert found
    return unescape(found[1])


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout
