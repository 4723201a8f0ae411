"""Small planning acts written as APP GML: an act of 400 x 200 m and zones inside of it, over the tests' village."""

from collections.abc import Iterable

from tests.parcels.importing.village import CORNER

SCHEMA = "https://www.gov.pl/static/zagospodarowanieprzestrzenne/schemas/app/2.0"
LISTS = "https://www.gov.pl/static/zagospodarowanieprzestrzenne/codelist"
STEPS = "http://inspire.ec.europa.eu/codelist/ProcessStepGeneralValue"
PROFILES = "https://www.gov.pl/static/zagospodarowanieprzestrzenne/ontology/KPT#KPT-MPZP-"
SET = "PL.ZIPPZP.9999/060902-POG"
ACT = f"{SET}/1POG"
CODES = {"SJ": "strefaWielofunkcyjnaZZabudowaMieszkaniowaJednorodzinna", "SU": "strefaUslugowa", "SO": "strefaOtwarta"}
USUAL = {"SJ": ("MN", "U", "K"), "SU": ("U", "K"), "SO": ("RN", "L")}

Box = tuple[float, float, float, float]


def ring(points: Iterable[tuple[float, float]], *, srs: str = "http://www.opengis.net/def/crs/EPSG/0/2179") -> str:
    """POINTS are metres east and north of the corner; the ring is closed here."""
    pairs = [(CORNER[0] + north, CORNER[1] + east) for east, north in points]
    text = " ".join(f"{north} {east}" for north, east in [*pairs, pairs[0]])
    return (
        f'<gml:Polygon srsName="{srs}"><gml:exterior><gml:LinearRing><gml:posList>{text}</gml:posList>'
        "</gml:LinearRing></gml:exterior></gml:Polygon>"
    )


def box(place: Box) -> str:
    """PLACE: east, north, width, height."""
    east, north, width, height = place
    return ring([(east, north), (east + width, north), (east + width, north + height), (east, north + height)])


def feature(name: str, local_id: str, body: str, *, since: str = "2025-03-04T10:00:00Z") -> str:
    return (
        f'<wfs:member><app:{name} gml:id="{SET.replace("/", "_")}_{local_id}_1"><app:idIIP><app:Identyfikator>'
        f"<app:przestrzenNazw>{SET}</app:przestrzenNazw><app:lokalnyId>{local_id}</app:lokalnyId>"
        "<app:wersjaId>20250304T100000</app:wersjaId></app:Identyfikator></app:idIIP>"
        f"<app:poczatekWersjiObiektu>{since}</app:poczatekWersjiObiektu>{body}</app:{name}></wfs:member>"
    )


def act(place: Box = (0, 0, 400, 200), *, extra: str = "", status: str = "legalForce") -> str:
    return feature(
        "AktPlanowaniaPrzestrzennego",
        "1POG",
        "<app:tytul>Plan ogólny gminy Zmyślonej</app:tytul>"
        f'<app:typPlanu xlink:href="{LISTS}/TypAktuPlanowaniaPrzestrzennegoKod/planOgolnyGminy"/>'
        f'<app:obowiazujeOd>2025-04-01</app:obowiazujeOd><app:status xlink:href="{STEPS}/{status}"/>{extra}'
        f"<app:zasiegPrzestrzenny><gml:MultiSurface><gml:surfaceMember>{box(place)}</gml:surfaceMember>"
        "</gml:MultiSurface></app:zasiegPrzestrzenny>",
    )


def zone(
    designation: str,
    place: Box | str,
    *,
    symbol: str = "",
    kind: str = "",
    local_id: str = "",
    plan: str = "",
    profiles: tuple[str, ...] = (),
    additional: tuple[str, ...] = (),
    indicators: str = "",
    dates: str = "<app:obowiazujeOd>2025-04-01</app:obowiazujeOd>",
    since: str = "2025-03-04T10:00:00Z",
) -> str:
    """A zone such as "1SJ"; everything that does not follow from its designation can be said otherwise."""
    right = designation.lstrip("0123456789")
    basic = profiles or USUAL.get(kind or right, ())
    return feature(
        "StrefaPlanistyczna",
        local_id or f"1POG-{designation}",
        f"<app:oznaczenie>{designation}</app:oznaczenie><app:symbol>{symbol or right}</app:symbol>{dates}"
        f'<app:status xlink:href="{STEPS}/legalForce"/>'
        f"<app:geometria>{place if isinstance(place, str) else box(place)}</app:geometria>"
        f'<app:plan xlink:href="{plan}"/>'
        f'<app:nazwa xlink:href="{LISTS}/RodzajStrefyPlanistycznejKod/{CODES.get(kind or right, "")}"/>'
        + "".join(f'<app:profilPodstawowy xlink:href="{PROFILES}{code}"/>' for code in basic)
        + "".join(f'<app:profilDodatkowy xlink:href="{PROFILES}{code}"/>' for code in additional)
        + indicators,
        since=since,
    )


def regulation(
    designation: str,
    place: Box,
    *,
    kind: str = "ObszarUzupelnieniaZabudowy",
    symbol: str = "",
    local_id: str = "",
    dates: str = "<app:obowiazujeOd>2025-04-01</app:obowiazujeOd>",
) -> str:
    """An area such as "1OUZ"."""
    return feature(
        kind,
        local_id or f"1POG-{designation}",
        f"<app:nazwa>obszar</app:nazwa><app:oznaczenie>{designation}</app:oznaczenie>"
        f"<app:symbol>{symbol or designation.lstrip('0123456789')}</app:symbol>{dates}"
        f'<app:status xlink:href="{STEPS}/legalForce"/><app:geometria>{box(place)}</app:geometria>',
    )


def drawing(local_id: str = "1POG-RYS1", *, dates: str = "") -> str:
    return feature(
        "RysunekAktuPlanowaniaPrzestrzennego",
        local_id,
        f"<app:tytul>Rysunek</app:tytul><app:lacze>https://bip.example/rysunek.tif</app:lacze>{dates}",
    )


def document(*features: str, schema: str = SCHEMA) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><wfs:FeatureCollection xmlns:app="{schema}"'
        ' xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:wfs="http://www.opengis.net/wfs/2.0"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:gmd="http://www.isotc211.org/2005/gmd"'
        ' xmlns:gco="http://www.isotc211.org/2005/gco">' + "".join(features) + "</wfs:FeatureCollection>"
    ).encode()


def halves() -> tuple[str, str]:
    """Two zones that tile the act."""
    return zone("1SJ", (0, 0, 200, 200)), zone("2SU", (200, 0, 200, 200))
