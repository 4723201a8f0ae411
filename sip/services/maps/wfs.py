"""The address of WFS 1.1.0 and 2.0.0: capabilities, types, features as GML and GeoJSON, one stored query."""

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qs, urlencode

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils import timezone

from sip.geo.crs import WGS84
from sip.public import rows
from sip.services.answers import answering, known_already, standing, unchanged, validated
from sip.services.maps import capabilities, features, filters, mapfile, paging
from sip.services.maps.asked import Given, given, read_parameters, today
from sip.services.maps.drawing import draw
from sip.services.maps.exceptions import OgcError, invalid, missing, reporting, wfs_report
from sip.services.maps.features import NEWER, OLDER
from sip.services.maps.keys import key
from sip.services.maps.wms import SHORT, address
from sip.services.maps.xmlbody import LARGEST
from sip.services.registry.drawn import Drawn
from sip.services.throttle import DEAREST, refuse_too_many

FORM: Final = "application/x-www-form-urlencoded"
GEOJSON: Final = "application/json; subtype=geojson"
# What a body names, too, for the report of what is wrong with it.
_VERSION: Final = "sip.wfs_version"
_CONDITIONS: Final = {"FILTER", "BBOX", "RESOURCEID", "FEATUREID", "STOREDQUERY_ID"}
_HITS: Final = {
    NEWER: (
        '<?xml version="1.0" encoding="UTF-8"?>\n<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0"'
        ' timeStamp="{now}" numberMatched="{count}" numberReturned="0"/>\n'
    ),
    OLDER: (
        '<?xml version="1.0" encoding="UTF-8"?>\n<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs"'
        ' timeStamp="{now}" numberOfFeatures="{count}"/>\n'
    ),
}
# Features that cost as much as a usual request.
_USUAL: Final = 500
# What has a whole layer read or sorted, and what that costs in usual requests.
_READ_ALL: Final = {"FILTER", "SORTBY", "STARTINDEX"}
_WHOLE: Final = 5.0
# The older version's answers have axes in the order of the authority, which only the long name says.
# Moments are UTC's and say so; MapServer's have no zone.
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"
_TIME: Final = re.compile(rb' timeStamp="[0-9T:-]*"')
_SHORT_NAME: Final = re.compile(rb'srsName="EPSG:([0-9]{4,5})"')
_LONG_NAME: Final = rb'srsName="urn:ogc:def:crs:EPSG::\1"'


def _report(request: HttpRequest, error: OgcError) -> HttpResponse:
    text = parse_qs(request.META.get("QUERY_STRING", "").upper()[:2000]).get("VERSION", [""])[0]
    return wfs_report(request.META.get(_VERSION) or text or NEWER, error)


@answering("GET", "HEAD", "POST", errors=reporting(_report))
def wfs(request: HttpRequest) -> HttpResponseBase:
    values = _posted(request) if request.method == "POST" else given(request)
    request.META[_VERSION] = values.get("VERSION", "")
    name = values.get("REQUEST", "")
    if not name:
        raise missing("REQUEST")
    if values.get("SERVICE", "WFS").upper() != "WFS":
        raise invalid("SERVICE", "this is WFS; the WMS is at /wms.")
    answer = _ANSWERS.get(name.lower())
    if answer is None:
        raise OgcError(
            "OperationNotSupported", f"REQUEST: {name[:40]!r} is not answered; see GetCapabilities.", name[:40]
        )
    return answer(request, values)


