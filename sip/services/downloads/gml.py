"""A parcel as GML 3.2.1 by INSPIRE's Cadastral Parcels 4.0, northing first as EPSG:2180 wants it."""

from lxml import etree

from sip.extracts.parcel import ParcelRecord
from sip.public import rows

GML = "http://www.opengis.net/gml/3.2"
GML_ID = f"{{{GML}}}id"
CP = "http://inspire.ec.europa.eu/schemas/cp/4.0"
BASE = "http://inspire.ec.europa.eu/schemas/base/3.3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES = {"gml": GML, "cp": CP, "base": BASE, "xsi": XSI}
SCHEMA = f"{CP} https://inspire.ec.europa.eu/schemas/cp/4.0/CadastralParcels.xsd"
# ST_AsGML's options: 1 is the long name of the coordinate system, 16 northing first.
GEOMETRY = """
SELECT ST_AsGML(3, ST_ForcePolygonCCW(geom), 3, 17, 'gml', 'geometry'), namespace, local_id, version_id
FROM parcel_history_public WHERE id = %(version)s
"""


def gml(record: ParcelRecord) -> bytes:
    """A collection of one feature. Land use has no place in this schema; the GeoJSON and the card have it."""
    shape, namespace, local_id, version_id = rows(GEOMETRY, {"version": record.version_pk})[0]
    collection = etree.Element(f"{{{GML}}}FeatureCollection", nsmap=NAMESPACES)
    collection.set(GML_ID, "zbior")
    collection.set(f"{{{XSI}}}schemaLocation", SCHEMA)
    parcel = _child(_child(collection, GML, "featureMember"), CP, "CadastralParcel")
    parcel.set(GML_ID, f"dzialka-{record.identifier.replace('/', '-')}")
    if record.registered_area_m2 is not None:
        _child(parcel, CP, "areaValue", str(record.registered_area_m2)).set("uom", "m2")
    _child(parcel, CP, "beginLifespanVersion", record.valid_from.isoformat())
    if record.valid_to:
        _child(parcel, CP, "endLifespanVersion", record.valid_to.isoformat())
    _child(parcel, CP, "geometry").append(_geometry(shape))
    inspire = _child(_child(parcel, CP, "inspireId"), BASE, "Identifier")
    for name, text in (("localId", local_id), ("namespace", namespace), ("versionId", version_id)):
        if text or name != "versionId":
            _child(inspire, BASE, name, text)
    _child(parcel, CP, "label", record.number)
    _child(parcel, CP, "nationalCadastralReference", record.identifier)
    written: bytes = etree.tostring(collection, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _geometry(text: str) -> etree._Element:
    """What the database wrote; it gives the parts of a whole one and the same identifier."""
    shape = etree.fromstring(f'<_ xmlns:gml="{GML}">{text}</_>')[0]
    parts = [element for element in shape.iter() if element.get(GML_ID)]
    for number, element in enumerate(parts):
        element.set(GML_ID, f"geometry.{number}")
    return shape


def _child(parent: etree._Element, namespace: str, name: str, text: str | None = None) -> etree._Element:
    """Characters that XML cannot hold, which a dirty register can, are left out."""
    element = etree.SubElement(parent, f"{{{namespace}}}{name}")
    element.text = "".join(filter(str.isprintable, text)) if text is not None else None
    return element
