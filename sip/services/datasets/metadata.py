"""Metadata by ISO 19139 with what INSPIRE wants, of data sets and of services."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from lxml.builder import ElementMaker

from sip.geo.crs import PL_1992
from sip.services import atom
from sip.services.answers import readable, validated
from sip.services.datasets.catalogue import (
    DATASETS,
    DataSet,
    Service,
    changed_at,
    namespace,
    parts,
    services,
)
from sip.services.datasets.feeds import XML, named
from sip.services.downloads import reading
from sip.services.errors import NotFound
from sip.services.layers import register_version
from sip.services.planning.app_xml import plain

# As lxml types what its makers make.
Element = Any

GMD_NS: Final = "http://www.isotc211.org/2005/gmd"
GCO_NS: Final = "http://www.isotc211.org/2005/gco"
GMX_NS: Final = "http://www.isotc211.org/2005/gmx"
SRV_NS: Final = "http://www.isotc211.org/2005/srv"
XLINK_NS: Final = "http://www.w3.org/1999/xlink"
NSMAP: Final = {"gmd": GMD_NS, "gco": GCO_NS, "gmx": GMX_NS, "srv": SRV_NS, "xlink": XLINK_NS}
GMD: Final = ElementMaker(namespace=GMD_NS, nsmap=NSMAP)
GCO: Final = ElementMaker(namespace=GCO_NS, nsmap=NSMAP)
GMX: Final = ElementMaker(namespace=GMX_NS, nsmap=NSMAP)
SRV: Final = ElementMaker(namespace=SRV_NS, nsmap=NSMAP)
CODES: Final = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"
LANGUAGES: Final = "http://www.loc.gov/standards/iso639-2/"
NO_LIMITS: Final = "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations"
CRS: Final = f"http://www.opengis.net/def/crs/EPSG/0/{PL_1992.srid}"
# What conformity is said of, with its day; whether data conform has not been evaluated.
DATA_RULES: Final = ("Rozporządzenie Komisji (UE) nr 1089/2010 z dnia 23 listopada 2010 r.", "2010-12-08")
SERVICE_RULES: Final = ("Rozporządzenie Komisji (WE) nr 976/2009 z dnia 19 października 2009 r.", "2009-10-20")
# Of INSPIRE's classification of services.
CATEGORIES: Final = {
    "download": "infoFeatureAccessService",
    "view": "infoMapAccessService",
    "discovery": "infoCatalogueService",
}


@readable
def dataset_metadata(request: HttpRequest, name: str) -> HttpResponseBase:
    body = _dataset(atom.root(request), named(name).name, register_version())
    return validated(request, body, f"{XML}; charset=utf-8")


@readable
def service_metadata(request: HttpRequest, name: str) -> HttpResponseBase:
    if name not in {service.name for service in services()}:
        raise NotFound(f"There is no service {name[:80]}.")
    return validated(request, _service(atom.root(request), name, register_version()), f"{XML}; charset=utf-8")


@lru_cache(maxsize=50)
def _dataset(root: str, name: str, version: int) -> bytes:
    one = DATASETS[name]
    made = _metadata(f"{namespace()}.{name}", "dataset", "zbiór danych")
    made.append(GMD.identificationInfo(_data_identification(one)))
    addresses = [
        (atom.address(root, "dataset-feed", name), "INSPIRE Atom", "download"),
        *((f"{root}{service.path}", service.protocol, _function(service)) for service in services()),
    ]
    made.append(_distribution(addresses))
    made.append(_quality("dataset", DATA_RULES, lineage=_lineage(one)))
    return atom.written(made)


@lru_cache(maxsize=50)
def _service(root: str, name: str, version: int) -> bytes:
    service = next(service for service in services() if service.name == name)
    made = _metadata(f"{namespace()}.usluga-{name}", "service", "usługa sieciowa")
    made.append(GMD.identificationInfo(_service_identification(root, service)))
    made.append(_distribution([(f"{root}{service.path}", service.protocol, _function(service))]))
    made.append(_quality("service", SERVICE_RULES))
    return atom.written(made)


def _metadata(identifier: str, level: str, level_name: str) -> Element:
    return GMD.MD_Metadata(
        GMD.fileIdentifier(_text(identifier)),
        GMD.language(_language()),
        GMD.characterSet(_code("MD_CharacterSetCode", "utf8")),
        GMD.hierarchyLevel(_code("MD_ScopeCode", level)),
        GMD.hierarchyLevelName(_text(level_name)),
        GMD.contact(_office("pointOfContact")),
        GMD.dateStamp(GCO.Date(_changed().isoformat())),
        GMD.metadataStandardName(_text("ISO 19115:2003/19139")),
        GMD.metadataStandardVersion(_text("1.0")),
        GMD.referenceSystemInfo(
            GMD.MD_ReferenceSystem(
                GMD.referenceSystemIdentifier(GMD.RS_Identifier(GMD.code(_anchor(CRS, PL_1992.name))))
            )
        ),
    )


def _changed() -> date:
    return changed_at().date()


def _data_identification(one: DataSet) -> Element:
    return GMD.MD_DataIdentification(
        GMD.citation(_citation(str(one.title), f"{namespace()}/{one.name}")),
        GMD.abstract(_text(str(one.abstract))),
        GMD.pointOfContact(_office("owner")),
        _keywords([(one.theme.address, one.theme.title)], "GEMET - INSPIRE themes, version 1.0", "2008-06-01"),
        *_constraints(),
        GMD.spatialRepresentationType(_code("MD_SpatialRepresentationTypeCode", "vector")),
        GMD.spatialResolution(
            GMD.MD_Resolution(GMD.equivalentScale(GMD.MD_RepresentativeFraction(GMD.denominator(GCO.Integer("1000")))))
        ),
        GMD.language(_language()),
        GMD.characterSet(_code("MD_CharacterSetCode", "utf8")),
        GMD.topicCategory(GMD.MD_TopicCategoryCode(one.theme.topic)),
        *(GMD.extent(extent) for extent in _extent()),
    )


def _service_identification(root: str, service: Service) -> Element:
    operation = SRV.SV_OperationMetadata(
        SRV.operationName(_text("GetCapabilities" if "GetCapabilities" in service.path else "Get")),
        SRV.DCP(SRV.DCPList("WebServices", codeList=f"{CODES}#DCPList", codeListValue="WebServices")),
        SRV.connectPoint(GMD.CI_OnlineResource(GMD.linkage(GMD.URL(f"{root}{service.path}")))),
    )
    operated = []
    for name in DATASETS:
        on = SRV.operatesOn(uuidref=f"{namespace()}.{name}")
        on.set(f"{{{XLINK_NS}}}href", atom.address(root, "dataset-metadata", name))
        operated.append(on)
    return SRV.SV_ServiceIdentification(
        GMD.citation(_citation(str(service.title), f"{namespace()}/usluga-{service.name}")),
        GMD.abstract(_text(f"{service.title}: dane ewidencji gruntów i budynków oraz planowania, bez danych osób.")),
        GMD.pointOfContact(_office("custodian")),
        _keywords([("", CATEGORIES[service.kind])], "ISO 19119 geographic services taxonomy", "2008-12-03"),
        *_constraints(),
        SRV.serviceType(GCO.LocalName(service.kind)),
        *(SRV.extent(extent) for extent in _extent()),
        SRV.couplingType(SRV.SV_CouplingType("tight", codeList=f"{CODES}#SV_CouplingType", codeListValue="tight")),
        SRV.containsOperations(operation),
        *operated,
    )


def _citation(title: str, identifier: str) -> Element:
    return GMD.CI_Citation(
        GMD.title(_text(title)),
        GMD.date(_date(_changed().isoformat(), "revision")),
        GMD.identifier(GMD.MD_Identifier(GMD.code(_text(identifier)))),
    )


def _date(day: str, kind: str) -> Element:
    return GMD.CI_Date(GMD.date(GCO.Date(day)), GMD.dateType(_code("CI_DateTypeCode", kind)))


def _keywords(words: Iterable[tuple[str, str]], thesaurus: str, day: str) -> Element:
    keywords = [GMD.keyword(_anchor(address, word) if address else _text(word)) for address, word in words]
    cited = GMD.CI_Citation(GMD.title(_text(thesaurus)), GMD.date(_date(day, "publication")))
    return GMD.descriptiveKeywords(GMD.MD_Keywords(*keywords, GMD.thesaurusName(cited)))


def _constraints() -> tuple[Element, Element]:
    """No limits of access; how the data may be used is for the office to say."""
    other = _code("MD_RestrictionCode", "otherRestrictions")
    use = GMD.MD_LegalConstraints(
        GMD.useConstraints(_code("MD_RestrictionCode", "otherRestrictions")),
        GMD.otherConstraints(_text(settings.DATA_RIGHTS)),
    )
    access = GMD.MD_LegalConstraints(
        GMD.accessConstraints(other),
        GMD.otherConstraints(_anchor(NO_LIMITS, "Brak ograniczeń w publicznym dostępie")),
    )
    return GMD.resourceConstraints(use), GMD.resourceConstraints(access)


def _extent() -> list[Element]:
    """None where no outline of a gmina is known."""
    found = atom.in_degrees([part.box for part in parts()])
    if found is None:
        return []
    west, south, east, north = (GCO.Decimal(f"{value:.6f}") for value in found)
    box = GMD.EX_GeographicBoundingBox(
        GMD.westBoundLongitude(west),
        GMD.eastBoundLongitude(east),
        GMD.southBoundLatitude(south),
        GMD.northBoundLatitude(north),
    )
    return [GMD.EX_Extent(GMD.geographicElement(box))]


def _distribution(addresses: Iterable[tuple[str, str, str]]) -> Element:
    online = [
        GMD.onLine(
            GMD.CI_OnlineResource(
                GMD.linkage(GMD.URL(address)),
                GMD.protocol(_text(protocol)),
                GMD.function(_code("CI_OnLineFunctionCode", function)),
            )
        )
        for address, protocol, function in addresses
    ]
    formats = [
        GMD.distributionFormat(GMD.MD_Format(GMD.name(_text(name)), GMD.version(_text(version))))
        for name, version in (("GML", "3.2.1"), ("GeoPackage", "1.4"))
    ]
    transfer = GMD.transferOptions(GMD.MD_DigitalTransferOptions(*online))
    return GMD.distributionInfo(GMD.MD_Distribution(*formats, transfer))


def _quality(level: str, rules: tuple[str, str], *, lineage: str = "") -> Element:
    title, day = rules
    is_met = GMD("pass")
    is_met.set(f"{{{GCO_NS}}}nilReason", "unknown")
    result = GMD.DQ_ConformanceResult(
        GMD.specification(GMD.CI_Citation(GMD.title(_text(title)), GMD.date(_date(day, "publication")))),
        GMD.explanation(_text("Zgodności nie oceniano.")),
        is_met,
    )
    made = GMD.DQ_DataQuality(
        GMD.scope(GMD.DQ_Scope(GMD.level(_code("MD_ScopeCode", level)), *_scope_name(level))),
        GMD.report(GMD.DQ_DomainConsistency(GMD.result(result))),
    )
    if lineage:
        made.append(GMD.lineage(GMD.LI_Lineage(GMD.statement(_text(lineage)))))
    return GMD.dataQualityInfo(made)


def _scope_name(level: str) -> list[Element]:
    """ISO 19139 wants the other scopes in words."""
    if level == "dataset":
        return []
    return [GMD.levelDescription(GMD.MD_ScopeDescription(GMD.other(_text("usługa sieciowa"))))]


def _lineage(one: DataSet) -> str:
    day = reading.data_date(one.source.kinds)
    known = f"stan na {day}" if day else "bez podanego stanu na dzień"
    return (
        f"Zbiór powstał z danych, które przekazał prowadzący ewidencję ({known}), po kontroli poprawności w SIP;"
        f" wersja rejestrów {register_version()}. Danych osób nie zawiera."
    )


def _office(role: str) -> Element:
    office = settings.ACCESSIBILITY
    mail = GMD.CI_Address(GMD.electronicMailAddress(_text(office["email"])))
    return GMD.CI_ResponsibleParty(
        GMD.organisationName(_text(office["body"])),
        GMD.contactInfo(GMD.CI_Contact(GMD.address(mail))),
        GMD.role(_code("CI_RoleCode", role)),
    )


def _function(service: Service) -> str:
    return "download" if service.kind == "download" else "information"


def _text(words: str) -> Element:
    return GCO.CharacterString(plain(words))


def _anchor(address: str, words: str) -> Element:
    made = GMX.Anchor(plain(words))
    made.set(f"{{{XLINK_NS}}}href", address)
    return made


def _language() -> Element:
    return GMD.LanguageCode("pol", codeList=LANGUAGES, codeListValue="pol")


def _code(name: str, value: str) -> Element:
    return GMD(name, value, codeList=f"{CODES}#{name}", codeListValue=value)
