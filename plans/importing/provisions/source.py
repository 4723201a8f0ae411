"""Files with provisions -> records: the format found by content, the text of each symbol gathered from all files."""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final

from plans.importing.provisions import columns, docx, html
from plans.importing.provisions.sections import Passage, Resolution, take_apart
from plans.importing.provisions.symbols import Vocabulary
from plans.importing.provisions.text import cleaned
from plans.importing.read.records import Kind, ProvisionFacts
from sip.geo.gmlstream import Unreadable
from sip.registers.reading.bytesource import ByteSource, regular_size
from sip.registers.record import Problem, Record
from sip.registers.versions import MOST_IDENTIFIER

# Of a text; resolutions of large cities have 2 MB. And of all provisions together, as a list multiplies a section.
MOST_BYTES: Final = 32 * 1024 * 1024
MOST_STORED: Final = 64 * 1024 * 1024
RECORD_BYTES: Final = 500
WHOLE_ACT: Final = "*"
_PARAGRAPH_ROOM: Final = 60
_ZIP: Final = b"PK\x03\x04"
_MARKUP: Final = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|[a-z][a-z0-9]*\b)[^<]*>", re.I | re.S)
_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9_-]{2,20})""", re.I)
_CHARSETS: Final = frozenset(
    ["utf-8", "utf8", "windows-1250", "cp1250", "iso-8859-2", "latin2", "windows-1252", "us-ascii"]
)
_WHOLE_SECTION: Final = re.compile(r"§ (\d{1,4})")


class Gathered:
    """What the files of one delivery say of the symbols of ACT; KNOWN are those that its zones bear."""

    def __init__(self, act: str, known: Sequence[str]) -> None:
        self.act = act
        self.vocabulary = Vocabulary(known)
        self.passages: dict[str, list[Passage]] = {}
        self._room = MOST_STORED

    def add(self, passage: Passage) -> None:
        """Note what PASSAGE says, for each of its symbols. Raises Unreadable where that grows out of bounds."""
        if not passage.blocks:
            return
        symbols = passage.symbols or ("",)
        self._room -= len(symbols) * (RECORD_BYTES + sum(len(block.html) for block in passage.blocks))
        if self._room < 0:
            raise Unreadable("too-large-text", f"> {MOST_STORED} B")
        for symbol in symbols:
            self.passages.setdefault(symbol, []).append(passage)

    def records(self) -> Iterator[Record]:
        """A record for each symbol, and one for the whole act."""
        for number, (symbol, passages) in enumerate(self.passages.items(), start=1):
            yield self._record(symbol, passages, number)

    def _record(self, symbol: str, passages: Sequence[Passage], number: int) -> Record:
        body = cleaned("".join(block.html for passage in passages for block in passage.blocks))
        labels = _labels([passage.paragraph for passage in passages if passage.paragraph])
        unclear = dict.fromkeys(text for passage in passages for text in passage.unclear)
        return Record(
            kind=Kind.PROVISIONS,
            namespace=self.act,
            local_id=symbol or WHOLE_ACT,
            version_id="",
            object_from=None,
            valid_from=None,
            valid_to=None,
            object_to=None,
            identifier=_identifier(self.act, symbol or WHOLE_ACT),
            geometry=None,
            facts=ProvisionFacts(self.act, symbol, labels, body),
            line=number,
            problems=tuple(Problem("unclear-symbols", text) for text in unclear),
        )


class Source:
    """One file; the records of all come with the last one. Iterating raises Unreadable."""

    def __init__(self, path: Path, gathered: Gathered, *, is_last: bool) -> None:
        self._path = path
        self._gathered = gathered
        self._is_last = is_last
        self._size = regular_size(path)
        self._read = 0
        self.notes: list[Problem] = []

    def __iter__(self) -> Iterator[Record]:
        found = read(self._path, self._gathered.vocabulary)
        if not any(passage.blocks for passage in found.passages):
            raise Unreadable("nothing-recognised", self._path.name)
        self.notes += [Problem("annex-left-out", text) for text in found.left_out]
        for passage in found.passages:
            self._gathered.add(passage)
        self._read = self._size
        if self._is_last:
            yield from self._gathered.records()

    def progress(self) -> tuple[int, int]:
        """Bytes read and bytes in all."""
        return self._read, self._size


def read(path: Path, vocabulary: Vocabulary) -> Resolution:
    """What one file says: DOCX, HTML or CSV. Raises Unreadable."""
    regular_size(path)
    with path.open("rb") as file:
        packed = file.read(4) == _ZIP
    if packed:
        return take_apart(docx.blocks(path), vocabulary)
    text = _decoded(_content(path))
    if columns.is_table(text):
        return Resolution(list(columns.passages(text, vocabulary)))
    if _MARKUP.match(text):
        return take_apart(html.blocks(text), vocabulary)
    raise Unreadable("unknown-format", "DOCX, HTML, CSV")


def _content(path: Path) -> bytes:
    content = bytearray()
    for chunk in ByteSource(path).chunks():
        content += chunk
        if len(content) > MOST_BYTES:
            raise Unreadable("too-large-text", f"> {MOST_BYTES} B")
    return bytes(content)


def _decoded(content: bytes) -> str:
    """In the encoding that a byte order mark or the page names, else UTF-8, else windows-1250."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        named = ["utf-16"]
    else:
        found = _CHARSET.search(content[:4096])
        charset = found[1].decode().lower() if found else ""
        named = ["utf-8-sig", *([charset] if charset in _CHARSETS else []), "cp1250"]
    for encoding in named:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("wrong-encoding")


def _identifier(act: str, local_id: str) -> str:
    """The act's and the symbol, shortened to what registers hold where they are long; the identity keeps all."""
    whole = f"{act}/{local_id}"
    if len(whole) <= MOST_IDENTIFIER:
        return whole
    digest = blake2b(whole.encode(), digest_size=4).hexdigest()
    return f"{whole[: MOST_IDENTIFIER - len(digest) - 1]}~{digest}"


def _labels(labels: Sequence[str]) -> str:
    """Where the text stands, within the room for it: "§ 3–5, § 7 ust. 2"."""
    runs: list[list[int | str]] = []
    for label in dict.fromkeys(labels):
        whole = _WHOLE_SECTION.fullmatch(label)
        number: int | str = int(whole[1]) if whole else label
        if whole and runs and isinstance(runs[-1][-1], int) and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    text = ", ".join(map(_run, runs))
    return text if len(text) <= _PARAGRAPH_ROOM else f"{text[: _PARAGRAPH_ROOM - 1].rpartition(',')[0]}…"


def _run(run: Sequence[int | str]) -> str:
    if isinstance(run[0], str):
        return run[0]
    return f"§ {run[0]}" if len(run) == 1 else f"§ {run[0]}–{run[-1]}"
