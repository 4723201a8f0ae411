"""Acts as GML of the application schema of planning acts (APP 2.0), northing before easting."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import shapely

from plans.codes import PROFILES, ZONES, ActKind, RegulationKind, Status
from plans.demo.records import Act, Document, Regulation, Zone

GOV: Final = "https://www.gov.pl/static/zagospodarowanieprzestrzenne"
SCHEMA: Final = f"{GOV}/schemas/app/2.0"
OBJECTS: Final = "https://www.gov.pl/zagospodarowanieprzestrzenne/app"
INSPIRE: Final = "http://inspire.ec.europa.eu/codelist"
BINDING: Final = ("RegulationNatureValue/generallyBinding", "ogólnie wiążące")
LEVELS: Final = {"local": "lokalny", "infraLocal": "sublokalny"}
CLASSES: Final = {
    RegulationKind.INFILL: "ObszarUzupelnieniaZabudowy",
    RegulationKind.DOWNTOWN: "ObszarZabudowySrodmiejskiej",
    RegulationKind.STANDARDS: "ObszarStandardowDostepnosciInfrastrukturySpolecznej",
}
START: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<!--Dane zmyślone, demonstracyjne: żaden akt ani dokument w tym pliku nie istnieje.-->
<wfs:FeatureCollection xmlns:app="{SCHEMA}" xmlns:gml="http://www.opengis.net/gml/3.2"\
 xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:xlink="http://www.w3.org/1999/xlink"\
 xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"\
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\
 xsi:schemaLocation="{SCHEMA} {SCHEMA}/planowaniePrzestrzenne_2_0.xsd\
 http://www.opengis.net/wfs/2.0 http://schemas.opengis.net/wfs/2.0/wfs.xsd"\
 timeStamp="2026-10-01T06:00:00Z" numberMatched="unknown" numberReturned="{{count}}">
"""
END: Final = "</wfs:FeatureCollection>\n"


def collection(acts: Iterable[Act], srid: int) -> str:
    """One file with all of the acts' features; SRID is the coordinates' system."""
    known = list(acts)
    features = [text for act in known for text in _Writer(act, srid).features()]
    features += [_document(document, data_set) for data_set, document in _documents(known)]
    return START.format(count=len(features)) + "".join(features) + END


def _documents(acts: Iterable[Act]) -> Iterator[tuple[str, Document]]:
    """Data set and document, each once with all that it says of any of the acts."""
    known: dict[tuple[str, str], Document] = {}
    for act in acts:
        for _, document in act.documents:
            key = (act.data_set, document.local_id)
            before = known[key].relations if key in known else ()
            known[key] = replace(document, relations=(*before, *document.relations))
    for (data_set, _), document in known.items():
        yield data_set, document


