"""Untrusted documents: features come out one by one, anything else is refused in flat memory."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip.geo.gmlstream import FeatureStream, Unreadable, local_name

HEAD = b'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:a="urn:a" xmlns:wfs="w">'
TAIL = b"</gml:FeatureCollection>"


def names(*chunks: bytes) -> list[str]:
    return [local_name(element.tag) for element in FeatureStream(chunks)]


def fault(chunks: Iterable[bytes]) -> str:
    with pytest.raises(Unreadable) as caught:
        for _ in FeatureStream(chunks):
            pass
    return caught.value.code


@pytest.mark.parametrize(
    "body",
    [
        b"<gml:featureMember><a:A/></gml:featureMember><gml:featureMember><a:B/></gml:featureMember>",
        b"<gml:featureMembers><a:A/><a:B/></gml:featureMembers>",
        b"<gml:member><a:A/></gml:member><wfs:member><a:B/></wfs:member>",
        b"<a:A/><a:B/>",
        b"<wfs:member><wfs:FeatureCollection><wfs:member><a:A/></wfs:member><wfs:member><a:B/></wfs:member>"
        b"</wfs:FeatureCollection></wfs:member>",
        b"<gml:boundedBy><gml:Envelope/></gml:boundedBy><gml:name>x</gml:name><a:A/><!-- <a:C/> --><?p q?><a:B/>",
    ],
    ids=["featureMember", "featureMembers", "members", "bare", "nested collections", "properties beside"],
)
def test_features_are_found_in_any_wrapper(body: bytes) -> None:
    assert names(HEAD + body + TAIL) == ["A", "B"]


@given(st.integers(1, 40))
def test_chunks_may_be_of_any_size(size: int) -> None:
    text = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- c -->' + HEAD + b"<a:A>\xc5\xbc</a:A><a:B/>" * 3 + TAIL
    assert names(*(text[start : start + size] for start in range(0, len(text), size))) == ["A", "B"] * 3


@pytest.mark.parametrize(
    ("declared", "codec"), [("UTF-8", "utf-8-sig"), ("windows-1250", "cp1250"), ("ISO-8859-2", "iso-8859-2")]
)
def test_declared_encodings(declared: str, codec: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><FeatureCollection><A>żółć</A></FeatureCollection>'
    assert [element.text for element in FeatureStream([text.encode(codec)])] == ["żółć"]


def test_comments_before_the_root_are_kept() -> None:
    assert FeatureStream([b"<!--one--><!--two-->" + HEAD + TAIL]).prolog.comments == ("one", "two")


def test_lines_are_counted_beyond_sixteen_bits() -> None:
    stream = FeatureStream([HEAD, b"\n" * 70_000, b"<a:A/>", TAIL])
    assert [element.sourceline for element in stream] == [70_001]


DOCUMENT_TYPE = b'<!DOCTYPE c [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("chunks", "code"),
    [
        ([], "empty-file"),
        ([b" \n "], "empty-file"),
        ([b"word"], "not-xml"),
        ([b"\x7fELF\x00\x01"], "not-xml"),
        ([b"<html><body>"], "wrong-root"),
        ([b"<gml"], "truncated"),
        ([HEAD], "truncated"),
        ([HEAD, b"<a:A/><a:B"], "truncated"),
        ([HEAD, b"<a:A>\xc5"], "truncated"),
        ([HEAD, b"<a:A></a:B>", TAIL], "not-xml"),
        ([HEAD, b"<b:B/>", TAIL], "not-xml"),
        ([HEAD, b"<a:A>\x00</a:A>", TAIL], "wrong-encoding"),
        ([HEAD, TAIL, b"<more/>"], "not-xml"),
        ([DOCUMENT_TYPE, HEAD, TAIL], "forbidden-xml"),
        ([HEAD, b"<a:A>&a;</a:A>", TAIL], "forbidden-xml"),
        ([HEAD, b'<a:A b="&a;"/>', TAIL], "forbidden-xml"),
        ([b'<?xml version="1.0" encoding="UTF-7"?>', b"+ADwAIQ-DOCTYPE", HEAD, TAIL], "wrong-encoding"),
        ([b"<?xml version='1.0'" + b" " * 2000 + b"encoding='UTF-7'?>", HEAD, TAIL], "not-xml"),
        ([b'<?xml version="1.0" encoding="klingon"?>', HEAD, TAIL], "wrong-encoding"),
        ([HEAD.decode().encode("utf-16")], "wrong-encoding"),
        ([HEAD.decode().encode("utf-16-be")], "wrong-encoding"),
        ([HEAD, b"<a:A>\xb9\xb3</a:A>", TAIL], "wrong-encoding"),
        ([HEAD, b"<a:A>" * 400], "too-deep"),
    ],
)
def test_faults(chunks: list[bytes], code: str) -> None:
    assert fault(chunks) == code


@pytest.mark.parametrize("size", range(1, 12))
def test_document_type_is_seen_across_chunks(size: int) -> None:
    text = DOCUMENT_TYPE + HEAD + TAIL
    assert fault(text[start : start + size] for start in range(0, len(text), size)) == "forbidden-xml"


def test_features_before_the_fault_come_out() -> None:
    found = []
    with pytest.raises(Unreadable):
        for element in FeatureStream([HEAD, b"<a:A/><a:B/>", b"<a:C"]):
            found.append(local_name(element.tag))
    assert found == ["A"]


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_features_or_unreadable(noise: bytes, headed: bool) -> None:
    try:
        list(FeatureStream([HEAD if headed else b"", noise]))
    except Unreadable as unreadable:
        assert noise not in str(unreadable).encode() or len(noise) < 12


BLOCK = 1 << 16
ENDLESS = {
    "text": ([HEAD, b"<a:A>"], b"x" * BLOCK, "too-large-text"),
    "cdata": ([HEAD, b"<a:A><![CDATA["], b"<" * BLOCK, "too-large-text"),
    "comment": ([HEAD, b"<!--"], b"<x>" * (BLOCK // 3), "too-large-text"),
    "leading comment": ([b"<!--"], b"x" * BLOCK, "too-large-text"),
    "instruction": ([HEAD, b"<?x "], b"x" * BLOCK, "too-large-text"),
    "attribute": ([HEAD, b'<a:A b="'], b"x" * BLOCK, "too-large-text"),
    "name": ([HEAD, b"<"], b"x" * BLOCK, "too-large-text"),
    "attributes": ([HEAD, b"<a:A "], b"".join(b'b%d="" ' % number for number in range(9000)), "too-large-text"),
    "root's attributes": ([b"<FeatureCollection "], b"".join(b'b%d="" ' % n for n in range(9000)), "too-large-text"),
    "children": ([HEAD, b"<a:A>"], b"<b/>" * (BLOCK // 4), "too-large-text"),
    "depth": ([HEAD], b"<a:A>" * (BLOCK // 5), "too-deep"),
    "white space": ([], b" " * BLOCK, "too-large-text"),
    "zeros": ([], b"\x00" * BLOCK, "not-xml"),
}


def endless(name: str) -> tuple[Iterator[bytes], str]:
    """Two gigabytes of one thing."""
    head, block, code = ENDLESS[name]
    return chain(head, repeat(block, 2 * 1024**3 // len(block))), code


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_content_is_refused_in_flat_memory(name: str) -> None:
    script = dedent(
        f"""
        import resource, sys
        from sip.geo.gmlstream import FeatureStream, Unreadable
        from tests.geo.test_gmlstream import endless

        chunks, code = endless({name!r})
        status = dict(line.split(":") for line in open("/proc/self/status") if line.startswith("VmData"))
        limit = int(status["VmData"].split()[0]) * 1024 + 600 * 1024**2
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        try:
            for element in FeatureStream(chunks):
                pass
        except Unreadable as unreadable:
            print(unreadable.code)
        """
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (run.stdout.strip(), run.returncode) == (ENDLESS[name][2], 0), run.stderr
