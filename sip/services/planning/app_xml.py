"""Texts of XML by the APP schema: elements, references to code lists and to features, geometry, identifiers."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

from plans.importing.read.properties import identifier_in
from sip.geo.crs import PL_1992

FEATURES: Final = "https://www.gov.pl/zagospodarowanieprzestrzenne/app"
SCHEMAS: Final = "https://www.gov.pl/static/zagospodarowanieprzestrzenne/schemas/app/2.0"
LISTS: Final = "https://www.gov.pl/static/zagospodarowanieprzestrzenne/codelist"
PROFILES: Final = "https://www.gov.pl/static/zagospodarowanieprzestrzenne/ontology/KPT#KPT-MPZP-"
SRS: Final = f"http://www.opengis.net/def/crs/EPSG/0/{PL_1992.srid}"
NAMESPACES: Final = {
    "app": SCHEMAS,
    "gco": "http://www.isotc211.org/2005/gco",
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gml": "http://www.opengis.net/gml/3.2",
    "wfs": "http://www.opengis.net/wfs/2.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
SCHEMA_LOCATION: Final = (
    f"{SCHEMAS} {SCHEMAS}/planowaniePrzestrzenne_2_0.xsd"
    " http://www.opengis.net/gml/3.2 http://schemas.opengis.net/gml/3.2.1/gml.xsd"
    " http://www.opengis.net/wfs/2.0 http://schemas.opengis.net/wfs/2.0/wfs.xsd"
)
# What XML 1.0 cannot hold in any spelling.
_NO_TEXT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_NAME: Final = re.compile(r"[^\w.-]")
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def plain(text: str) -> str:
    return _NO_TEXT.sub("", text)


def element(name: str, text: str | None, **attributes: str) -> str:
    """Empty where TEXT is None."""
    given = "".join(f" {key.replace('_', ':')}={quoteattr(plain(value))}" for key, value in attributes.items())
    return f"<app:{name}{given}/>" if text is None else f"<app:{name}{given}>{escape(plain(text))}</app:{name}>"


def optional(name: str, value: object, **attributes: str) -> str:
    """Nothing where there is no value."""
    return "" if value in (None, "") else element(name, str(value), **attributes)


def moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def missing(name: str) -> str:
    """A reference or a geometry that the register does not have; the schema lets such be absent with a reason."""
    return f'<app:{name} nilReason="missing"/>'


def coded(name: str, code: str, codes: str, title: object = "") -> str:
    """A reference to the code list at CODES. What is no code was a title in the source and is written as one."""
    if not code:
        return element(name, None, xlink_title=str(title)) if title else missing(name)
    if not _CODE.fullmatch(code):
        return element(name, None, xlink_title=code)
    given = {"xlink_title": str(title)} if title else {}
    return element(name, None, xlink_href=f"{codes}/{code}", **given)


def reference(name: str, feature: str, target: str) -> str:
    """To an object of the class FEATURE by its identifier, as the national register writes it.

    What our reader would not take back for the same identifier is written as it is.
    """
    address = f"{FEATURES}/{feature}/{target}"
    return element(name, None, xlink_href=address if identifier_in(address) == target else target)


def gml_id(*parts: str) -> str:
    """As in the national register: namespace, local id and version joined. Letters that no name may have go."""
    joined = _NO_NAME.sub("_", "_".join(filter(None, parts)))
    return joined if joined[:1].isalpha() or joined[:1] == "_" else f"_{joined}"


def identity(feature: str, namespace: str, local_id: str, version_id: str) -> str:
    """The two identifiers that each feature begins with."""
    address = "/".join(filter(None, (FEATURES, feature, namespace, local_id, version_id)))
    return (
        f"<gml:identifier codeSpace={quoteattr(FEATURES)}>{escape(plain(address))}</gml:identifier>"
        f"<app:idIIP><app:Identyfikator>{element('przestrzenNazw', namespace)}{element('lokalnyId', local_id)}"
        f"{optional('wersjaId', version_id)}</app:Identyfikator></app:idIIP>"
    )


def comment(text: str) -> str:
    return f"<!-- {plain(text).replace('--', '- -').rstrip('-')} -->"


def multi_surface(wkb: bytes, name: str) -> str:
    members = "".join(
        f"<gml:surfaceMember><gml:Polygon gml:id={quoteattr(f'{name}.{number}')}>{_rings(polygon)}</gml:Polygon>"
        "</gml:surfaceMember>"
        for number, polygon in enumerate(_polygons(wkb), start=1)
    )
    return f'<gml:MultiSurface gml:id={quoteattr(name)} srsName="{SRS}" srsDimension="2">{members}</gml:MultiSurface>'


def surface(wkb: bytes, name: str) -> str:
    """A polygon; of several parts, a surface of as many patches, for the schema takes one surface only."""
    polygons = _polygons(wkb)
    place = f'gml:id={quoteattr(name)} srsName="{SRS}" srsDimension="2"'
    if len(polygons) == 1:
        return f"<gml:Polygon {place}>{_rings(polygons[0])}</gml:Polygon>"
    patches = "".join(f"<gml:PolygonPatch>{_rings(polygon)}</gml:PolygonPatch>" for polygon in polygons)
    return f"<gml:Surface {place}><gml:patches>{patches}</gml:patches></gml:Surface>"


def _polygons(wkb: bytes) -> Any:
    return shapely.get_parts(shapely.from_wkb(wkb))


def _rings(polygon: shapely.Polygon) -> str:
    return _ring("exterior", polygon.exterior) + "".join(_ring("interior", ring) for ring in polygon.interiors)


def _ring(role: str, ring: Any) -> str:
    """Northing first, to the millimetre that the register keeps."""
    numbers: Iterable[float] = np.asarray(shapely.get_coordinates(ring)[:, ::-1]).ravel().tolist()
    text = " ".join(f"{number:.3f}".rstrip("0").rstrip(".") for number in numbers)
    return f"<gml:{role}><gml:LinearRing><gml:posList>{text}</gml:posList></gml:LinearRing></gml:{role}>"
