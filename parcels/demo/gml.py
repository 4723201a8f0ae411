"""Precincts as EGiB GML of the current schema (EGIB.XSD 1.10), northing before easting."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

import shapely
from shapely import Polygon

from parcels.demo.config import Config
from parcels.demo.feature import feature, version_id
from parcels.demo.persons import Persons
from parcels.demo.plane import rng_for
from parcels.demo.records import Building, Contour, LandUse, Life, Parcel, Precinct, new_id
from sip.geo.crs import PL_2000

SRS = f"urn:ogc:def:crs:EPSG::{PL_2000[-1].srid}"
START = """<?xml version="1.0" encoding="UTF-8"?>
<!--Dane zmyślone, demonstracyjne: żadna działka, budynek ani adres w tym pliku nie istnieje.
Czas eksportu: {exported}-->
<gml:FeatureCollection gml:id="ID-1" xmlns:gml="http://www.opengis.net/gml/3.2"\
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\
 xmlns:egb="ewidencjaGruntowIBudynkow:1.0" xsi:schemaLocation="ewidencjaGruntowIBudynkow:1.0 EGIB.XSD">
"""
END = "</gml:FeatureCollection>\n"
NO_POINTS = '<egb:punktGranicy{0} nilReason="missing"/>' * 3


def start(config: Config) -> str:
    """The file's head, which says that all is invented and when it was exported."""
    return START.format(exported=config.exported.isoformat())


class Writer:
    """Text of the objects of one precinct; `points` writes border points and links to them."""

    def __init__(self, config: Config, *, points: bool, persons: Persons | None) -> None:
        self._namespace = config.namespace
        self._points = points
        self._persons = persons

    def name(self, life: Life) -> str:
        return version_id(self._namespace, life)

    def unit(self, life: Life, identifier: str, name: str, outline: shapely.Geometry) -> str:
        body = (
            f"<egb:geometria>{_multisurface(self.name(life), outline)}</egb:geometria>"
            f"<egb:idJednostkiEwid>{identifier}</egb:idJednostkiEwid>"
            f"<egb:nazwaWlasna>{escape(name)}</egb:nazwaWlasna>{NO_POINTS.format('JednEwid')}"
        )
        return self._object("EGB_JednostkaEwidencyjna", life, body)

    def precinct(self, precinct: Precinct, unit: Life) -> Iterator[str]:
        """The precinct and all that is in it."""
        plan, here = precinct.plan, self.name(precinct.life)
        body = (
            f"<egb:geometria>{_multisurface(here, precinct.polygon)}</egb:geometria>"
            f"<egb:idObrebu>{plan.identifier}</egb:idObrebu><egb:nazwaWlasna>{escape(plan.name)}</egb:nazwaWlasna>"
            f'{NO_POINTS.format("Obrebu")}<egb:lokalizacjaObrebu xlink:href="{self.name(unit)}"/>'
        )
        yield self._object("EGB_ObrebEwidencyjny", precinct.life, body)
        known: dict[tuple[float, float], str] = {}
        for parcel in (*precinct.parcels, *precinct.closed):
            yield self._parcel(parcel, here, self._border(parcel.polygon, known, precinct))
        for building in precinct.buildings:
            yield self._building(building, self.name(precinct.parcels[building.parcel].life))
        for contour in precinct.contours:
            yield self._contour(contour, here)
        yield from self._border_points(known, precinct.life)
        if self._persons:
            yield from self._persons.objects(here)

    def _object(self, cls: str, life: Life, body: str) -> str:
        return feature(self._namespace, cls, life, body)

    def _parcel(self, parcel: Parcel, precinct: str, border: str) -> str:
        name = self.name(parcel.life)
        owner = self._persons.of_parcel(parcel) if self._persons else ("", '<egb:JRG2 nilReason="missing"/>')
        body = (
            f"<egb:idDzialki>{parcel.identifier}</egb:idDzialki>\n"
            f"<egb:geometria>{_polygon(name, parcel.polygon)}</egb:geometria>\n{owner[0]}"
            f'<egb:poleEwidencyjne uom="ha">{parcel.area / 10000:.4f}</egb:poleEwidencyjne>'
            f"<egb:dokladnoscReprezentacjiPola>1</egb:dokladnoscReprezentacjiPola>"
            f"{''.join(map(_use, parcel.uses))}{owner[1]}{border}"
            f'<egb:lokalizacjaDzialki xlink:href="{precinct}"/>'
        )
        return self._object("EGB_DzialkaEwidencyjna", parcel.life, body)

    def _building(self, building: Building, parcel: str) -> str:
        body = (
            f"<egb:idBudynku>{building.identifier}</egb:idBudynku>\n"
            f"<egb:geometria>{_multisurface(self.name(building.life), building.polygon)}</egb:geometria>\n"
            f"<egb:rodzajWgKST>{building.use}</egb:rodzajWgKST>"
            f"<egb:liczbaKondygnacjiNadziemnych>{building.storeys}</egb:liczbaKondygnacjiNadziemnych>"
            f"<egb:liczbaKondygnacjiPodziemnych>{building.cellars}</egb:liczbaKondygnacjiPodziemnych>"
            f'<egb:powZabudowy uom="m2">{building.polygon.area:.0f}</egb:powZabudowy>'
            f'<egb:dzialkaZabudowana xlink:href="{parcel}"/>'
        )
        return self._object("EGB_Budynek", building.life, body)

    def _contour(self, contour: Contour, precinct: str) -> str:
        body = (
            f"<egb:geometria>{_polygon(self.name(contour.life), contour.polygon)}</egb:geometria>\n"
            f"<egb:idUzytku>{contour.identifier}</egb:idUzytku><egb:OFU>{contour.ofu}</egb:OFU>"
            f'<egb:lokalizacjaUzytku xlink:href="{precinct}"/>'
        )
        return self._object("EGB_KonturUzytkuGruntowego", contour.life, body)

    def _border(self, polygon: Polygon, known: dict[tuple[float, float], str], precinct: Precinct) -> str:
        """Links to the border points, which get their identifiers from their number within the precinct."""
        if not self._points:
            return NO_POINTS.format("Dzialki")
        links = []
        for x, y in shapely.get_coordinates(polygon.exterior)[:-1].tolist():
            if (x, y) not in known:
                known[x, y] = new_id(rng_for(len(known), precinct.plan.face))
            life = Life(known[x, y], precinct.life.born, precinct.life.start)
            links.append(f'<egb:punktGranicyDzialki xlink:href="{self.name(life)}"/>')
        return "".join(links)

    def _border_points(self, known: dict[tuple[float, float], str], since: Life) -> Iterator[str]:
        for number, ((x, y), local_id) in enumerate(known.items(), 1):
            life = Life(local_id, since.born, since.start)
            body = (
                f'<egb:geometria><gml:Point gml:id="{self.name(life)}.p" srsName="{SRS}" srsDimension="2">'
                f"<gml:pos>{y:.2f} {x:.2f}</gml:pos></gml:Point></egb:geometria><egb:idPunktu>{number}</egb:idPunktu>"
                f"<egb:sposobPozyskania>1</egb:sposobPozyskania><egb:spelnienieWarunkowDokl>1"
                f"</egb:spelnienieWarunkowDokl><egb:rodzajStabilizacji>2</egb:rodzajStabilizacji>"
            )
            yield self._object("EGB_PunktGraniczny", life, body)


