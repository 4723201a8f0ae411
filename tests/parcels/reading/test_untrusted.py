"""Hostile or damaged content: nothing is fetched, and nothing but records and Unreadable comes of it."""

import socket
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parcels.importing.read import Unreadable, scrub
from parcels.importing.read.egib import EgibReader
from tests.parcels.reading.conftest import Read
from tests.parcels.reading.egibfile import FIELD, document, parcel, polygon

MARKUP = [b"<", b">", b"&", b'"', b"NaN", b"1e999", b"<!--", b"<![CDATA[", b"]]>", b"<gml:Ring>", b"\x00", b"\xb3"]


@pytest.fixture
def listener() -> Iterator[Callable[[], bool]]:
    """A local server; calling it tells whether anybody has connected."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)

        def called() -> bool:
            try:
                server.accept()
            except BlockingIOError:
                return False
            return True

        called.address = f"http://127.0.0.1:{server.getsockname()[1]}/x"  # type: ignore[attr-defined]
        yield called


@pytest.mark.parametrize("kind", ["egib", "parcels", "buildings", "addresses"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda text, address: text.replace("gml:id=", f'xsi:schemaLocation="urn:x {address}" gml:id=', 1),
        lambda text, address: text.replace("gml:id=", f'xsi:noNamespaceSchemaLocation="{address}" gml:id=', 1),
        lambda text, address: text.replace("<gml:F", f'<?xml-stylesheet href="{address}"?><gml:F', 1),
        lambda text, address: text.replace("<gml:F", f'<!DOCTYPE c SYSTEM "{address}"><gml:F', 1),
        lambda text, address: text.replace("<gml:Polygon", f'<gml:Polygon xlink:href="{address}"', 1),
        lambda text, address: text.replace(
            "</egb:EGB_", f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{address}"/></egb:EGB_', 1
        ),
        lambda text, address: text.replace(polygon(FIELD), f'<gml:Ring xlink:href="{address}"/>'),
    ],
    ids=["schema", "plain schema", "stylesheet", "document type", "geometry's link", "inclusion", "ring's link"],
)
def test_nothing_is_fetched(
    read: Read, listener: Callable[[], bool], kind: str, spoil: Callable[[str, str], str]
) -> None:
    text = spoil(document(parcel()).decode(), listener.address)  # type: ignore[attr-defined]
    assert listener.address in text  # type: ignore[attr-defined]
    read(kind, text.encode())
    assert not listener()


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 40), st.sampled_from(MARKUP)), min_size=1, max_size=8),
    st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_damaged_documents_are_records_or_unreadable(damages: list[tuple[int, int, bytes]], scrubbing: bool) -> None:
    content = document(parcel(), parcel(geometry=polygon(FIELD, FIELD)))
    for place, length, markup in damages:
        content = content[:place] + markup + content[place + length :]
    try:
        if scrubbing:
            scrub([content], bytes)
        else:
            list(EgibReader([content], [], set()))
    except Unreadable as unreadable:
        assert unreadable.code
