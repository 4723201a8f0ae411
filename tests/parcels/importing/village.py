"""A village as EGiB GML: parcels given as rectangles in metres from a corner of precinct 060902_5.0001."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from tests.parcels.reading.egibfile import document, polygon

PRECINCT = "060902_5.0001"
NAMESPACE = "PL.PZGiK.9999.EGiB"
# Northing and easting of the corner in PL-2000 zone 8.
CORNER = (5_661_000.0, 8_400_000.0)
FIRST = "2020-01-01T12:00:00"
LATER = "2024-05-06T12:00:00"

Box = tuple[float, float, float, float]


def box(west: float, south: float, width: float, height: float) -> str:
    north0, east0 = CORNER
    a, b = north0 + south, east0 + west
    return polygon(((a, b), (a + height, b), (a + height, b + width), (a, b + width)))


def local_id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def feature(
    cls: str,
    name: str,
    body: str,
    *,
    since: str = FIRST,
    until: str | None = None,
    ended: bool = False,
    began: str | None = None,
) -> str:
    """One version of the object NAME; with `ended` the object itself ends."""
    end = f"<egb:koniecWersjaObiekt>{until}</egb:koniecWersjaObiekt>" if until else ""
    end += f"<egb:koniecObiekt>{until}</egb:koniecObiekt>" if until and ended else ""
    return (
        f'<egb:{cls} gml:id="{name.replace("/", "-")}-{since[:4]}"><egb:idIIP><egb:EGB_IdentyfikatorIIP>'
        f"<egb:lokalnyId>{local_id(name)}</egb:lokalnyId><egb:przestrzenNazw>{NAMESPACE}</egb:przestrzenNazw>"
        f"<egb:wersjaId>{since}</egb:wersjaId></egb:EGB_IdentyfikatorIIP></egb:idIIP>"
        f"<egb:startObiekt>{began or since}</egb:startObiekt><egb:startWersjaObiekt>{since}</egb:startWersjaObiekt>"
        f"{end}{body}</egb:{cls}>"
    )


def parcel(
    number: str,
    place: Box,
    *,
    area: float | None = None,
    identifier: str | None = None,
    name: str | None = None,
    geometry: str | None = None,
    uses: Sequence[tuple[str, float]] = (),
    since: str = FIRST,
    until: str | None = None,
    ended: bool = False,
) -> str:
    """A parcel whose registered area fits its rectangle unless AREA (ha) says otherwise."""
    hectares = place[2] * place[3] / 10_000 if area is None else area
    land = "".join(
        f"<egb:klasouzytek><egb:EGB_Klasouzytek><egb:OFU>{ofu}</egb:OFU>"
        f'<egb:powierzchnia uom="ha">{size:.4f}</egb:powierzchnia></egb:EGB_Klasouzytek></egb:klasouzytek>'
        for ofu, size in uses
    )
    body = (
        f"<egb:idDzialki>{identifier or f'{PRECINCT}.{number}'}</egb:idDzialki>"
        f"<egb:geometria>{geometry or box(*place)}</egb:geometria>"
        f'<egb:poleEwidencyjne uom="ha">{hectares:.4f}</egb:poleEwidencyjne>'
        f"<egb:dokladnoscReprezentacjiPola>1</egb:dokladnoscReprezentacjiPola>{land}"
    )
    return feature("EGB_DzialkaEwidencyjna", name or number, body, since=since, until=until, ended=ended)


def precinct(place: Box, *, identifier: str = PRECINCT, name: str = "Wola Zmyślona") -> str:
    body = (
        f"<egb:idObrebu>{identifier}</egb:idObrebu><egb:nazwaWlasna>{name}</egb:nazwaWlasna>"
        f"<egb:geometria>{box(*place)}</egb:geometria>"
    )
    return feature("EGB_ObrebEwidencyjny", identifier, body)


def building(number: str, place: Box) -> str:
    body = (
        f"<egb:idBudynku>{PRECINCT}.{number}</egb:idBudynku><egb:geometria>{box(*place)}</egb:geometria>"
        "<egb:rodzajWgKST>m</egb:rodzajWgKST>"
        "<egb:liczbaKondygnacjiNadziemnych>2</egb:liczbaKondygnacjiNadziemnych>"
        "<egb:liczbaKondygnacjiPodziemnych>1</egb:liczbaKondygnacjiPodziemnych>"
    )
    return feature("EGB_Budynek", f"building {number}", body)


def contour(number: str, place: Box, *, use: str = "R") -> str:
    body = f"<egb:idUzytku>{number}</egb:idUzytku><egb:geometria>{box(*place)}</egb:geometria><egb:OFU>{use}</egb:OFU>"
    return feature("EGB_KonturUzytkuGruntowego", f"contour {number}", body)


def strips(count: int) -> list[str]:
    """COUNT fields of 20 m by 100 m side by side, numbered from 1."""
    return [parcel(str(n + 1), (n * 20, 0, 20, 100)) for n in range(count)]


__all__ = [
    "LATER",
    "PRECINCT",
    "box",
    "building",
    "document",
    "feature",
    "local_id",
    "parcel",
    "polygon",
    "precinct",
    "strips",
]