class _Writer:
    """Features of one act: all bear its data set and its version."""

    def __init__(self, act: Act, srid: int) -> None:
        self._act = act
        self._srs = f"http://www.opengis.net/def/crs/EPSG/0/{srid}"

    def features(self) -> Iterator[str]:
        yield self._feature("AktPlanowaniaPrzestrzennego", self._act.local_id, self._act_body())
        yield from (self._zone(zone) for zone in self._act.zones)
        yield from (self._regulation(area) for area in self._act.regulations)
        if self._act.drawing:
            yield self._feature("RysunekAktuPlanowaniaPrzestrzennego", self._drawing_id(), self._drawing_body())

    def _drawing_id(self) -> str:
        return f"{self._act.local_id}-1R"

    def _gid(self, local_id: str) -> str:
        """Of a geometry."""
        return f"{self._place(local_id).replace('/', '_')}.g"

    def _place(self, local_id: str) -> str:
        return f"{self._act.data_set}/{local_id}/{self._act.version}"

    def _feature(self, cls: str, local_id: str, body: str) -> str:
        return _feature(cls, self._act.data_set, local_id, self._act.version, body)

    def _started(self) -> str:
        return f"<app:poczatekWersjiObiektu>{self._act.started:%Y-%m-%dT%H:%M:%SZ}</app:poczatekWersjiObiektu>"

    def _standing(self, *, required: bool = False) -> str:
        """Period and status; of zones the schema wants a start even before there is one."""
        since = self._act.since or (date(2027, 3, 1) if required else None)
        return _day("obowiazujeOd", since) + _day("obowiazujeDo", self._act.until) + _status(self._act.status)

    def _act_body(self) -> str:
        act = self._act
        change = "" if act.change is None else f"<app:zmiana>{act.change}</app:zmiana>"
        name = self._gid(act.local_id)
        parts = "".join(
            f"<gml:surfaceMember>{_polygon(part, self._srs, f'{name}{number}')}</gml:surfaceMember>"
            for number, part in enumerate(shapely.get_parts(act.shape), 1)
        )
        links = "".join(
            f'<app:{role} xlink:href="{OBJECTS}/DokumentFormalny/{act.data_set}/{_name(document)}"/>'
            for role, document in sorted(act.documents, key=lambda pair: _ROLES.index(pair[0]))
        )
        if act.drawing:
            links += self._link("rysunek", "RysunekAktuPlanowaniaPrzestrzennego", self._drawing_id())
        links += "".join(self._link("wydzielenie", "StrefaPlanistyczna", self._own(zone)) for zone in act.zones)
        links += "".join(self._link("regulacja", CLASSES[_kind(area)], self._own(area)) for area in act.regulations)
        kind = _code(
            "typPlanu", f"{GOV}/codelist/TypAktuPlanowaniaPrzestrzennegoKod", act.kind, ActKind(act.kind).label
        )
        return (
            f"{self._started()}<app:tytul>{escape(act.title)}</app:tytul>{kind}"
            f"{_code('poziomHierarchii', f'{INSPIRE}/LevelOfSpatialPlanValue', act.level, LEVELS[act.level])}"
            f"{self._standing()}{change}<app:modyfikacja>false</app:modyfikacja>"
            f'<app:zasiegPrzestrzenny><gml:MultiSurface gml:id="{name}"'
            f' srsName="{self._srs}" srsDimension="2">{parts}</gml:MultiSurface></app:zasiegPrzestrzenny>{links}'
        )

    def _link(self, role: str, cls: str, local_id: str) -> str:
        return f'<app:{role} xlink:href="{OBJECTS}/{cls}/{self._place(local_id)}"/>'

    def _own(self, part: Zone | Regulation) -> str:
        return f"{self._act.local_id}-{part.designation}"

    def _common(self, part: Zone | Regulation, symbol: str) -> str:
        shape = _polygon(part.shape, self._srs, self._gid(self._own(part)))
        return (
            f"<app:oznaczenie>{part.designation}</app:oznaczenie><app:symbol>{symbol}</app:symbol>{self._started()}"
            f'{self._standing(required=True)}<app:charakterUstalenia xlink:href="{INSPIRE}/{BINDING[0]}"'
            f' xlink:title="{BINDING[1]}"/><app:geometria>{shape}</app:geometria>'
            + self._link("plan", "AktPlanowaniaPrzestrzennego", self._act.local_id)
        )

    def _zone(self, zone: Zone) -> str:
        kind = ZONES[zone.symbol]
        intensity, built, height, green = zone.indicators
        body = (
            self._common(zone, zone.symbol)
            + _code("nazwa", f"{GOV}/codelist/RodzajStrefyPlanistycznejKod", kind.code, str(kind.name))
            + "".join(_profile("profilPodstawowy", code) for code in zone.basic)
            + "".join(_profile("profilDodatkowy", code) for code in zone.additional)
            + _number("maksNadziemnaIntensywnoscZabudowy", intensity)
            + _number("maksUdzialPowierzchniZabudowy", built)
            + _number("maksWysokoscZabudowy", height, ' uom="m"')
            + _number("minUdzialPowierzchniBiologicznieCzynnej", green)
        )
        return self._feature("StrefaPlanistyczna", self._own(zone), body)

    def _regulation(self, area: Regulation) -> str:
        body = f"<app:nazwa>{RegulationKind(area.kind).label}</app:nazwa>" + self._common(area, area.kind)
        if area.kind == RegulationKind.STANDARDS:
            body += _standards(area.school)
        return self._feature(CLASSES[_kind(area)], self._own(area), body)

    def _drawing_body(self) -> str:
        act = self._act
        return (
            f"{self._started()}<app:tytul>Rysunek: {escape(act.title)}</app:tytul>"
            f"<app:lacze>{escape(act.drawing)}</app:lacze>"
            f"<app:ukladOdniesieniaPrzestrzennego>{self._srs}</app:ukladOdniesieniaPrzestrzennego>"
            "<app:rozdzielczoscPrzestrzenna>1000</app:rozdzielczoscPrzestrzenna>"
            f"{_day('obowiazujeOd', act.since)}{_day('obowiazujeDo', act.until)}"
            + self._link("plan", "AktPlanowaniaPrzestrzennego", act.local_id)
        )


def _kind(area: Regulation) -> RegulationKind:
    return RegulationKind(area.kind)


# The schema lays down the order of an act's links to documents.
_ROLES: Final = (
    "dokument", "dokumentPrzystepujacy", "dokumentUchwalajacy", "dokumentZmieniajacy", "dokumentUchylajacy"
)  # fmt: skip


