"""Files nobody should send: each is refused in words, and the register stays as it was."""

import gzip
import os
from pathlib import Path

import pytest

from parcels.models import Parcel
from sip.intake.models import Severity, State
from tests.conftest import Deliver
from tests.parcels.importing.village import document, strips

pytestmark = pytest.mark.django_db

GOOD = document(*strips(3))
BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">%s]><a>&y;</a>""" % b"".join(
    b'<!ENTITY y%d "&x;&x;&x;&x;&x;&x;&x;&x;">' % n for n in range(9)
)
FILES = {
    "empty": b"",
    "blanks": b"  \n ",
    "truncated": GOOD[: len(GOOD) // 2],
    "wrong-root": b"<html><body>nie ma</body></html>",
    "entity-bomb": BOMB,
    "external-entity": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY p SYSTEM "file:///etc/passwd">]><a>&p;</a>',
    "remote-dtd": b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
    "wrong-encoding": GOOD.replace(b"UTF-8", b"UTF-16"),
    "binary": os.urandom(4096),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "text": b"Ala ma kota",
    "half-gzip": gzip.compress(GOOD)[:200],
    "deep": b'<?xml version="1.0"?>' + b"<a>" * 50_000,
    "nul": GOOD.replace(b"060902_5", b"060902\x005"),
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("kind", ["egib", "parcels", "buildings", "addresses"])
def test_a_broken_file_is_refused_in_words(deliver: Deliver, kind: str, content: bytes) -> None:
    delivery = deliver(kind, content)

    assert delivery.state == State.REJECTED
    error = delivery.findings.get(severity=Severity.ERROR)
    assert error.code != "internal-error"
    assert error.message


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_a_broken_file_leaves_the_register_as_it_was(deliver: Deliver, content: bytes) -> None:
    deliver("egib", GOOD)

    deliver("egib", content)

    assert Parcel.objects.current().count() == 3


def test_one_broken_file_refuses_the_whole_delivery(deliver: Deliver) -> None:
    assert deliver("egib", GOOD, b"<broken").state == State.REJECTED
    assert not Parcel.objects.exists()


def test_a_folder_is_no_file(deliver: Deliver, tmp_path: Path) -> None:
    delivery = deliver("egib", tmp_path)

    assert delivery.findings.get().code == "not-a-file"
