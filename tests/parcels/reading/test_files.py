"""What a file is and how its bytes come out: compressed, cut, exploding, or no file at all."""

import gzip
import io
import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from textwrap import dedent

import pytest

from parcels.importing.read import Unreadable, open_source
from sip.registers.reading.formats import recognise
from tests.parcels.reading.conftest import DEFECTS, Read, read_all
from tests.parcels.reading.egibfile import document, parcel

KINDS = ["egib", "parcels", "buildings", "addresses"]
WHOLE = document(parcel(), parcel("060110_2.0011.154/16"))


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(WHOLE, mtime=0),
        zipped(x=WHOLE),
        zipped(**{"egib/dane.GML": WHOLE, "egib/EGIB.XSD": b"<schema/>"}),
        b"\xef\xbb\xbf" + WHOLE,
    ],
)
def test_wrapped_files_read_the_same(read: Read, content: bytes) -> None:
    records, source, fault = read("egib", content, "register.gml")
    assert (records, fault) == (read("egib", WHOLE)[0], "")
    assert source.progress() == (len(content), len(content))


def bomb(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as stream:
        stream.write(WHOLE.removesuffix(b"</gml:FeatureCollection>\n"))
        for _ in range(size // (1 << 20)):
            stream.write((b"<ot:OT_X/>" + b" " * 1014) * 1024)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (gzip.compress(document(*[parcel()] * 999))[:-40], "truncated"),
        (gzip.compress(WHOLE, mtime=0)[:12], "truncated"),
        (b"\x1f\x8b" + b"noise" * 9, "unknown-format"),
        (zipped(x=WHOLE)[:-30], "unknown-format"),
        (zipped(one=WHOLE, two=WHOLE), "unknown-format"),
        (zipped(), "not-xml"),
        (gzip.compress(b"", mtime=0), "empty-file"),
        (bomb(100 << 20), "zip-bomb"),
    ],
)
def test_faults_of_wrapping(read: Read, content: bytes, code: str) -> None:
    assert read("egib", content)[2] == code


@pytest.mark.parametrize("kind", KINDS)
def test_no_file(kind: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        for name in (".", "pipe", "socket", "absent", "x" * 300):
            with pytest.raises(Unreadable, match="not-a-file"):
                open_source(kind, tmp_path / name)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 20,
        b"\x7fELF\x02\x01\x01" + b"\x00" * 500,
        b"SQLite format 3\x00" + b"\x00" * 500,
        b"fgb\x03fgb\x00" + b"\xff" * 500,
        b"\x00\x00\x27\x0a" + b"\x00" * 500,
        b"PK\x03\x04" + b"\x00" * 500,
        b"\x1f\x8b\x08" + b"\x00" * 500,
        b"{" * 500,
        b'{"type": "Topology"}',
        b"<html><body>Brak strony</body></html>",
        b"GIF89a, nie tabela",
        "Umowa; z dnia\nżadna; tabela".encode("cp1250"),
        b"\xff\xfe<\x00g\x00m\x00l\x00",
        b"   \n \t ",
    ],
)
def test_foreign_content_is_unreadable_and_nothing_else(read: Read, kind: str, content: bytes) -> None:
    records, _, fault = read(kind, content, "register.gml")
    assert (records, bool(fault)) == ([], True)


@pytest.mark.parametrize("kind", KINDS)
def test_every_defect_file_is_records_or_unreadable(kind: str) -> None:
    for path in DEFECTS.glob("*.gml"):
        if path.stem != "empty":
            read_all(kind, path)


def test_unknown_kind_is_the_caller_s_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="songs"):
        open_source("songs", tmp_path)


def test_a_large_register_is_read_in_flat_memory(tmp_path: Path) -> None:
    """Thirty thousand parcels in less additional memory than their file takes."""
    path = tmp_path / "large.gml"
    head, _, tail = WHOLE.partition(b"<gml:featureMember>")
    member = b"<gml:featureMember>" + tail.partition(b"<gml:featureMember>")[0]
    with path.open("wb") as stream:
        stream.write(head)
        for _ in range(300):
            stream.write(member * 100)
        stream.write(b"</gml:FeatureCollection>")
    script = dedent(
        f"""
        import resource
        from pathlib import Path
        import django
        django.setup()
        from parcels.importing.read import open_source

        def peak():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

        next(iter(open_source("egib", Path({str(DEFECTS / "whole.gml")!r}))))
        before = peak()
        count = sum(1 for _ in open_source("egib", Path({str(path)!r})))
        print(count, peak() - before)
        """
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    count, more = map(int, run.stdout.split())
    assert count == 30_000
    assert more < 20 < path.stat().st_size >> 20


@pytest.mark.parametrize(
    "damage",
    [{6: 0xFF}, {9: 0x08, 46: 0xFF}, {46: 0}],
    ids=["a version of ZIP that nobody knows", "a name that is no UTF-8", "a file without a name"],
)
def test_an_archive_whose_list_is_damaged_is_unreadable(tmp_path: Path, damage: dict[int, int]) -> None:
    """Counted from where the list begins."""
    content = bytearray(zipped(**{"a.gml": WHOLE}))
    begins = content.index(b"PK\x01\x02")
    for place, byte in damage.items():
        content[begins + place] = byte
    path = tmp_path / "dane.zip"
    path.write_bytes(content)

    with pytest.raises(Unreadable) as refused:
        recognise(path)
    assert refused.value.code == "unknown-format"
