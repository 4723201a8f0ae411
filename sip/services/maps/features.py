"""What a request of WFS asks for, by parameters or as XML: read with limits and written anew for MapServer."""

import math
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

from lxml import etree

from sip.geo.crs import PL_1992, WGS84
from sip.services.maps import filters
from sip.services.maps.asked import plain, whole
from sip.services.maps.exceptions import OgcError, invalid, missing
from sip.services.maps.mapfile import FEATURES
from sip.services.maps.xmlbody import local_name, read
from sip.services.registry.drawn import BY_NAME, Drawn

Given = Mapping[str, str]
OLDER, NEWER = "1.1.0", "2.0.0"
BY_ID: Final = "urn:ogc:def:query:OGC-WFS::GetFeatureById"
# The same of WFS 2.0.2.
_BY_ID: Final = frozenset((BY_ID, "http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById"))
# The answer's type, by version and what clients write for it, as `plain` has it.
_GML: Final = {OLDER: "text/xml; subtype=gml/3.1.1", NEWER: "application/gml+xml; version=3.2"}
_GML_NAMES: Final = {
    OLDER: {"text/xml;subtype=gml/3.1.1", "text/xml", "gml3", "gml31", "text/gml;subtype=gml/3.1.1"},
    NEWER: {
        "application/gmlxml;version=3.2",
        "text/xml;subtype=gml/3.2",
        "text/xml;subtype=gml/3.2.1",
        "text/xml",
        "gml32",
        "gml3",
    },
}
_GEOJSON: Final = {
    "geojson",
    "json",
    "application/json",
    "application/geojson",
    "application/json;subtype=geojson",
    "application/vnd.geojson",
}
_SORTED: Final = re.compile(r"([\w:]{1,60})(?:[ +](ASC|DESC|A|D))?", re.IGNORECASE)
_MOST_SORTED: Final = 3
# `(a)(b)` are queries of their own.
_BETWEEN_TYPES: Final = re.compile(r"[,()]+")
_IDENTITY: Final = "@gml:id"
_LAST: Final = 100_000_000


def version(values: Given) -> str:
    """2.0.0 or 1.1.0. Raises OgcError."""
    text = values.get("VERSION", "")
    if not text:
        accepted = [one.strip() for one in values.get("ACCEPTVERSIONS", "").split(",") if one.strip()]
        known = [one for one in accepted if one in {NEWER, OLDER}]
        if accepted and not known:
            raise OgcError(
                "VersionNegotiationFailed", "ACCEPTVERSIONS: 2.0.0 and 1.1.0 are answered.", "acceptversions"
            )
        return known[0] if known else NEWER
    if text.startswith(("2.0", "1.1")):
        return NEWER if text.startswith("2.0") else OLDER
    if values.get("REQUEST", "").lower() == "getcapabilities":
        return OLDER if text.startswith("1.") else NEWER
    raise invalid("VERSION", f"{text[:20]!r} is not answered, but 2.0.0 and 1.1.0.")


def types(values: Given) -> list[Drawn]:
    """Layers by TYPENAMES or TYPENAME, whatever the prefix. Raises OgcError."""
    text = values.get("TYPENAMES") or values.get("TYPENAME") or ""
    names = [name.strip().rpartition(":")[2] for name in _BETWEEN_TYPES.split(text) if name.strip()]
    for name in names:
        if name not in BY_NAME or BY_NAME[name].labels_only:
            served = ", ".join(drawn.name for drawn in BY_NAME.values() if not drawn.labels_only)
            raise OgcError(
                "InvalidParameterValue", f"There is no type {name[:60]!r}. There are: {served}.", "typenames"
            )
    return [BY_NAME[name] for name in dict.fromkeys(names)]


def query(values: Given) -> dict[str, str]:
    """GetFeature or GetPropertyValue as MapServer is asked. Raises OgcError."""
    number = version(values)
    if values.get("CQL_FILTER"):
        raise invalid("CQL_FILTER", "this is not read here; send FILTER, or ask /ogc/collections, which read CQL2.")
    if values.get("STOREDQUERY_ID"):
        return _stored(values, number)
    drawn = _one(values)
    found = {
        "SERVICE": "WFS",
        "VERSION": number,
        "REQUEST": "GetPropertyValue" if values.get("REQUEST", "").lower() == "getpropertyvalue" else "GetFeature",
        "TYPENAMES" if number == NEWER else "TYPENAME": f"ms:{drawn.name}",
        "OUTPUTFORMAT": output(values, number),
    }
    if found["REQUEST"] == "GetPropertyValue":
        found["VALUEREFERENCE"] = _value(values.get("VALUEREFERENCE", ""), drawn)
    for read_one in _READ:
        found |= read_one(values, drawn, number)
    if sum(name in found for name in ("FILTER", "BBOX", "RESOURCEID", "FEATUREID")) > 1:
        raise OgcError("InvalidParameterValue", "Only one of FILTER, BBOX and RESOURCEID can be given.", "filter")
    return found


