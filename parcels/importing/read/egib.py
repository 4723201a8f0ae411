"""EGiB GML, in the schema of 2021 and the one before: feature elements -> records.

Only what is listed here is ever looked at: persons, shares and land-register numbers are passed over.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from parcels.importing.read.placer import placer
from parcels.importing.read.records import (
    AddressFacts,
    BuildingFacts,
    ContourFacts,
    Facts,
    Kind,
    LandUse,
    NamedFacts,
    ParcelFacts,
    Problem,
    Record,
)
from parcels.importing.read.values import building_kind, hectares, local_id
from sip.geo.gml import BadGeometry, Outline, read_geometry
from sip.geo.gmlstream import FeatureStream, local_name, namespace_of
from sip.registers.reading.placing import Draft
from sip.registers.reading.values import clean, decimal, moment, whole

_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
EXPORTED: Final = re.compile(r"Czas eksportu:\s*(\d{4}-\d\d-\d\d)")
_MOST_NAMED: Final = 60
_LAND_USE_AREAS: Final = ("powierzchnia", "powierzchniaEwidencyjnaKlasouzytku")
# Elements inside a klasoużytek; REFERENCES are properties of which only the link counts.
LAND_USE_PARTS: Final = frozenset(
    (
        "EGB_Klasouzytek",
        "EGB_KlasouzytekWGranicachDzialki",
        "oznaczenieKlasouzytku",
        "EGB_OznaczenieKlasouzytku",
        "OFU",
        "OZU",
        "OZK",
        "powierzchnia",
        "powierzchniaEwidencyjnaKlasouzytku",
    )
)
REFERENCES: Final = frozenset(("lokalizacjaDzialki", "lokalizacjaDzialki2", "dzialkaZabudowana"))

Children = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class FeatureClass:
    """How a class of the schema becomes a record; `fields` are all the properties read from it."""

    kind: Kind
    identifier: str
    fields: frozenset[str]
    facts: Callable[[Children, list[Problem]], Facts]


_MOMENTS: Final = ("startObiekt", "startWersjaObiekt", "koniecWersjaObiekt", "koniecObiekt")
COMMON_FIELDS: Final = frozenset(("idIIP", *_MOMENTS, "geometria"))
# Local names of classes that are persons, their addresses or their shares, in both schemas.
_PERSONAL: Final = re.compile(
    r"EGB_(?:Osob|Malzenst|Instytucj|Podmiot|WspolnotaGrunt|ZarzadSpolki|Udzial|Dzierzawa"
    r"|Adres(?!Nieruchomosci))"
)


def generation(tag: str) -> str:
    """Which EGiB schema an element belongs to: "2021", "2013", or "" for anything else."""
    namespace = namespace_of(tag).lower()
    if "ewidencjagruntowibudynkow" in namespace:
        return "2021"
    return "2013" if "ewidencjagruntowbudynkow" in namespace else ""


def is_personal(tag: str) -> bool:
    return _PERSONAL.match(local_name(tag)) is not None


class EgibReader:
    """Records of an EGiB document given as chunks of bytes; notes grow while reading."""

    def __init__(self, chunks: Iterable[bytes], notes: list[Problem], precincts: set[str]) -> None:
        self._stream = FeatureStream(chunks)
        self._notes = notes
        self._precincts = precincts
        self._passed: Counter[str] = Counter()
        self._generations: set[str] = set()
        self.data_date = _export_date(self._stream.prolog.comments)

    def __iter__(self) -> Iterator[Record]:
        yield from placer(self._notes).records(self._drafts())
        self._take_stock()

    def _drafts(self) -> Iterator[Draft]:
        for element in self._stream:
            schema = generation(element.tag)
            known = CLASSES.get(local_name(element.tag)) if schema else None
            if known is None:
                self._passed[element.tag] += 1
                continue
            self._generations.add(schema)
            draft = _draft(element, known)
            if isinstance(draft.outline, Outline):
                draft.outline.srs = draft.outline.srs or self._stream.srs
            if draft.kind is Kind.PRECINCTS and draft.identifier and draft.valid_to is None:
                self._precincts.add(draft.identifier)
            yield draft

    def _take_stock(self) -> None:
        """Notes on what was found and what was passed over: counts only, never content."""
        self._notes += [Problem("schema", found) for found in sorted(self._generations)]
        persons = sum(count for tag, count in self._passed.items() if is_personal(tag))
        if persons:
            self._notes.append(Problem("dropped-persons", str(persons)))
        others = ((local_name(tag), count) for tag, count in self._passed.items() if not is_personal(tag))
        for name, count in sorted(others)[:_MOST_NAMED]:
            self._notes.append(Problem("ignored-class", f"{name[:60]}: {count}"))


def _export_date(comments: Iterable[str]) -> date | None:
    for comment in comments:
        if found := EXPORTED.search(comment):
            try:
                return date.fromisoformat(found[1])
            except ValueError:
                return None
    return None


def _draft(element: Any, known: FeatureClass) -> Draft:
    problems: list[Problem] = []
    children = _children(element, known.fields)
    identifier = _text(children, known.identifier)
    if not identifier and known.identifier:
        problems.append(Problem("missing-identifier"))
    draft = Draft(known.kind, identifier, known.facts(children, problems), element.sourceline or 0, problems=problems)
    _identify(draft, children)
    _date(draft, children)
    _outline(draft, children)
    return draft


def _children(element: Any, fields: frozenset[str]) -> Children:
    found: Children = {}
    for child in element:
        name = local_name(child.tag)
        if name in found:
            found[name].append(child)
        elif name in fields:
            found[name] = [child]
    return found


def _text(children: Children, name: str) -> str:
    found = children.get(name)
    return clean(found[0].text) if found else ""


def _identify(draft: Draft, children: Children) -> None:
    for part in children.get("idIIP", [()])[0]:
        values = {local_name(item.tag): clean(item.text) for item in part}
        draft.namespace = values.get("przestrzenNazw", "")
        draft.local_id = values.get("lokalnyId", "")
        draft.version_id = values.get("wersjaId", "")


def _date(draft: Draft, children: Children) -> None:
    draft.object_from, draft.valid_from, draft.valid_to, draft.object_to = [
        moment(_text(children, name), draft.problems, name) if name in children else None for name in _MOMENTS
    ]


def _outline(draft: Draft, children: Children) -> None:
    try:
        for holder in children.get("geometria", ())[:1]:
            draft.outline = read_geometry(holder)
    except BadGeometry as error:
        draft.problems.append(Problem("bad-geometry", str(error)))


def _parcel(children: Children, problems: list[Problem]) -> ParcelFacts:
    name = "poleEwidencyjne" if "poleEwidencyjne" in children else "powierzchniaEwidencyjna"
    precision = _text(children, "dokladnoscReprezentacjiPola") or _text(children, "informacjaODokladnReprezentacjiPola")
    holders = children.get("klasouzytek", ()) or children.get("klasouzytekWGranicachDzialki", ())
    return ParcelFacts(
        area_ha=_area(children, name, problems),
        area_precision=whole(precision, problems, "dokladnoscReprezentacjiPola"),
        land_use=tuple(_land_use(part, problems) for holder in holders for part in holder),
        precinct_ref=next(iter(_references(children, "lokalizacjaDzialki", "lokalizacjaDzialki2")), ""),
    )


def _area(children: Children, name: str, problems: list[Problem]) -> Any:
    found = children.get(name)
    return hectares(clean(found[0].text), found[0].get("uom", ""), problems, name) if found else None


def _land_use(element: Any, problems: list[Problem]) -> LandUse:
    """EGB_Klasouzytek; before 2021 its three symbols lie one level deeper."""
    values = {local_name(part.tag): part for part in element.iter()}
    area = next((values[name] for name in _LAND_USE_AREAS if name in values), None)
    ofu, ozu, ozk = (clean(values[name].text) if name in values else "" for name in ("OFU", "OZU", "OZK"))
    if area is None:
        return LandUse(ofu, ozu, ozk, None)
    return LandUse(ofu, ozu, ozk, hectares(clean(area.text), area.get("uom", ""), problems, "klasouzytek"))


def _references(children: Children, *names: str) -> list[str]:
    hrefs = (child.get(_XLINK, "") for name in names for child in children.get(name, ()))
    return [local_id(href) for href in hrefs if href]


def _building(children: Children, problems: list[Problem]) -> BuildingFacts:
    return BuildingFacts(
        kind_kst=building_kind(_text(children, "rodzajWgKST")),
        floors_above=whole(_text(children, "liczbaKondygnacjiNadziemnych"), problems, "kondygnacje nadziemne"),
        floors_below=whole(_text(children, "liczbaKondygnacjiPodziemnych"), problems, "kondygnacje podziemne"),
        footprint_m2=decimal(_text(children, "powZabudowy"), problems, "powZabudowy"),
        parcel_refs=tuple(_references(children, "dzialkaZabudowana")),
    )


def _named(children: Children, _problems: list[Problem]) -> NamedFacts:
    return NamedFacts(_text(children, "nazwaWlasna"))


def _contour(children: Children, _problems: list[Problem]) -> ContourFacts:
    return ContourFacts(_text(children, "OFU"), _text(children, "OZU"), _text(children, "OZK"))


def _address(children: Children, _problems: list[Problem]) -> AddressFacts:
    return AddressFacts(
        place=_text(children, "nazwaMiejscowosci"),
        street=_text(children, "nazwaUlicy"),
        number=_text(children, "numerPorzadkowy"),
        place_code=_text(children, "idMiejscowosci"),
        street_code=_text(children, "idNazwyUlicy"),
    )


def _feature_class(
    kind: Kind, identifier: str, fields: str, facts: Callable[[Children, list[Problem]], Facts]
) -> FeatureClass:
    names = frozenset(filter(None, (identifier, *fields.split())))
    return FeatureClass(kind, identifier, COMMON_FIELDS | names, facts)


CLASSES: Final = {
    "EGB_DzialkaEwidencyjna": _feature_class(
        Kind.PARCELS,
        "idDzialki",
        "poleEwidencyjne powierzchniaEwidencyjna"
        " dokladnoscReprezentacjiPola informacjaODokladnReprezentacjiPola"
        " klasouzytek klasouzytekWGranicachDzialki lokalizacjaDzialki lokalizacjaDzialki2",
        _parcel,
    ),
    "EGB_Budynek": _feature_class(
        Kind.BUILDINGS,
        "idBudynku",
        "rodzajWgKST liczbaKondygnacjiNadziemnych liczbaKondygnacjiPodziemnych powZabudowy dzialkaZabudowana",
        _building,
    ),
    "EGB_ObrebEwidencyjny": _feature_class(Kind.PRECINCTS, "idObrebu", "nazwaWlasna", _named),
    "EGB_JednostkaEwidencyjna": _feature_class(Kind.UNITS, "idJednostkiEwid", "nazwaWlasna", _named),
    "EGB_KonturUzytkuGruntowego": _feature_class(Kind.LAND_USE, "idUzytku", "OFU", _contour),
    "EGB_KonturKlasyfikacyjny": _feature_class(Kind.SOIL, "idKonturu", "OZU OZK", _contour),
    "EGB_AdresNieruchomosci": _feature_class(
        Kind.ADDRESSES,
        "",
        "nazwaMiejscowosci idMiejscowosci nazwaUlicy idNazwyUlicy numerPorzadkowy",
        _address,
    ),
}
