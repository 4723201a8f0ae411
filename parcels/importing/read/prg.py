"""Address points of the PRG: the models of 2012 (PRG_PunktAdresowy) and of 2021 (AD_PunktAdresowy)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from parcels.importing.read.placer import placer
from parcels.importing.read.records import AddressFacts, Kind, Problem, Record, Unreadable
from parcels.importing.read.values import local_id
from sip.geo.gml import BadGeometry, read_geometry
from sip.geo.gmlstream import FeatureStream, local_name
from sip.registers.reading.placing import Draft
from sip.registers.reading.values import clean, moment

POINTS: Final = frozenset(("PRG_PunktAdresowy", "AD_PunktAdresowy"))
_PLACES: Final = frozenset(("PRG_MiejscowoscNazwa", "AD_Miejscowosc"))
_STREETS: Final = frozenset(("PRG_UlicaNazwa", "AD_UlicaPlac", "AD_Ulica"))
_CODES: Final = ("identyfikatorSIMC", "identyfikatorULIC", "idTERYT")
_NAMES: Final = ("nazwaPelna", "nazwa", "nazwaGlownaCzesc", "TERYTNazwa1")
_POSITIONS: Final = ("georeferencja", "pozycja", "geometria")
_MOST_NAMES: Final = 300_000
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"

Name = tuple[str, str]
"""A name and its TERYT code."""


@dataclass(slots=True)
class _Dictionary:
    """Names of places and streets by the local id that points refer to them with."""

    places: dict[str, Name] = field(default_factory=dict)
    streets: dict[str, Name] = field(default_factory=dict)

    def learn(self, element: Any) -> None:
        kind = local_name(element.tag)
        known = self.places if kind in _PLACES else self.streets if kind in _STREETS else None
        if known is None:
            return
        if len(known) >= _MOST_NAMES:
            raise Unreadable("too-large-text", "names")
        texts = _texts(element)
        name = next((texts[key] for key in _NAMES if texts.get(key)), "")
        code = next((texts[key] for key in _CODES if texts.get(key)), "")
        known[local_id(_gml_id(element))] = known[texts.get("lokalnyId", "")] = (name, code)


def address_records(chunks: Callable[[], Iterable[bytes]], notes: list[Problem]) -> Iterator[Record]:
    """Records of the address points. Read twice: names may follow the points that use them."""
    dictionary = _Dictionary()
    failure: Unreadable | None = None
    try:
        for element in FeatureStream(chunks()):
            dictionary.learn(element)
    except Unreadable as error:
        failure = error
    stream = (element for element in FeatureStream(chunks()) if local_name(element.tag) in POINTS)
    yield from placer(notes).records(_draft(element, dictionary) for element in stream)
    if failure:
        raise failure


def _draft(element: Any, dictionary: _Dictionary) -> Draft:
    texts = _texts(element)
    problems: list[Problem] = []
    draft = Draft(Kind.ADDRESSES, "", _facts(element, texts, dictionary), element.sourceline or 0, problems=problems)
    draft.namespace = texts.get("przestrzenNazw", "")
    draft.local_id = texts.get("lokalnyId", "")
    draft.version_id = texts.get("wersjaId", "")
    draft.valid_from = moment(texts.get("poczatekWersjiObiektu", ""), problems, "poczatekWersjiObiektu")
    draft.valid_to = moment(texts.get("koniecWersjiObiektu", ""), problems, "koniecWersjiObiektu")
    try:
        holder = next((child for child in element if local_name(child.tag) in _POSITIONS), None)
        draft.outline = None if holder is None else read_geometry(holder)
    except BadGeometry as error:
        problems.append(Problem("bad-geometry", str(error)))
    return draft


def _facts(element: Any, texts: dict[str, str], dictionary: _Dictionary) -> AddressFacts:
    links = [local_id(href) for child in element if (href := child.get(_XLINK))]
    place = _linked(links, dictionary.places)
    street = _linked(links, dictionary.streets)
    return AddressFacts(
        place=texts.get("miejscowosc") or place[0],
        street=texts.get("ulica") or street[0],
        number=texts.get("numerPorzadkowy", ""),
        postcode=texts.get("kodPocztowy", ""),
        place_code=place[1],
        street_code=street[1],
    )


def _linked(links: list[str], known: dict[str, Name]) -> Name:
    return next((known[link] for link in links if link in known), ("", ""))


def _texts(element: Any) -> dict[str, str]:
    """Texts of all leaves below a feature by local name; the first of a name counts."""
    found: dict[str, str] = {}
    for part in element.iterdescendants():
        if not len(part):
            found.setdefault(local_name(part.tag), clean(part.text))
    return found


def _gml_id(element: Any) -> str:
    return next((value for name, value in element.attrib.items() if local_name(name) == "id"), "")
