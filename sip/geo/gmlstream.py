"""Untrusted GML as a stream of feature elements: no entities, no network, flat memory, own limits."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lxml import etree

FEATURE_LIMIT: Final = 16 * 1024 * 1024
_PROLOG_LIMIT: Final = 1024 * 1024
_DECLARATION_LIMIT: Final = 1000
_STEP: Final = 1 << 16

# Encodings in which markup is plain ASCII bytes, so that a document type can be found before it is parsed.
_ENCODINGS: Final = frozenset(
    (
        "utf-8",
        "utf8",
        "us-ascii",
        "ascii",
        "iso-8859-1",
        "iso-8859-2",
        "iso-8859-15",
        "latin1",
        "latin2",
        "windows-1250",
        "windows-1252",
        "cp1250",
        "cp1252",
    )
)
_DECLARATION: Final = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]*)["']""")
_OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x00\x00\xfe\xff", b"Lo\xa7\x94")
_ROOTS: Final = frozenset(("FeatureCollection", "Collection", "SpatialDataSet"))
_CONTAINERS: Final = frozenset(("featureMembers", "members", *_ROOTS))
_WRAPPERS: Final = frozenset(("featureMember", "member"))
# Properties of the collection itself (boundedBy, name, its signature, ...) and not features.
_COLLECTION_NAMESPACES: Final = re.compile(r"opengis\.net/(?:gml|wfs)|www\.w3\.org/2000/09/xmldsig")

_ENCODING_CODES: Final = frozenset((9, 31, 32, 81, 6003))
# No start tag at all, and namespace errors, which the parser tells of only at the end.
_MALFORMED_CODES: Final = frozenset((4, 200, 201, 203, 204))
_RESOURCE_CODES: Final = frozenset((2, 45, 47, 63, 114))
# Entities beyond the five of XML cannot be declared without a document type, which is refused before.
_OPTIONS: Final[dict[str, Any]] = {
    "resolve_entities": "internal",
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "collect_ids": False,
    "remove_pis": True,
}
_DTD_CODES: Final = frozenset((26, 27, 28))


class Unreadable(Exception):
    """The source cannot be read (any further). `detail` never quotes the source's content."""

    def __init__(self, code: str, detail: str = "", line: int = 0) -> None:
        super().__init__(code, detail, line)
        self.code = code
        self.detail = detail
        self.line = line

    def __str__(self) -> str:
        return " ".join(filter(None, (self.code, self.detail, f"line {self.line}" if self.line else "")))


@dataclass(frozen=True, slots=True)
class Prolog:
    """What stands before the first feature."""

    root: str
    timestamp: str
    comments: tuple[str, ...]


