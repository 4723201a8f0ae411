"""GML of planning acts (APP, schemas 1.0 to 3.0): feature elements -> records."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import TextChoices

from plans.codes import SYMBOL_OF, ZONES, ActKind, RegulationKind, Status
from plans.importing.read.properties import Properties
from plans.importing.read.records import (
    ActFacts,
    DocumentFacts,
    DrawingFacts,
    Indicators,
    Kind,
    Link,
    RegulationFacts,
    Standing,
    ZoneFacts,
)
from plans.importing.read.rules import disagreements, odd_marks
from plans.models import ACT_LENGTH
from sip.geo.gml import BadGeometry, Outline, read_geometry
from sip.geo.gmlstream import FeatureStream, local_name, namespace_of
from sip.registers.reading.placing import Draft, Placer
from sip.registers.record import Problem, Record

# Schema 1.0 first had a domain of its own.
_SCHEMA: Final = re.compile(r"zagospodarowanieprzestrzenne(?:\.gov\.pl)?/schemas/app/(\d+\.\d+)")
# przestrzenNazw: PL.ZIPPZP.<number>/<TERYT code>-<kind of act>
_UNIT: Final = re.compile(r"/(\d{2}(?:\d{4})?)-")
_DOCUMENT_ROLES: Final = (
    "dokument",
    "dokumentPrzystepujacy",
    "dokumentUchwalajacy",
    "dokumentZmieniajacy",
    "dokumentUchylajacy",
    "dokumentUniewazniajacy",
)
_RELATIONS: Final = ("uchwala", "przystapienie", "zmienia", "uchyla", "uniewaznia")
# What an act says it consists of.
PARTS: Final = {"wydzielenie": Kind.ZONES, "regulacja": Kind.REGULATIONS, "rysunek": Kind.DRAWINGS}
_REGULATIONS: Final = {
    "ObszarUzupelnieniaZabudowy": RegulationKind.INFILL,
    "ObszarZabudowySrodmiejskiej": RegulationKind.DOWNTOWN,
    "ObszarStandardowDostepnosciInfrastrukturySpolecznej": RegulationKind.STANDARDS,
}
_MOST_NAMED: Final = 60


@dataclass(frozen=True, slots=True)
class FeatureClass:
    """How a class of the schema becomes a record; `shape` is the property that holds the geometry."""

    kind: Kind
    facts: Callable[[Properties], Any]
    shape: str = ""


@dataclass(slots=True)
class Links:
    """References met while reading: `acts` that features say they belong to, and `parts` that acts say they have.

    A part is the act's identifier, the role and the identifier of what it leads to.
    """

    acts: set[str] = field(default_factory=set)
    parts: set[tuple[str, str, str]] = field(default_factory=set)

    def of(self, given: Properties, identifier: str) -> None:
        self.acts.update(target[-ACT_LENGTH:] for target in given.targets("plan"))
        self.parts.update((identifier, role, target) for role in PARTS for target in given.targets(role))


class AppReader:
    """Records of an APP document given as chunks of bytes; notes grow while reading, and so do the links.

    NAMES: see Properties.
    """

    def __init__(self, chunks: Iterable[bytes], notes: list[Problem], links: Links, names: Mapping[str, str]) -> None:
        self._stream = FeatureStream(chunks)
        self._notes = notes
        self._links = links
        self._names = names
        self._passed: Counter[str] = Counter()
        self._generations: set[str] = set()

    def __iter__(self) -> Iterator[Record]:
        placer = Placer(self._notes, optional=(Kind.ACTS, Kind.DOCUMENTS, Kind.DRAWINGS), code=_place_code)
        yield from placer.records(self._drafts())
        self._notes += [Problem("schema", f"APP {found}") for found in sorted(self._generations)]
        for name, count in sorted(self._passed.items())[:_MOST_NAMED]:
            self._notes.append(Problem("ignored-class", f"{name[:60]}: {count}"))

    def _drafts(self) -> Iterator[Draft]:
        for element in self._stream:
            name = local_name(element.tag)
            schema = _SCHEMA.search(namespace_of(element.tag))
            known = CLASSES.get(name) if schema else None
            if schema is None or known is None:
                self._passed[name] += 1
                continue
            self._generations.add(schema[1])
            given = Properties(element, name, self._names)
            draft = _draft(given, known, element.sourceline or 0)
            if isinstance(draft.outline, Outline):
                draft.outline.srs = draft.outline.srs or self._stream.srs
            self._links.of(given, draft.identifier)
            yield draft


def _place_code(draft: Draft) -> str:
    """The TERYT code in the namespace: the voivodeship in which the object must lie."""
    found = _UNIT.search(draft.namespace)
    return found[1] if found else ""


def _draft(given: Properties, known: FeatureClass, line: int) -> Draft:
    namespace, local_id, version = given.inspire_id()
    draft = Draft(
        kind=known.kind,
        identifier="/".join(filter(None, (namespace, local_id))),
        facts=known.facts(given),
        line=line,
        namespace=namespace,
        local_id=local_id,
        version_id=version,
        valid_from=given.moment("poczatekWersjiObiektu"),
        valid_to=given.moment("koniecWersjiObiektu"),
        problems=given.problems,
    )
    if isinstance(draft.facts, ZoneFacts):
        draft.problems += disagreements(draft.facts)
    if isinstance(draft.facts, RegulationFacts):
        draft.problems += odd_marks(draft.facts)
    if not local_id:
        draft.problems.append(Problem("missing-identifier"))
    try:
        draft.outline = next((read_geometry(holder) for holder in given.elements(known.shape)), None)
    except BadGeometry as error:
        draft.problems.append(Problem("bad-geometry", str(error)))
    return draft


def _standing(given: Properties) -> Standing:
    return Standing(_coded(given, "status", Status), given.day("obowiazujeOd"), given.day("obowiazujeDo"))


def _coded(given: Properties, name: str, words: type[TextChoices]) -> str:
    """A code of the list WORDS, be it by its name; else as written."""
    code = given.code(name)
    if code in words.values:
        return code
    title = given.title(name).casefold()
    return next((word.value for word in words if str(word.label).casefold() == title), code)


def _links(given: Properties, roles: Iterable[str]) -> tuple[Link, ...]:
    return tuple(Link(role, target) for role in roles for target in given.targets(role))


def _act(given: Properties) -> ActFacts:
    namespace, _local_id, _version = given.inspire_id()
    unit = _UNIT.search(namespace)
    return ActFacts(
        title=given.text("tytul"),
        kind=_coded(given, "typPlanu", ActKind),
        standing=_standing(given),
        level=given.code("poziomHierarchii"),
        unit=unit[1] if unit else "",
        other_titles=tuple(given.texts("tytulAlternatywny")),
        change=given.whole("zmiana"),
        modification=given.text("modyfikacja").lower() in ("true", "1"),
        base_maps=tuple(given.base_maps()),
        documents=_links(given, _DOCUMENT_ROLES),
    )


def _zone(given: Properties) -> ZoneFacts:
    return ZoneFacts(
        act=_act_of(given),
        designation=given.text("oznaczenie"),
        symbol=given.text("symbol"),
        standing=_standing(given),
        name=given.title("nazwa"),
        kind_symbol=_kind_symbol(given),
        other_name=given.text("nazwaAlternatywna"),
        nature=given.code("charakterUstalenia"),
        basic_profiles=tuple(given.profiles("profilPodstawowy")),
        additional_profiles=tuple(given.profiles("profilDodatkowy")),
        indicators=Indicators(
            max_intensity=given.indicator("maksNadziemnaIntensywnoscZabudowy"),
            max_built_share=given.indicator("maksUdzialPowierzchniZabudowy"),
            max_height=given.indicator("maksWysokoscZabudowy"),
            min_green_share=given.indicator("minUdzialPowierzchniBiologicznieCzynnej"),
        ),
    )


def _kind_symbol(given: Properties) -> str:
    """The symbol of the zone's kind, by its code, else by its name as the code list words it."""
    if symbol := SYMBOL_OF.get(given.code("nazwa")):
        return symbol
    name = given.title("nazwa").casefold()
    return next((kind.symbol for kind in ZONES.values() if str(kind.name).casefold() == name), "")


