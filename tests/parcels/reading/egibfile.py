"""Invented EGiB documents for tests, piece by piece."""

from collections.abc import Sequence

NAMESPACES = (
    'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:egb="ewidencjaGruntowIBudynkow:1.0"'
    ' xmlns:ges="geodezyjnaEwidencjaSieciUzbrojeniaTerenu:1.0"'
    ' xmlns:ot="bazaDanychObiektowTopograficznych500:1.0"'
)
ZONE_8 = "urn:ogc:def:crs:EPSG::2179"
# Northing, easting in PL-2000 zone 8: a field of 100 m by 40 m in the precinct 060110_2.0011.
FIELD = ((5772000.0, 8413000.0), (5772100.0, 8413000.0), (5772100.0, 8413040.0), (5772000.0, 8413040.0))
IDENTIFIER = "060110_2.0011.154/15"

Ring = Sequence[tuple[float, float]]


def document(*features: str, wrapper: str = "gml:featureMember", prolog: str = "") -> bytes:
    """A whole document with each feature in a member of its own."""
    members = "\n".join(f"<{wrapper}>{feature}</{wrapper}>" for feature in features)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{prolog}'
        f"<gml:FeatureCollection {NAMESPACES}>\n{members}\n</gml:FeatureCollection>\n"
    ).encode()


def positions(ring: Ring) -> str:
    return " ".join(f"{first!r} {second!r}" for first, second in (*ring, ring[0]))


def polygon(*rings: Ring, srs: str | None = ZONE_8) -> str:
    name = f' srsName="{srs}"' if srs is not None else ""
    parts = [
        f"<gml:{side}><gml:LinearRing><gml:posList>{positions(ring)}</gml:posList></gml:LinearRing></gml:{side}>"
        for side, ring in zip(("exterior", *["interior"] * len(rings)), rings, strict=False)
    ]
    return f'<gml:Polygon gml:id="g"{name}>{"".join(parts)}</gml:Polygon>'


def identity(local_id: str = "11111111-2222-3333-4444-555555555555", version: str = "2024-01-02T03:04:05") -> str:
    return (
        "<egb:idIIP><egb:EGB_IdentyfikatorIIP>"
        f"<egb:lokalnyId>{local_id}</egb:lokalnyId><egb:przestrzenNazw>PL.PZGiK.9999.EGiB</egb:przestrzenNazw>"
        f"<egb:wersjaId>{version}</egb:wersjaId></egb:EGB_IdentyfikatorIIP></egb:idIIP>"
        f"<egb:startObiekt>2020-06-01T12:00:00</egb:startObiekt><egb:startWersjaObiekt>{version}</egb:startWersjaObiekt>"
    )


def parcel(
    identifier: str = IDENTIFIER,
    geometry: str | None = None,
    *,
    area: str = '<egb:poleEwidencyjne uom="ha">0.4000</egb:poleEwidencyjne>',
    head: str | None = None,
    more: str = "",
) -> str:
    shape = polygon(FIELD) if geometry is None else geometry
    return (
        f'<egb:EGB_DzialkaEwidencyjna gml:id="p">{identity() if head is None else head}'
        f"<egb:idDzialki>{identifier}</egb:idDzialki><egb:geometria>{shape}</egb:geometria>{area}"
        f"<egb:dokladnoscReprezentacjiPola>1</egb:dokladnoscReprezentacjiPola>{more}</egb:EGB_DzialkaEwidencyjna>"
    )


def feature(name: str, body: str) -> str:
    return f'<egb:{name} gml:id="f">{identity()}{body}</egb:{name}>'


PERSON = (
    '<egb:EGB_OsobaFizyczna gml:id="o"><egb:pierwszeImie>Zdobysława</egb:pierwszeImie>'
    "<egb:pierwszyCzlonNazwiska>Niewymowna</egb:pierwszyCzlonNazwiska><egb:pesel>44051401359</egb:pesel>"
    "</egb:EGB_OsobaFizyczna>"
)
LAND_REGISTER = (
    "<egb:numerKW>LU1X/00099999/9</egb:numerKW><egb:dokumentWlasnosci>akt Niewymowna</egb:dokumentWlasnosci>"
    "<egb:dodatkoweInformacje>dzierżawca Niewymowny</egb:dodatkoweInformacje>"
)
SECRETS = ("Zdobysława", "Niewymown", "44051401359", "LU1X", "00099999", "dzierżawca")