def _use(use: LandUse) -> str:
    ozu = f"<egb:OZU>{use.ozu}</egb:OZU>" if use.ozu else ""
    ozk = f"<egb:OZK>{use.ozk}</egb:OZK>" if use.ozk else ""
    return (
        f"<egb:klasouzytek><egb:EGB_Klasouzytek><egb:OFU>{use.ofu}</egb:OFU>{ozu}{ozk}"
        f'<egb:powierzchnia uom="ha">{use.area / 10000:.4f}</egb:powierzchnia>'
        f"</egb:EGB_Klasouzytek></egb:klasouzytek>\n"
    )


def _ring(ring: shapely.LinearRing) -> str:
    places = " ".join([f"{y:.2f} {x:.2f}" for x, y in shapely.get_coordinates(ring).tolist()])
    return f"<gml:LinearRing><gml:posList>{places}</gml:posList></gml:LinearRing>"


def _rings(polygon: Polygon) -> Iterable[str]:
    yield f"<gml:exterior>{_ring(polygon.exterior)}</gml:exterior>"
    for ring in polygon.interiors:
        yield f"<gml:interior>{_ring(ring)}</gml:interior>"


def _polygon(name: str, polygon: Polygon, part: int = 0) -> str:
    start = f'<gml:Polygon gml:id="{name}.g{part}" srsName="{SRS}" srsDimension="2">'
    return f"{start}{''.join(_rings(polygon))}</gml:Polygon>"


def _multisurface(name: str, shape: shapely.Geometry) -> str:
    members = "".join(
        f"<gml:surfaceMember>{_polygon(name, polygon, part)}</gml:surfaceMember>"
        for part, polygon in enumerate(shapely.get_parts(shape), 1)
    )
    return f'<gml:MultiSurface gml:id="{name}.m" srsName="{SRS}" srsDimension="2">{members}</gml:MultiSurface>'