@lru_cache(maxsize=1024)
def local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def namespace_of(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


class FeatureStream:
    """Iterates over the feature elements of a GML document given as chunks of bytes.

    A yielded element is valid until the next one is asked for. Members' wrappers and nested collections are
    looked through. Raises Unreadable, after whatever features came before the fault.

    `srs` is the system that the collection's envelope names, for features that name none; known with the first feature.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = _steps(_guarded(chunks))
        self._started, self.prolog = self._read_prolog()
        self._parser = _parser(self.prolog.root)
        self._root: Any = None
        self._since_feature = 0
        self.srs = ""

    def __iter__(self) -> Iterator[Any]:
        yield from self._feed(self._started)
        for chunk in self._chunks:
            yield from self._feed(chunk)
        try:
            root = self._parser.close()
        except etree.XMLSyntaxError as error:
            raise _translated(error, at_end=True) from None
        yield from _drain(root, complete=True)

    def _feed(self, chunk: bytes) -> Iterator[Any]:
        try:
            self._parser.feed(chunk)
        except etree.XMLSyntaxError as error:
            yield from self._drain_open()
            raise _translated(error, at_end=False) from None
        self._since_feature += len(chunk)
        yield from self._drain_open()
        if self._since_feature > FEATURE_LIMIT:
            raise Unreadable("too-large-text", f"> {FEATURE_LIMIT} B")

    def _drain_open(self) -> Iterator[Any]:
        if self._root is None:
            self._root = next((element for _, element in self._parser.read_events()), None)
        if self._root is not None:
            self.srs = self.srs or _srs_of_envelope(self._root)
            for element in _drain(self._root, complete=False):
                self._since_feature = 0
                yield element

    def _read_prolog(self) -> tuple[bytes, Prolog]:
        """Reads up to the root's start tag with a parser of its own; returns the bytes taken so far."""
        taken, parser = b"", _parser(None)
        for chunk in self._chunks:
            taken += chunk
            try:
                parser.feed(chunk)
                root = next((element for _, element in parser.read_events()), None)
            except etree.XMLSyntaxError as error:
                raise _translated(error, at_end=False) from None
            if root is not None:
                return taken, _prolog(root)
            if len(taken) > _PROLOG_LIMIT:
                raise Unreadable("too-large-text")
        raise _rootless(parser) if taken.strip() else Unreadable("empty-file")


def _rootless(parser: Any) -> Unreadable:
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        return _translated(error, at_end=True)
    return Unreadable("truncated")


def _prolog(root: Any) -> Prolog:
    if local_name(root.tag) not in _ROOTS:
        raise Unreadable("wrong-root", local_name(root.tag)[:60], root.sourceline or 0)
    comments = tuple(node.text or "" for node in root.itersiblings(preceding=True))[::-1]
    return Prolog(root.tag, root.get("timeStamp", ""), comments)


def _parser(root: str | None) -> Any:
    """A parser that only reports the start of `root`, or of the first element with its leading comments."""
    return etree.XMLPullParser(events=("start",), tag=root, remove_comments=root is not None, **_OPTIONS)


def _guarded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Passes the bytes on unless they hold a document type or come in an encoding that could hide one."""
    tail = start = b""
    for chunk in chunks:
        if len(start) < _DECLARATION_LIMIT:
            start = (start + chunk)[:_DECLARATION_LIMIT]
            _check_encoding(start)
        if b"<!DOCTYPE" in tail + chunk[:8] or b"<!DOCTYPE" in chunk:
            raise Unreadable("forbidden-xml")
        tail = (tail + chunk[-8:])[-8:]
        yield chunk


def _check_encoding(start: bytes) -> None:
    if start.startswith(_OTHER_MARKS):
        raise Unreadable("wrong-encoding")
    if len(start) == _DECLARATION_LIMIT and b"<?xml" in start[:8] and b"?>" not in start:
        raise Unreadable("not-xml")
    if (found := _DECLARATION.match(start)) and found[1].decode().lower() not in _ENCODINGS:
        raise Unreadable("wrong-encoding", found[1].decode()[:40])


def _steps(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), _STEP):
            yield chunk[start : start + _STEP]


def _drain(container: Any, *, complete: bool) -> Iterator[Any]:
    """Yields the finished features in `container` and removes them; an open last child is looked into."""
    finished = len(container) if complete else max(len(container) - 1, 0)
    for child in container[:finished]:
        yield from _features(child)
        child.clear()
    del container[:finished]
    if not complete and (inner := _open_container(container)) is not None:
        yield from _drain(inner, complete=False)


def _srs_of_envelope(container: Any) -> str:
    """srsName in the `boundedBy` of what has been read of a collection."""
    bounds = (child for child in container if isinstance(child.tag, str) and local_name(child.tag) == "boundedBy")
    named = (inner.get("srsName", "") for child in bounds for inner in child)
    return next(filter(None, named), "")


def _open_container(container: Any) -> Any:
    """The collection that is being read inside the last child of `container`, if it holds one."""
    last = container[-1] if len(container) else None
    if last is not None and local_name(last.tag) in _WRAPPERS and len(last):
        last = last[-1]
    return last if last is not None and local_name(last.tag) in _CONTAINERS else None


def _features(child: Any) -> Iterator[Any]:
    name = local_name(child.tag)
    if name in _CONTAINERS:
        yield from _drain(child, complete=True)
    elif name in _WRAPPERS:
        for inner in child:
            yield from _features(inner)
    elif not _COLLECTION_NAMESPACES.search(namespace_of(child.tag)):
        yield child


def _translated(error: Any, *, at_end: bool) -> Unreadable:
    """The parser's message may quote content: only its code and line are kept."""
    code, line = error.code, error.position[0] or 0
    if code in _DTD_CODES or "ntity" in (error.msg or "")[:60]:
        return Unreadable("forbidden-xml", "", line)
    if code in _ENCODING_CODES and not at_end:
        return Unreadable("wrong-encoding", "", line)
    if code in _RESOURCE_CODES:
        depth = (error.msg or "").find("depth") >= 0
        return Unreadable("too-deep" if depth else "too-large-text", "", line)
    cut_off = at_end and code not in _MALFORMED_CODES
    return Unreadable("truncated" if cut_off else "not-xml", f"libxml2 {code}", line)
