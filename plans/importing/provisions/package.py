"""A DOCX as the untrusted ZIP of XML it is: three of its parts, with limits, no entities, nothing from outside."""

import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

from lxml import etree

from sip.geo.gmlstream import Unreadable
from sip.registers.reading.bytesource import MOST_RATIO

# A resolution of three hundred pages has 8 MB of XML.
MOST_BYTES: Final = 32 * 1024 * 1024
MOST_MEMBERS: Final = 5000
RATIO_FROM: Final = 4 * 1024 * 1024
_CONTENTS: Final = "[Content_Types].xml"
_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_MACROS: Final = "application/vnd.ms-word.document.macroEnabled.main+xml"
_OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x00\x00", b"Lo\xa7\x94")


class Package:
    """The parts of a DOCX at PATH, found by what the package says they are. Raises Unreadable."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Unreadable("unknown-format", "zip") from None
        if len(self._archive.infolist()) > MOST_MEMBERS:
            raise Unreadable("zip-bomb", f"> {MOST_MEMBERS}")
        self._types = self._read_types()

    def document(self) -> Any:
        """Root element of the text."""
        for content_type in (_CONTENT_TYPE.format("document.main"), _CONTENT_TYPE.format("template.main"), _MACROS):
            if content_type in self._types:
                return self._parsed(self._types[content_type])
        raise Unreadable("unknown-format", "zip")

    def optional(self, name: str) -> Any:
        """Root element of the part "styles" or "numbering", None if there is none."""
        part = self._types.get(_CONTENT_TYPE.format(name))
        return self._parsed(part) if part in self._archive.namelist() else None

    def _read_types(self) -> dict[str, str]:
        """Content type -> name of the part that has it."""
        if _CONTENTS not in self._archive.namelist():
            raise Unreadable("unknown-format", "zip")
        overrides = (element for element in self._parsed(_CONTENTS) if element.tag is not etree.Comment)
        return {item.get("ContentType", ""): item.get("PartName", "").lstrip("/") for item in overrides}

    def _parsed(self, name: str) -> Any:
        content = self._content(name)
        if content.startswith(_OTHER_MARKS):
            raise Unreadable("wrong-encoding")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Unreadable("forbidden-xml")
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            deep = "depth" in (error.msg or "")
            raise Unreadable("too-deep" if deep else "not-xml", "", error.position[0] or 0) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable("forbidden-xml")
        return root

    def _content(self, name: str) -> bytes:
        """What the part holds; its size is counted while unpacking, whatever the archive says of it."""
        try:
            info = self._archive.getinfo(name)
            with self._archive.open(info) as part:
                content = part.read(MOST_BYTES + 1)
        except KeyError:
            raise Unreadable("truncated") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
            raise Unreadable("unknown-format", "zip") from None
        if len(content) > MOST_BYTES or len(content) > max(RATIO_FROM, MOST_RATIO * info.compress_size):
            raise Unreadable("zip-bomb")
        return content
