"""What may be sent, as models: read strictly, and the source of the schemas in the OpenAPI document."""

import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar

import numpy as np
import orjson
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cases.api.errors import LengthRequired, TooLarge, UnknownType, Unprocessable
from cases.catalogue.schema import MOST_TEXT
from cases.drafts import MOST_EXEMPTION, MOST_OF_PERSON, MOST_PARCELS
from cases.hooks.models import MOST_ADDRESS
from cases.land.models import MOST_TYPED
from cases.models import PartyKind
from cases.workflow import Outcome, Ruling
from sip.geo.crs import KNOWN, PL_1992, WGS84, transform
from sip.services.errors import BadRequest

MOST_BODY: Final = 1024 * 1024
CHUNK: Final = 64 * 1024
# Of arrays and objects in one another; geometries have six.
MOST_DEPTH: Final = 20
Words = Annotated[str, Field(max_length=MOST_TEXT)]
Personal = Annotated[str, Field(max_length=MOST_OF_PERSON)]
Files = MultiValueDict[str, UploadedFile]  # type: ignore[type-arg]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class PersonBody(Body):
    """An applicant, or their proxy. A name, and one of the addresses, are needed to file."""

    name: Personal
    kind: PartyKind = PartyKind.PERSON
    identifier: Personal = ""
    email: Personal = ""
    phone: Personal = ""
    address: Personal = ""
    delivery_address: Personal = ""


class CaseBody(Body):
    """An application on behalf of someone. `answers` are checked against the service's form; `shape` is a geometry of
    GeoJSON, longitude or easting first, in the system `crs` (EPSG, WGS 84 without it)."""

    service: Annotated[str, Field(max_length=40)]
    applicant: PersonBody
    proxy: PersonBody | None = None
    answers: dict[str, Any] = {}
    parcels: Annotated[list[Annotated[str, Field(max_length=MOST_TYPED)]], Field(max_length=MOST_PARCELS)] = []
    shape: dict[str, Any] | None = None
    crs: int = WGS84.srid
    exemption: Annotated[str, Field(max_length=MOST_EXEMPTION)] = ""


class ActBody(Body):
    """What comes with a step; which of it is needed its `needs` say. `office`: the office's unit (TERYT code)."""

    words: Words = ""
    reason: Words = ""
    basis: Words = ""
    until: date | None = None
    outcome: Outcome | None = None
    office: Annotated[str, Field(max_length=10)] | None = None
    body: Words = ""
    amount: Annotated[Decimal, Field(allow_inf_nan=False, max_digits=12)] | None = None
    assignee: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    day: date | None = None
    ruling: Ruling | None = None


class SettleBody(Body):
    """`proof`: what the payment is found by."""

    proof: Annotated[str, Field(min_length=1, max_length=200)]


class HookBody(Body):
    """`kinds` empty: all."""

    url: Annotated[str, Field(min_length=1, max_length=MOST_ADDRESS)]
    kinds: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=100)] = []


Model = TypeVar("Model", bound=Body)


def length_of(request: HttpRequest, most: int) -> int:
    """Raises LengthRequired, TooLarge."""
    text = request.META.get("CONTENT_LENGTH") or ""
    if not (text.isascii() and text.isdigit()):
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            raise LengthRequired("Send Content-Length.")
        return 0
    if len(text) > 15 or int(text) > most:
        raise TooLarge(f"The body may have {most} bytes.")
    return int(text)


class _Coming(io.RawIOBase):
    """The body of a request, counted as it is read."""

    def __init__(self, request: HttpRequest) -> None:
        self._request, self.came = request, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        chunk = self._request.read(len(view))
        view[: len(chunk)] = chunk
        self.came += len(chunk)
        return len(chunk)


def chunks_of(request: HttpRequest, most: int) -> Iterator[bytes]:
    """The body. Raises TooLarge, LengthRequired, and BadRequest at its end where not all of it came."""
    wanted, coming = length_of(request, most), _Coming(request)
    while chunk := coming.read(CHUNK):
        yield chunk
    _all_came(coming.came, wanted)


def form_of(request: HttpRequest, most: int) -> tuple[QueryDict, Files]:
    """Fields and files of multipart/form-data, whose parser takes one that breaks off for whole.

    Raises TooLarge, LengthRequired, BadRequest, and MultiPartParserError and the like of Django.
    """
    wanted, coming = length_of(request, most), _Coming(request)
    fields, files = request.parse_file_upload(request.META, io.BufferedReader(coming, CHUNK))
    _all_came(coming.came, wanted)
    return fields, files


def _all_came(came: int, wanted: int) -> None:
    if came != wanted:
        raise BadRequest(f"The body broke off: {came} of {wanted} bytes came.")


def json_of(request: HttpRequest, model: type[Model]) -> Model:
    """Raises BadRequest, UnknownType, TooLarge, Unprocessable."""
    return parsed(json_content(request), model)


def json_content(request: HttpRequest) -> bytes:
    """Nothing sent is an object without fields. Raises UnknownType, TooLarge, LengthRequired."""
    content = b"".join(chunks_of(request, MOST_BODY))
    if content and request.content_type != "application/json":
        raise UnknownType("Send application/json.")
    return content or b"{}"


def parsed(content: bytes, model: type[Model]) -> Model:
    """Raises BadRequest, Unprocessable."""
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise BadRequest("The body is not JSON.") from None
    if not isinstance(value, dict) or _is_too_deep(value) or b"\\u0000" in content:
        raise BadRequest("The body is not a JSON object of the kind that is taken.")
    json.loads(content, object_pairs_hook=_once, parse_int=len)
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise Unprocessable(_problems(error)) from None


def _once(pairs: list[tuple[str, Any]]) -> None:
    """Readers differ in which of two alike they take (RFC 8259, 4): what was checked on the way may not be what is
    filed. Raises BadRequest."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise BadRequest("The body names a field twice.")


def _is_too_deep(value: object, depth: int = 0) -> bool:
    if depth > MOST_DEPTH:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_is_too_deep(item, depth + 1) for item in inner)


def _problems(error: ValidationError) -> dict[str, list[str]]:
    """By the field's path; without what was sent."""
    problems: dict[str, list[str]] = {}
    for one in error.errors(include_input=False, include_url=False, include_context=False):
        problems.setdefault(".".join(str(part)[:60] for part in one["loc"]), []).append(one["msg"])
    return problems


def shape_of(body: CaseBody) -> GEOSGeometry | None:
    """In EPSG:2180. Raises Unprocessable."""
    if body.shape is None:
        return None
    if body.crs not in KNOWN:
        raise Unprocessable({"crs": [f"Known: {', '.join(map(str, sorted(KNOWN)))}."]})
    try:
        shape = shapely.force_2d(shapely.from_geojson(orjson.dumps(body.shape)))
    except (shapely.errors.GEOSException, orjson.JSONEncodeError, TypeError):
        raise Unprocessable({"shape": ["This is not a geometry of GeoJSON."]}) from None
    placed = shapely.transform(shape, lambda pairs: transform(pairs, KNOWN[body.crs], PL_1992))
    pairs = shapely.get_coordinates(placed)
    if not len(pairs) or not np.isfinite(pairs).all() or shape.geom_type == "GeometryCollection":
        raise Unprocessable({"shape": ["It is empty, of several kinds, or far from Poland."]})
    return GEOSGeometry(memoryview(shapely.to_wkb(placed)), srid=PL_1992.srid)