def _value(text: str, drawn: Drawn) -> str:
    """An attribute, or the identifiers of the features themselves."""
    is_identity = text.strip().rpartition("/")[2] == _IDENTITY
    return _IDENTITY if is_identity else filters.attribute(text, drawn, "valuereference")


def asked_for(asked: Given) -> list[Drawn]:
    """The layers of a query as `query` makes it."""
    return types(asked) or types({"TYPENAMES": asked.get("ID", "").partition(".")[0]})


def _one(values: Given) -> Drawn:
    drawn = types(values)
    identified = values.get("RESOURCEID") or values.get("FEATUREID") or ""
    if not drawn and identified:
        drawn = types({"TYPENAMES": identified.partition(".")[0]})
    if not drawn:
        raise missing("TYPENAMES")
    if len(drawn) > 1:
        raise OgcError("OperationProcessingFailed", "One type is answered at a time.", "typenames")
    return drawn[0]


def _stored(values: Given, number: str) -> dict[str, str]:
    check_stored(values["STOREDQUERY_ID"])
    identity = _identity(values.get("ID", ""), "id", unknown=HTTPStatus.NOT_FOUND)
    return {
        "SERVICE": "WFS",
        "VERSION": number,
        "REQUEST": "GetFeature",
        "STOREDQUERY_ID": BY_ID,
        "ID": identity,
        "OUTPUTFORMAT": output(values, number),
    }


def check_stored(text: str) -> None:
    """Raises OgcError for identifiers that no stored query has."""
    if not _BY_ID.issuperset(text.split(",")):
        raise invalid("STOREDQUERY_ID", f"there is only {BY_ID}.")


def _identity(text: str, locator: str, unknown: int = HTTPStatus.BAD_REQUEST) -> str:
    """Raises OgcError, of the status UNKNOWN where something was given."""
    name, _, key = text.strip().rpartition(":")[2].partition(".")
    if name not in BY_NAME or not (key.isascii() and key.isdecimal() and len(key) <= 18):
        code = "NotFound" if text and unknown == HTTPStatus.NOT_FOUND else "InvalidParameterValue"
        status = unknown if text else HTTPStatus.BAD_REQUEST
        raise OgcError(code, f"{text[:60]!r} is no identifier such as dzialki.12.", locator, status=status)
    return f"{name}.{key}"


def output(values: Given, number: str) -> str:
    text = values.get("OUTPUTFORMAT", "")
    asked = plain(text)
    if not text or asked in _GML_NAMES[number]:
        return _GML[number]
    if asked in _GEOJSON:
        return "geojson"
    raise invalid("OUTPUTFORMAT", f"{text[:60]!r} is none of {_GML[number]}, geojson.")


Read = Callable[[Given, Drawn, str], dict[str, str]]


def _system(values: Given, _drawn: Drawn, number: str) -> dict[str, str]:
    """GeoJSON is in degrees, as RFC 7946 has it, unless another system is named."""
    text = values.get("SRSNAME", "")
    if not text and output(values, number) == "geojson":
        text = f"urn:ogc:def:crs:EPSG::{WGS84.srid}"
    return {"SRSNAME": filters.system(text, "srsname")[0]} if text else {}


def _counted(values: Given, _drawn: Drawn, number: str) -> dict[str, str]:
    name = "COUNT" if values.get("COUNT") else "MAXFEATURES"
    found = {}
    if values.get(name):
        # More than may be is as many as may be: clients ask for all of it.
        count = min(whole(values, name, least=0, most=_LAST), FEATURES)
        found["COUNT" if number == NEWER else "MAXFEATURES"] = str(count)
    if start := whole(values, "STARTINDEX", least=0, most=_LAST, default=0):
        found["STARTINDEX"] = str(start)
    kind = values.get("RESULTTYPE", "results").lower()
    if kind not in {"results", "hits"}:
        raise invalid("RESULTTYPE", "results or hits.")
    return found | ({"RESULTTYPE": "hits"} if kind == "hits" else {})


def _named(values: Given, drawn: Drawn, _number: str) -> dict[str, str]:
    text = values.get("PROPERTYNAME", "").strip(" ()")
    if not text or text == "*":
        return {}
    names = [filters.attribute(name, drawn, "propertyname") for name in text.split(",")]
    return {"PROPERTYNAME": ",".join(names)}


def _sorted(values: Given, drawn: Drawn, _number: str) -> dict[str, str]:
    text = values.get("SORTBY", "")
    if not text:
        return {}
    parts = [_SORTED.fullmatch(part.strip()) for part in text.split(",")]
    if len(parts) > _MOST_SORTED or not all(parts):
        raise invalid("SORTBY", f"at most {_MOST_SORTED} attributes, each with ASC or DESC after it.")
    order = [(filters.attribute(part[1], drawn, "sortby"), (part[2] or "A")[0].upper()) for part in parts if part]
    if any(name == filters.GEOMETRY for name, _ in order):
        raise invalid("SORTBY", "features are not sorted by their shapes.")
    return {"SORTBY": ",".join(f"{name} {'DESC' if way == 'D' else 'ASC'}" for name, way in order)}


