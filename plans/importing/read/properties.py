"""Properties of an APP feature as values: texts, dates, codes, references. What cannot be read is noted."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sip.geo.gmlstream import local_name
from sip.registers.reading.values import clean, decimal, moment
from sip.registers.record import Problem

_XLINK: Final = "{http://www.w3.org/1999/xlink}"
# Namespace in two parts, local id and perhaps the version: parted as in the address of gml:identifier or in a gml:id.
_REFERENCES: Final = (
    re.compile(r"(?:^|[/#:])(?P<set>PL\.ZIPPZP\.[^/_#:]+)/(?P<unit>[^/#]+)/(?P<local>[^/#]+)(?:/[^/#]*)?/?$"),
    re.compile(
        r"(?:^|[/#:])(?P<set>PL\.ZIPPZP\.[^/_#:]+)_(?P<unit>[^/_#]+)_(?P<local>[^/#]+?)(?:_[0-9][0-9T:Z.+-]*)?$"
    ),
)
_CODE: Final = re.compile(r"[^/#]+$")
_PROFILE: Final = re.compile(r"KPT-MPZP-([A-Z]+)$")
_WHOLE: Final = re.compile(r"-?[0-9]{1,9}")
# Room of the column; no building is this high.
_MOST: Final = Decimal(100_000)
# Indicators are given to one decimal place.
_STEP: Final = Decimal("0.1")


class Properties:
    """The children of a feature element by their local names; `problems` grow as values are asked for.

    NAMES are the identifiers of objects whose names in the files do not tell them.
    """

    def __init__(self, element: Any, name: str, names: Mapping[str, str]) -> None:
        self.name = name
        self._names = names
        self.problems: list[Problem] = []
        self._by_name: dict[str, list[Any]] = {}
        for child in element:
            self._by_name.setdefault(local_name(child.tag), []).append(child)

    def elements(self, name: str) -> list[Any]:
        return self._by_name.get(name, [])

    def inspire_id(self) -> tuple[str, str, str]:
        """Namespace, local id, version."""
        values = {
            local_name(item.tag): clean(item.text)
            for holder in self.elements("idIIP")
            for part in holder
            for item in part
        }
        return values.get("przestrzenNazw", ""), values.get("lokalnyId", ""), values.get("wersjaId", "")

    def texts(self, name: str) -> Iterator[str]:
        return filter(None, (clean(element.text) for element in self.elements(name)))

    def text(self, name: str) -> str:
        return next(self.texts(name), "")

    def moment(self, name: str) -> datetime | None:
        return moment(self.text(name), self.problems, name)

    def day(self, name: str) -> date | None:
        """A date, written straight or inside a gmd:CI_Date."""
        texts = (clean(part.text) for element in self.elements(name) for part in element.iter())
        found = moment(next(filter(None, texts), ""), self.problems, name)
        return found.date() if found else None

    def whole(self, name: str) -> int | None:
        text = self.text(name)
        if text and not _WHOLE.fullmatch(text):
            self.problems.append(Problem("bad-number", name))
            return None
        return int(text) if text else None

    def indicator(self, name: str) -> Decimal | None:
        value = decimal(self.text(name), self.problems, name)
        if value is None:
            return None
        if value >= _MOST:
            self.problems.append(Problem("bad-number", name))
            return None
        if value % _STEP:
            self.problems.append(Problem("too-precise", f"{name}: {value}"))
        return value

    def references(self, name: str) -> list[str]:
        return [href for element in self.elements(name) if (href := element.get(f"{_XLINK}href", "").strip())]

    def targets(self, name: str) -> list[str]:
        """Identifiers of what the references lead to, as far as they can be read."""
        return [
            self._names.get(reference) or self._names.get(reference.partition("#")[2]) or identifier_in(reference)
            for reference in self.references(name)
        ]

    def code(self, name: str) -> str:
        """The last part of a reference to a code list; where there is none, the title or the text."""
        for reference in self.references(name):
            if found := _CODE.search(reference.rstrip("/")):
                return found[0]
        return self.title(name)

    def title(self, name: str) -> str:
        for element in self.elements(name):
            return clean(element.get(f"{_XLINK}title")) or clean(element.text)
        return ""

    def profiles(self, name: str) -> Iterator[str]:
        """Codes of classes of land use; a reference that is none is kept as written, to be seen by the checks."""
        for element in self.elements(name):
            reference = element.get(f"{_XLINK}href", "").strip()
            found = _PROFILE.search(reference)
            yield found[1] if found else (reference or clean(element.get(f"{_XLINK}title")))[:100]

    def base_maps(self) -> Iterator[tuple[str, str, str]]:
        """Date, reference, link of each base map."""
        for holder in self.elements("mapaPodkladowa"):
            for part in holder:
                values = {local_name(item.tag): clean(item.text) for item in part}
                yield values.get("data", ""), values.get("referencja", ""), values.get("lacze", "")

    def standards(self) -> Iterator[tuple[str, str, str]]:
        """Name, value and unit of each standard of access."""
        for name, elements in self._by_name.items():
            if name.startswith(("odleglosc", "powierzchnia", "wylaczenie")):
                yield name, clean(elements[0].text), elements[0].get("uom", "")


def identifier_in(reference: str) -> str:
    """Identifier of the object that a reference leads to (an address or a gml:id), else the reference as written."""
    for pattern in _REFERENCES:
        if found := pattern.search(reference):
            return f"{found['set']}/{found['unit']}/{found['local']}"
    return reference.removeprefix("#")
