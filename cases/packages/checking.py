"""Proves a package: the manifest, every file, the digests within them, the schema, and the ZIP itself byte by byte.

Needs no database: whoever gets a package can check it. What comes from outside is read within limits.
"""

import hashlib
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any, Final

import orjson
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from cases.packages import archive, schemas
from cases.packages.archive import MANIFEST, Entry, Listed, pieces
from cases.packages.contents import FORMAT
from sip.audit.chain import digest
from sip.audit.models import Event

MOST_FILES: Final = 2000
# Of a file that is read as a whole; documents are read piece by piece.
MOST_JSON: Final = 256 * 1024 * 1024
MOST_TOLD: Final = 20
# What reading a ZIP of any bytes has been seen to raise.
UNREADABLE: Final = (zipfile.BadZipFile, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)
SCHEMA: Final = "schema.json"
RECEIPT: Final = "receipt.pdf"
ALWAYS: Final = frozenset(
    ("README.txt", "audit.jsonl", "case.json", "geometry-2180.geojson", "geometry.geojson", SCHEMA)
)
EVENT_FIELDS: Final = frozenset(field.attname for field in Event._meta.concrete_fields)


@dataclass(frozen=True, slots=True)
class Difference:
    """`path` is the file that differs, "" where it is the package as a whole; `words` in Polish."""

    path: str
    words: str

    def __str__(self) -> str:
        return f"{self.path}: {self.words}" if self.path else self.words


@dataclass(frozen=True, slots=True)
class Checked:
    """`sha256` is of the whole, as its files are now; empty where there are none to be read."""

    sign: str
    sha256: str
    files: int
    differences: list[Difference]


class _NoPackage(Exception):
    """Nothing to compare; the text says why."""


def check(path: Path) -> Checked:
    """Never raises for what is in the file; OSError where there is none."""
    with path.open("rb") as file:
        try:
            return _checked(file)
        except _NoPackage as error:
            why = str(error)
        except UNREADABLE:
            why = _("To nie jest plik ZIP, który da się przeczytać.")
    return Checked("", "", 0, [Difference("", why)])


def _checked(file: IO[bytes]) -> Checked:
    with zipfile.ZipFile(file) as packed:
        _readable(file, packed)
        listed = [_listed(packed, info) for info in packed.infolist() if info.filename != MANIFEST]
        said = _object(packed, MANIFEST)
        found = [*_manifest(listed, said), *_content(packed, listed), *_container(file, packed, listed, said)]
    return Checked(str(said.get("sign", "")), archive.whole(listed), len(listed), found)


def _readable(file: IO[bytes], packed: zipfile.ZipFile) -> None:
    """Raises _NoPackage: other archives, and such as would fill a disk."""
    infos = packed.infolist()
    names = [info.filename for info in infos]
    if MANIFEST not in names or len(names) > MOST_FILES or len(set(names)) != len(names):
        raise _NoPackage(_("To nie jest pakiet sprawy: brakuje pliku manifest.json albo pliki się powtarzają."))
    size = file.seek(0, 2)
    stored = all(info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1 for info in infos)
    if not stored or sum(info.file_size for info in infos) > size:
        raise _NoPackage(_("To nie jest pakiet sprawy: pliki w nim są spakowane inaczej."))