def _posted(request: HttpRequest) -> Given:
    """Parameters of a form, or of a request as XML."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise OgcError("OperationParsingFailed", f"At most {LARGEST} bytes are read.", "request")
    body = request.read(LARGEST + 1)
    # Clients send XML under the type of a form where nobody tells them another.
    if request.content_type == FORM and not body.lstrip().startswith(b"<"):
        return read_parameters(QueryDict(body[:LARGEST]))
    return features.from_xml(body)


def _capabilities(request: HttpRequest, values: Given) -> HttpResponse:
    number = features.version(values)
    spoken = capabilities.language(values.get("LANGUAGE", ""))
    body = capabilities.document(mapfile.wfs(), number, spoken, address(request, "/wfs"), today().isoformat())
    return validated(request, body, "text/xml; charset=UTF-8")


def _types(request: HttpRequest, values: Given) -> HttpResponse:
    number = features.version(values)
    names = ",".join(f"ms:{drawn.name}" for drawn in features.types(values))
    parameter = "TYPENAMES" if number == NEWER else "TYPENAME"
    query = {"SERVICE": "WFS", "VERSION": number, "REQUEST": "DescribeFeatureType"}
    return _asked(request, query | ({parameter: names} if names else {}))


def _features(request: HttpRequest, values: Given) -> HttpResponse:
    query = features.query(values)
    made = mapfile.wfs()
    etag = f'W/"{key(made, features.asked_for(query), urlencode(query), address(request, "/wfs"))}"'
    kept = standing(request, etag, SHORT, day=today())
    if known_already(request, kept):
        return unchanged(kept)
    refuse_too_many(request, min(_cost(query), DEAREST))
    if query.get("RESULTTYPE") == "hits" and not _CONDITIONS & query.keys():
        body, content_type = _counted(features.asked_for(query)[0], query["VERSION"])
    else:
        body, content_type = _page(request, query)
    if query.get("RESULTTYPE") == "hits" and query["REQUEST"] == "GetPropertyValue":
        body = body.replace(b"wfs:FeatureCollection", b"wfs:ValueCollection")
    return HttpResponse(body, content_type=content_type, headers=kept)


def _page(request: HttpRequest, query: dict[str, str]) -> tuple[bytes, str]:
    asked = paging.page(query, features.asked_for(query)[0])
    body, content_type = _answered(request, asked.query, asked.first)
    return paging.renumbered(body, asked, _most(query)), content_type


def _cost(query: dict[str, str]) -> float:
    """In usual requests: what is sent, and the reading of a whole layer where few of it may be sent."""
    hits = query.get("RESULTTYPE") == "hits"
    return (0 if hits else _most(query)) / _USUAL + (_WHOLE if hits or _READ_ALL & query.keys() else 0)


def _most(query: Mapping[str, str]) -> int:
    """How many features are sent at most."""
    return int(query.get("COUNT") or query.get("MAXFEATURES") or mapfile.FEATURES)


def _counted(drawn: Drawn, number: str) -> tuple[bytes, str]:
    """How many features there are of a type: MapServer would read them all."""
    statement = f"SELECT count(*) FROM ({mapfile.select(drawn, on_day=False)}) AS found"  # noqa: S608
    day = today().isoformat()
    found = rows(statement.replace("%day%", day).replace("%", "%%"), {})[0][0]
    now = timezone.now().strftime(_MOMENT)
    return _HITS[number].format(count=found, now=now).encode(), "text/xml; charset=UTF-8"


def _values(request: HttpRequest, values: Given) -> HttpResponse:
    if features.version(values) == OLDER:
        raise OgcError("OperationNotSupported", "GetPropertyValue is of WFS 2.0.0.", "request")
    return _features(request, values)


def _queries(request: HttpRequest, values: Given) -> HttpResponse:
    if features.version(values) == OLDER:
        raise OgcError("OperationNotSupported", "Stored queries are of WFS 2.0.0.", "request")
    if values.get("STOREDQUERY_ID"):
        features.check_stored(values["STOREDQUERY_ID"])
    name = "ListStoredQueries" if values["REQUEST"].lower().startswith("list") else "DescribeStoredQueries"
    return _asked(request, {"SERVICE": "WFS", "VERSION": NEWER, "REQUEST": name})


def _asked(request: HttpRequest, query: dict[str, str]) -> HttpResponse:
    body, content_type = _answered(request, query)
    return validated(request, body, content_type)


def _answered(request: HttpRequest, query: Mapping[str, str], first: int = 0) -> tuple[bytes, str]:
    asked = filters.boxed(query)
    sorted_by = asked.pop("SORTBY", "")
    answer = draw(
        mapfile.wfs(),
        asked,
        address=address(request, "/wfs"),
        day=today().isoformat(),
        first=first,
        order=features.order(sorted_by),
    )
    head, rest = paging.opened(answer.content)
    if sorted_by:
        head = paging.sorted_by(head, sorted_by)
    body = _TIME.sub(lambda _found: _now(), head, count=1) + rest
    if query["VERSION"] == OLDER:
        body = _SHORT_NAME.sub(_LONG_NAME, body)
    if query.get("OUTPUTFORMAT") == "geojson" and query.get("RESULTTYPE") != "hits":
        return _named_system(body, query), GEOJSON
    return body, answer.content_type or "text/xml; charset=UTF-8"


def _now() -> bytes:
    return b' timeStamp="%s"' % timezone.now().strftime(_MOMENT).encode()


def _named_system(body: bytes, query: Mapping[str, str]) -> bytes:
    """GeoJSON of another system than that of RFC 7946 says so, as GDAL and QGIS read it; pairs are east, north."""
    name = query.get("SRSNAME", "")
    if not name or name.endswith(f"::{WGS84.srid}"):
        return body
    member = orjson.dumps({"type": "name", "properties": {"name": name}})
    return body.replace(b"{", b'{\n"crs": ' + member + b",", 1)


Answer = Callable[[HttpRequest, Given], HttpResponse]
_ANSWERS: Final[dict[str, Answer]] = {
    "getcapabilities": _capabilities,
    "describefeaturetype": _types,
    "getfeature": _features,
    "getpropertyvalue": _values,
    "liststoredqueries": _queries,
    "describestoredqueries": _queries,
}
