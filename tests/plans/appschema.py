"""The APP schema 2.0 to validate by, from the shared real files; of what it imports, what it uses is written here."""

from pathlib import Path
from typing import Any, Final

from lxml import etree

GML: Final = "http://www.opengis.net/gml/3.2"
_XS: Final = 'xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'
_XLINK: Final = f"""<xs:schema {_XS} xmlns:x="http://www.w3.org/1999/xlink" targetNamespace="http://www.w3.org/1999/xlink">
<xs:attribute name="href" type="xs:anyURI"/><xs:attribute name="title" type="xs:string"/></xs:schema>"""
_GML: Final = f"""<xs:schema {_XS} xmlns:gml="{GML}" xmlns:x="http://www.w3.org/1999/xlink" targetNamespace="{GML}">
<xs:import namespace="http://www.w3.org/1999/xlink" schemaLocation="xlink.xsd"/>
<xs:attribute name="id" type="xs:ID"/>
<xs:attributeGroup name="AssociationAttributeGroup"><xs:attribute ref="x:href"/><xs:attribute ref="x:title"/>
<xs:attribute name="nilReason" type="xs:string"/></xs:attributeGroup>
<xs:attributeGroup name="OwnershipAttributeGroup"><xs:attribute name="owns" type="xs:boolean"/></xs:attributeGroup>
<xs:element name="AbstractObject" abstract="true"/>
<xs:complexType name="AbstractFeatureType" abstract="true"><xs:sequence>
<xs:element name="identifier" minOccurs="0"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
<xs:attribute name="codeSpace" type="xs:anyURI" use="required"/></xs:extension></xs:simpleContent></xs:complexType>
</xs:element></xs:sequence><xs:attribute ref="gml:id" use="required"/></xs:complexType>
<xs:element name="AbstractFeature" type="gml:AbstractFeatureType" abstract="true"/>
<xs:complexType name="AbstractFeatureMemberType" abstract="true"><xs:sequence/></xs:complexType>
<xs:complexType name="ReferenceType"><xs:attributeGroup ref="gml:AssociationAttributeGroup"/></xs:complexType>
<xs:complexType name="MeasureType"><xs:simpleContent><xs:extension base="xs:double">
<xs:attribute name="uom" type="xs:string" use="required"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="LengthType"><xs:simpleContent><xs:extension base="gml:MeasureType"/></xs:simpleContent>
</xs:complexType>
<xs:complexType name="AreaType"><xs:simpleContent><xs:extension base="gml:MeasureType"/></xs:simpleContent>
</xs:complexType>
<xs:complexType name="RingPropertyType"><xs:sequence><xs:element name="LinearRing"><xs:complexType><xs:sequence>
<xs:element name="posList"><xs:simpleType><xs:list itemType="xs:double"/></xs:simpleType></xs:element>
</xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType>
<xs:group name="rings"><xs:sequence><xs:element name="exterior" type="gml:RingPropertyType"/>
<xs:element name="interior" type="gml:RingPropertyType" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:group>
<xs:attributeGroup name="place"><xs:attribute ref="gml:id"/><xs:attribute name="srsName" type="xs:anyURI"/>
<xs:attribute name="srsDimension" type="xs:positiveInteger"/></xs:attributeGroup>
<xs:element name="Polygon"><xs:complexType><xs:group ref="gml:rings"/><xs:attributeGroup ref="gml:place"/>
</xs:complexType></xs:element>
<xs:element name="Surface"><xs:complexType><xs:sequence><xs:element name="patches"><xs:complexType><xs:sequence>
<xs:element name="PolygonPatch" maxOccurs="unbounded"><xs:complexType><xs:group ref="gml:rings"/></xs:complexType>
</xs:element></xs:sequence></xs:complexType></xs:element></xs:sequence><xs:attributeGroup ref="gml:place"/>
</xs:complexType></xs:element>
<xs:element name="MultiSurface"><xs:complexType><xs:sequence><xs:element name="surfaceMember" maxOccurs="unbounded">
<xs:complexType><xs:sequence><xs:element ref="gml:Polygon"/></xs:sequence></xs:complexType></xs:element></xs:sequence>
<xs:attributeGroup ref="gml:place"/></xs:complexType></xs:element>
<xs:complexType name="SurfacePropertyType"><xs:choice minOccurs="0"><xs:element ref="gml:Polygon"/>
<xs:element ref="gml:Surface"/></xs:choice><xs:attributeGroup ref="gml:AssociationAttributeGroup"/></xs:complexType>
<xs:complexType name="MultiSurfacePropertyType"><xs:sequence minOccurs="0"><xs:element ref="gml:MultiSurface"/>
</xs:sequence>
<xs:attributeGroup ref="gml:AssociationAttributeGroup"/></xs:complexType></xs:schema>"""
_GCO: Final = f"""<xs:schema {_XS} targetNamespace="http://www.isotc211.org/2005/gco">
<xs:attribute name="nilReason" type="xs:string"/><xs:element name="Date" type="xs:date"/></xs:schema>"""
_GMD: Final = f"""<xs:schema {_XS} xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"
 targetNamespace="http://www.isotc211.org/2005/gmd">
<xs:import namespace="http://www.isotc211.org/2005/gco" schemaLocation="gco.xsd"/>
<xs:complexType name="CI_Date_PropertyType"><xs:sequence minOccurs="0"><xs:element name="CI_Date"><xs:complexType>
<xs:sequence>
<xs:element name="date"><xs:complexType><xs:sequence minOccurs="0"><xs:element ref="gco:Date"/></xs:sequence>
<xs:attribute ref="gco:nilReason"/></xs:complexType></xs:element>
<xs:element name="dateType"><xs:complexType><xs:attribute ref="gco:nilReason"/></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element></xs:sequence><xs:attribute ref="gco:nilReason"/></xs:complexType>
</xs:schema>"""
_WFS: Final = f"""<xs:schema {_XS} xmlns:wfs="http://www.opengis.net/wfs/2.0" targetNamespace="http://www.opengis.net/wfs/2.0">
<xs:import namespace="https://www.gov.pl/static/zagospodarowanieprzestrzenne/schemas/app/2.0" schemaLocation="app.xsd"/>
<xs:element name="FeatureCollection"><xs:complexType><xs:sequence>
<xs:element name="member" minOccurs="0" maxOccurs="unbounded">
<xs:complexType><xs:sequence><xs:any processContents="strict"/></xs:sequence></xs:complexType></xs:element>
</xs:sequence>
<xs:attribute name="timeStamp" type="xs:dateTime" use="required"/><xs:attribute name="numberMatched" use="required"/>
<xs:attribute name="numberReturned" type="xs:nonNegativeInteger" use="required"/></xs:complexType></xs:element>
</xs:schema>"""
_OTHERS: Final = {
    "gmd.xsd": _GMD,
    "gml.xsd": _GML,
    "gco.xsd": _GCO,
    "xlink.xsd": _XLINK,
    "extdEncRule.xsd": f'<xs:schema {_XS} targetNamespace="http://www.opengis.net/gml/3.3/exr"/>',
    "gmx.xsd": f'<xs:schema {_XS} targetNamespace="http://www.isotc211.org/2005/gmx"/>',
}


class _Here(etree.Resolver):
    def __init__(self, app: Path) -> None:
        self._app = app

    def resolve(self, url: str, _public_id: str, context: Any) -> Any:  # type: ignore[override]
        name = url.rpartition("/")[2]
        text = self._app.read_text(encoding="utf-8-sig") if name == "app.xsd" else _OTHERS[name]
        return self.resolve_string(
            text.partition("?>")[2] if text.startswith("<?xml") else text, context, base_url=name
        )


def app_schema(shared_data: Path) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Here(shared_data / "schemas/planowaniePrzestrzenne_2_0.xsd"))
    return etree.XMLSchema(etree.fromstring(_WFS, parser))
