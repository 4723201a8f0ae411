<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE c [
<!ENTITY a "aaaaaaaaaa">
<!ENTITY a1 "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY a2 "&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;">
<!ENTITY a3 "&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;">
<!ENTITY a4 "&a3;&a3;&a3;&a3;&a3;&a3;&a3;&a3;&a3;&a3;">
<!ENTITY a5 "&a4;&a4;&a4;&a4;&a4;&a4;&a4;&a4;&a4;&a4;">
<!ENTITY a6 "&a5;&a5;&a5;&a5;&a5;&a5;&a5;&a5;&a5;&a5;">
<!ENTITY a7 "&a6;&a6;&a6;&a6;&a6;&a6;&a6;&a6;&a6;&a6;">
<!ENTITY a8 "&a7;&a7;&a7;&a7;&a7;&a7;&a7;&a7;&a7;&a7;">
<!ENTITY a9 "&a8;&a8;&a8;&a8;&a8;&a8;&a8;&a8;&a8;&a8;">
]>
<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:egb="ewidencjaGruntowIBudynkow:1.0" xmlns:ges="geodezyjnaEwidencjaSieciUzbrojeniaTerenu:1.0" xmlns:ot="bazaDanychObiektowTopograficznych500:1.0">
<gml:featureMember><egb:EGB_DzialkaEwidencyjna gml:id="p"><egb:idIIP><egb:EGB_IdentyfikatorIIP><egb:lokalnyId>11111111-2222-3333-4444-555555555555</egb:lokalnyId><egb:przestrzenNazw>PL.PZGiK.9999.EGiB</egb:przestrzenNazw><egb:wersjaId>2024-01-02T03:04:05</egb:wersjaId></egb:EGB_IdentyfikatorIIP></egb:idIIP><egb:startObiekt>2020-06-01T12:00:00</egb:startObiekt><egb:startWersjaObiekt>2024-01-02T03:04:05</egb:startWersjaObiekt><egb:idDzialki>&a9;</egb:idDzialki><egb:geometria><gml:Polygon gml:id="g" srsName="urn:ogc:def:crs:EPSG::2179"><gml:exterior><gml:LinearRing><gml:posList>5772000.0 8413000.0 5772100.0 8413000.0 5772100.0 8413040.0 5772000.0 8413040.0 5772000.0 8413000.0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></egb:geometria><egb:poleEwidencyjne uom="ha">0.4000</egb:poleEwidencyjne><egb:dokladnoscReprezentacjiPola>1</egb:dokladnoscReprezentacjiPola></egb:EGB_DzialkaEwidencyjna></gml:featureMember>
</gml:FeatureCollection>