def _act_of(given: Properties) -> str:
    """The act that a zone belongs to: as referred to, else by the zone's own id, which begins with the act's."""
    for target in given.targets("plan"):
        return target[-ACT_LENGTH:]
    namespace, local_id, _version = given.inspire_id()
    return "/".join(filter(None, (namespace, local_id.partition("-")[0])))


def _regulation(given: Properties) -> RegulationFacts:
    return RegulationFacts(
        act=_act_of(given),
        kind=_REGULATIONS[given.name].value,
        designation=given.text("oznaczenie"),
        symbol=given.text("symbol"),
        standing=_standing(given),
        name=given.text("nazwa"),
        nature=given.code("charakterUstalenia"),
        standards=tuple(given.standards()),
    )


def _document(given: Properties) -> DocumentFacts:
    return DocumentFacts(
        title=given.text("tytul"),
        short_title=given.text("nazwaSkrocona"),
        number=given.text("numerIdentyfikacyjny"),
        organ=given.text("organUstanawiajacy"),
        dated=given.day("data"),
        effective_from=given.day("dataWejsciaWZycie"),
        repealed_on=given.day("dataUchylenia"),
        journal=given.title("dziennikUrzedowy"),
        links=tuple(given.texts("lacze")),
        relations=_links(given, _RELATIONS),
    )


def _drawing(given: Properties) -> DrawingFacts:
    return DrawingFacts(
        act=_act_of(given),
        title=given.text("tytul"),
        link=given.text("lacze"),
        legend=given.text("legenda"),
        crs=given.text("ukladOdniesieniaPrzestrzennego"),
        scale=given.whole("rozdzielczoscPrzestrzenna"),
        since=given.day("obowiazujeOd"),
        until=given.day("obowiazujeDo"),
    )


CLASSES: Final = {
    "AktPlanowaniaPrzestrzennego": FeatureClass(Kind.ACTS, _act, "zasiegPrzestrzenny"),
    "StrefaPlanistyczna": FeatureClass(Kind.ZONES, _zone, "geometria"),
    **{name: FeatureClass(Kind.REGULATIONS, _regulation, "geometria") for name in _REGULATIONS},
    "DokumentFormalny": FeatureClass(Kind.DOCUMENTS, _document),
    "RysunekAktuPlanowaniaPrzestrzennego": FeatureClass(Kind.DRAWINGS, _drawing),
}