def _feature(cls: str, data_set: str, local_id: str, version: str, body: str) -> str:
    place = f"{data_set}/{local_id}/{version}"
    return (
        f'<wfs:member><app:{cls} gml:id="{place.replace("/", "_")}">'
        f'<gml:identifier codeSpace="{OBJECTS}">{OBJECTS}/{cls}/{place}</gml:identifier>'
        f"<app:idIIP><app:Identyfikator><app:przestrzenNazw>{data_set}</app:przestrzenNazw>"
        f"<app:lokalnyId>{local_id}</app:lokalnyId><app:wersjaId>{version}</app:wersjaId>"
        f"</app:Identyfikator></app:idIIP>{body}</app:{cls}></wfs:member>\n"
    )


def _name(document: Document) -> str:
    return f"{document.local_id}/{_version(document)}"


def _version(document: Document) -> str:
    return f"{document.dated:%Y%m%d}T000000"


def _document(document: Document, data_set: str) -> str:
    return _feature("DokumentFormalny", data_set, document.local_id, _version(document), _document_body(document))


def _document_body(document: Document) -> str:
    number = (
        f"<app:numerIdentyfikacyjny>{escape(document.number)}</app:numerIdentyfikacyjny>" if document.number else ""
    )
    journal = f"<app:dziennikUrzedowy xlink:title={quoteattr(document.journal)}/>" if document.journal else ""
    link = f"<app:lacze>{escape(document.link)}</app:lacze>" if document.link else ""
    relations = "".join(
        f'<app:{role} xlink:href="{OBJECTS}/AktPlanowaniaPrzestrzennego/{reference}"/>'
        for role, reference in sorted(document.relations, key=lambda pair: _RELATIONS.index(pair[0]))
    )
    return (
        f"<app:tytul>{escape(document.title)}</app:tytul>{number}"
        f"<app:organUstanawiajacy>{escape(document.organ)}</app:organUstanawiajacy>"
        f"<app:data><gmd:CI_Date><gmd:date><gco:Date>{document.dated}</gco:Date></gmd:date><gmd:dateType>"
        '<gmd:CI_DateTypeCode codeList="http://www.isotc211.org/2005/resources/Codelist/gmxCodelists.xml#'
        'CI_DateTypeCode" codeListValue="creation">utworzenie</gmd:CI_DateTypeCode></gmd:dateType></gmd:CI_Date>'
        f"</app:data>{_day('dataWejsciaWZycie', document.effective)}{_day('dataUchylenia', document.repealed)}"
        f"{journal}{link}{relations}"
    )


_RELATIONS: Final = ("uchwala", "przystapienie", "zmienia", "uchyla")


def _standards(school: int) -> str:
    """Standards the law wants in every such area; SCHOOL is the distance to a primary school in metres."""
    return (
        "<app:wylaczenieZabudowyZagrodowej>true</app:wylaczenieZabudowyZagrodowej>"
        f'<app:odlegloscDoSzkolyPodstawowej uom="m">{school}</app:odlegloscDoSzkolyPodstawowej>'
        '<app:odlegloscDoObszarowZieleniPublicznej uom="m">3000</app:odlegloscDoObszarowZieleniPublicznej>'
        '<app:powierzchniaLacznaObszarowZieleniPublicznej uom="ha">20</app:powierzchniaLacznaObszarowZieleniPublicznej>'
        '<app:odlegloscDoObszaruZieleniPublicznej uom="m">1500</app:odlegloscDoObszaruZieleniPublicznej>'
        '<app:powierzchniaObszaruZieleniPublicznej uom="ha">3</app:powierzchniaObszaruZieleniPublicznej>'
    )


def _status(code: str) -> str:
    return _code("status", f"{INSPIRE}/ProcessStepGeneralValue", code, Status(code).label)


def _code(name: str, where: str, code: str, title: object) -> str:
    return f'<app:{name} xlink:href="{where}/{code}" xlink:title={quoteattr(str(title))}/>'


def _profile(name: str, code: str) -> str:
    return f'<app:{name} xlink:href="{GOV}/ontology/KPT#KPT-MPZP-{code}" xlink:title={quoteattr(str(PROFILES[code]))}/>'


def _day(name: str, day: date | None) -> str:
    return f"<app:{name}>{day}</app:{name}>" if day else ""


def _number(name: str, value: float | None, unit: str = "") -> str:
    return "" if value is None else f"<app:{name}{unit}>{value:.1f}</app:{name}>"


def _polygon(shape: shapely.Polygon, srs: str, name: str) -> str:
    rings = f"<gml:exterior>{_ring(shape.exterior)}</gml:exterior>"
    rings += "".join(f"<gml:interior>{_ring(ring)}</gml:interior>" for ring in shape.interiors)
    return f'<gml:Polygon gml:id="{name}" srsName="{srs}" srsDimension="2">{rings}</gml:Polygon>'


def _ring(ring: shapely.LinearRing) -> str:
    places = " ".join(f"{y:.2f} {x:.2f}" for x, y in shapely.get_coordinates(ring).tolist())
    return f"<gml:LinearRing><gml:posList>{places}</gml:posList></gml:LinearRing>"