def order(text: str) -> str:
    """SORTBY, as `query` has it, for the database. MapServer would leave open which of equal ones comes first."""
    parts = (part.split() for part in text.split(",") if part)
    return "".join(f'"{name}" {way}, ' for name, way in parts)


def _filtered(values: Given, drawn: Drawn, _number: str) -> dict[str, str]:
    text = values.get("FILTER", "").strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return {"FILTER": filters.checked(text, drawn)} if text else {}


def _boxed(values: Given, _drawn: Drawn, _number: str) -> dict[str, str]:
    text = values.get("BBOX", "")
    if not text:
        return {}
    *_, srs = parts = text.split(",")
    if len(parts) not in {4, 5}:
        raise invalid("BBOX", "four numbers are needed, and the system's name.")
    named, swapped = filters.system(srs if len(parts) == 5 else f"urn:ogc:def:crs:EPSG::{PL_1992.srid}", "bbox")
    try:
        first, second, third, fourth = (float(part) for part in parts[:4])
    except ValueError:
        raise invalid("BBOX", "four numbers are needed, and the system's name.") from None
    if not all(map(math.isfinite, (first, second, third, fourth))) or first > third or second > fourth:
        raise invalid("BBOX", "the first two numbers must not be greater than the last two.")
    corners = (second, first, fourth, third) if swapped else (first, second, third, fourth)
    return {"BBOX": ",".join((*(f"{number:.12g}" for number in corners), named))}


def _identified(values: Given, drawn: Drawn, number: str) -> dict[str, str]:
    text = values.get("RESOURCEID") or values.get("FEATUREID") or ""
    if not text:
        return {}
    found = [_identity(part, "resourceid") for part in text.split(",")]
    if any(not one.startswith(f"{drawn.name}.") for one in found):
        raise OgcError("InvalidParameterValue", f"Not all of these are of the type {drawn.name}.", "resourceid")
    return {"RESOURCEID" if number == NEWER else "FEATUREID": ",".join(found)}


_READ: Final[tuple[Read, ...]] = (_system, _counted, _named, _sorted, _filtered, _boxed, _identified)

# --- requests as XML


def from_xml(body: bytes) -> dict[str, str]:
    """A request's body as parameters. Raises OgcError."""
    root = read(body)
    name = local_name(root)
    values = {"REQUEST": name, "SERVICE": root.get("service", ""), "VERSION": root.get("version", "")}
    for parameter, attribute in _ON_ROOT.items():
        if text := root.get(attribute, ""):
            values[parameter] = text
    versions = [str(element.text or "") for element in root.iter("{*}Version")]
    if versions:
        values["ACCEPTVERSIONS"] = ",".join(versions)
    described = [str(element.text or "") for element in root.iter("{*}TypeName")]
    if described:
        values["TYPENAMES"] = ",".join(described)
    if named := [str(element.text or "").strip() for element in root.iter("{*}StoredQueryId")]:
        values["STOREDQUERY_ID"] = ",".join(named)
    values |= _stored_in(root) | _query_in(root)
    return {key: value for key, value in values.items() if value}


_ON_ROOT: Final = {
    "COUNT": "count",
    "MAXFEATURES": "maxFeatures",
    "STARTINDEX": "startIndex",
    "RESULTTYPE": "resultType",
    "OUTPUTFORMAT": "outputFormat",
    "VALUEREFERENCE": "valueReference",
}


def _stored_in(root: etree._Element) -> dict[str, str]:
    stored = root.find("{*}StoredQuery")
    if stored is None:
        return {}
    given = {element.get("name", "").lower(): str(element.text or "") for element in stored.iter("{*}Parameter")}
    return {"STOREDQUERY_ID": stored.get("id", ""), "ID": given.get("id", "")}


def _query_in(root: etree._Element) -> dict[str, str]:
    queries = root.findall("{*}Query")
    if not queries:
        return {}
    if len(queries) > 1:
        raise OgcError("OperationProcessingFailed", "One query is answered at a time.", "query")
    one = queries[0]
    condition = one.find("{*}Filter")
    named = [str(element.text or "") for element in one.findall("{*}PropertyName")]
    ordered = [
        f"{''.join(map(str, element.itertext('{*}PropertyName', '{*}ValueReference'))).strip()}"
        f" {(element.findtext('{*}SortOrder') or 'ASC').strip()}"
        for element in one.iter("{*}SortProperty")
    ]
    return {
        "TYPENAMES": one.get("typeNames") or one.get("typeName") or "",
        "SRSNAME": one.get("srsName", ""),
        "PROPERTYNAME": ",".join(named),
        "SORTBY": ",".join(ordered),
        "FILTER": "" if condition is None else etree.tostring(condition, encoding="unicode", with_tail=False),
    }