def _listed(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Listed:
    """As it is now; a file that cannot be read to its end counts as what was read of it."""
    found, size = hashlib.sha256(), 0
    try:
        for chunk in _chunks(packed, info.filename):
            found.update(chunk)
            size += len(chunk)
    except UNREADABLE:
        found.update(b"unreadable")
    return Listed(info.filename, size, found.hexdigest())


def _chunks(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with packed.open(name) as stream:
        yield from pieces(stream)


def _manifest(listed: list[Listed], said: dict[str, Any]) -> Iterator[Difference]:
    """What the manifest says of each file against what is there."""
    if said.get("format") != FORMAT or schemas.known(said.get("version")) is None:
        yield Difference(MANIFEST, _("nieznany format albo wersja."))
    files = _rows(said)
    for file in listed:
        row = files.pop(file.path, None)
        if row is None:
            yield Difference(file.path, _("pliku nie ma w manifeście."))
        elif (row.get("size"), row.get("sha256")) != (file.size, file.sha256):
            yield Difference(file.path, _("treść jest inna, niż podaje manifest."))
    for path in files:
        yield Difference(path, _("brakuje pliku, który wymienia manifest."))
    if said.get("sha256") != archive.whole(listed):
        yield Difference(MANIFEST, _("skrót całości nie zgadza się z plikami."))


def _rows(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    rows = said.get("files")
    listed = rows if isinstance(rows, list) else []
    return {row["path"]: row for row in listed if isinstance(row, dict) and isinstance(row.get("path"), str)}


def _content(packed: zipfile.ZipFile, listed: list[Listed]) -> Iterator[Difference]:
    """What the files say of themselves and of one another."""
    paths = {file.path: file for file in listed}
    if "case.json" not in paths:
        yield Difference("case.json", _("brakuje pliku sprawy."))
        return
    try:
        case = _object(packed, "case.json")
    except (_NoPackage, *UNREADABLE):
        yield Difference("case.json", _("pliku nie da się przeczytać."))
        return
    wrong = list(_schema(case))
    yield from wrong
    if not wrong:
        yield from _known(packed, case, paths)
    if not wrong and not case["anonymised_at"]:
        yield from _digests(case, paths)
    if "audit.jsonl" in paths:
        yield from _trail(packed)


def _known(packed: zipfile.ZipFile, case: dict[str, Any], paths: dict[str, Listed]) -> Iterator[Difference]:
    """Files of the format, all of them and no others, though a manifest may list anything; CASE obeys its schema."""
    named = {document["path"] for document in case["documents"] if document["path"] is not None}
    for path in sorted(ALWAYS - set(paths)):
        yield Difference(path, _("brakuje pliku, który ma każdy pakiet."))
    for path in sorted(set(paths) - ALWAYS - {RECEIPT} - named):
        yield Difference(path, _("takiego pliku nie ma w pakiecie żadna sprawa."))
    if SCHEMA in paths and packed.read(SCHEMA) != schemas.text(case["version"]):
        yield Difference(SCHEMA, _("schemat jest inny niż opublikowany."))


def _schema(case: dict[str, Any]) -> Iterator[Difference]:
    schema = schemas.known(case.get("version"))
    if schema is None:
        yield Difference("case.json", _("nieznana wersja formatu."))
        return
    for count, error in enumerate(Draft202012Validator(schema).iter_errors(case)):
        if count == MOST_TOLD:
            return
        place = "/".join(map(str, error.absolute_path))
        yield Difference("case.json", _("niezgodny ze schematem: %s.") % f"{place} ({error.validator})")


def _digests(case: dict[str, Any], paths: dict[str, Listed]) -> Iterator[Difference]:
    """Of parcels, the receipt and documents; CASE obeys its schema."""
    for parcel in case["parcels"]:
        if hashlib.sha256(parcel["content"].encode()).hexdigest() != parcel["sha256"]:
            yield Difference("case.json", _("działka %s: treść nie zgadza się ze skrótem.") % parcel["typed"])
    receipt = case["receipt"]
    if receipt and hashlib.sha256(receipt["content"].encode()).hexdigest() != receipt["sha256"]:
        yield Difference("case.json", _("poświadczenie odbioru: treść nie zgadza się ze skrótem."))
    for document in case["documents"]:
        path = document["path"]
        if path is None:
            continue
        if path not in paths:
            yield Difference(path, _("brakuje dokumentu, który wymienia sprawa."))
        elif paths[path].sha256 != document["sha256"]:
            yield Difference(path, _("dokument jest inny, niż zapisano, gdy wpłynął."))


def _trail(packed: zipfile.ZipFile) -> Iterator[Difference]:
    """Each event against its own hash."""
    with packed.open("audit.jsonl") as stream:
        before = 0
        for number, line in enumerate(stream, start=1):
            before, last = _number(line), before
            if not _is_whole(line) or before <= last:
                yield Difference(
                    "audit.jsonl",
                    _("wiersz %d: zdarzenie nie zgadza się ze swoim skrótem albo stoi nie na swoim miejscu.") % number,
                )
                return


def _number(line: bytes) -> int:
    """Of the event in the log, where they only grow; 0 of what is none."""
    try:
        return int(orjson.loads(line)["sequence"])
    except (ValueError, TypeError, KeyError):
        return 0


def _is_whole(line: bytes) -> bool:
    try:
        content = orjson.loads(line)
        return set(content) == EVENT_FIELDS and digest(_event(content)) == content["hash"]
    except (ValueError, TypeError, AttributeError, ValidationError):
        return False


def _event(content: dict[str, Any]) -> Event:
    return Event(**{**content, "at": Event._meta.get_field("at").to_python(content["at"])})


def _object(packed: zipfile.ZipFile, name: str) -> dict[str, Any]:
    if packed.getinfo(name).file_size > MOST_JSON:
        raise _NoPackage(_("Plik %s jest za duży.") % name)
    try:
        found = orjson.loads(packed.read(name))
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise _NoPackage(_("Pliku %s nie da się przeczytać.") % name)
    return found


def _container(
    file: IO[bytes], packed: zipfile.ZipFile, listed: list[Listed], said: dict[str, Any]
) -> Iterator[Difference]:
    """The same files written anew give the same bytes, or something stands beside them."""
    about: dict[str, Any] = {name: said[name] for name in ("format", "version", "sign", "office") if name in said}
    if archive.manifest(listed, about) != packed.read(MANIFEST):
        yield Difference(MANIFEST, _("manifest nie jest zapisany tak, jak wynika z plików."))
    with tempfile.TemporaryFile() as again:
        _rewrite(again, packed)
        again.seek(0)
        file.seek(0)
        if any(ours != theirs for ours, theirs in zip_longest(pieces(again), pieces(file))):
            yield Difference("", _("Budowa pliku ZIP jest inna: zmieniono coś poza treścią plików."))


def _rewrite(target: IO[bytes], packed: zipfile.ZipFile) -> None:
    """In the one order that packages have; what cannot be read to its end was told already."""
    names = sorted(info.filename for info in packed.infolist() if info.filename != MANIFEST)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as anew:
        for name in [*names, MANIFEST]:
            try:
                archive.put(anew, Entry(name, packed.getinfo(name).file_size, _chunks(packed, name)))
            except UNREADABLE:
                return
