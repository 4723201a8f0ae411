"""Search for machines: what the map's search box and other programs ask while people type."""

from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from drf_spectacular.utils import extend_schema

from sip.offices.teryt import MalformedCodeError, level_of
from sip.services.answers import validated
from sip.services.errors import BadRequest
from sip.services.parameters import Query, read
from sip.services.rest.views import PlainView
from sip.services.search.find import search
from sip.services.search.results import Answer, Kind, Result
from sip.services.search.schema import SEARCH
from sip.services.search.understand import LONGEST_TEXT, understand

RESULTS: Final = 20
MOST_RESULTS: Final = 50
# A minute in the reader's own cache: what people look for is not for shared ones.
HEADERS: Final = {"Cache-Control": "private, max-age=60", "Vary": "Accept-Language, Cookie"}


class SearchView(PlainView):
    @extend_schema(**SEARCH)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        given = read(request, ("q", "limit", "unit"))
        limit, unit = _limit(given), unit_code(given.get("unit", ""))
        query = understand(_text(given))
        # Hot reads have no locale middleware, and a thread keeps the language of the page before.
        with translation.override(translation.get_language_from_request(request)):
            body = _body(query.text, search(query, unit=unit, limit=limit))
        return validated(request, orjson.dumps(body), "application/json", headers=HEADERS)


def unit_code(text: str) -> str:
    """TEXT if it is a TERYT code or empty. Raises BadRequest."""
    try:
        if text:
            level_of(text)
    except MalformedCodeError:
        raise BadRequest(f"unit: {text[:40]!r} is no TERYT code such as 060903_3, 060903_5 or 0609.") from None
    return text


def _text(given: Query) -> str:
    if "q" not in given:
        raise BadRequest("q: what to look for is missing.")
    if len(given["q"]) > LONGEST_TEXT:
        raise BadRequest(f"q: {len(given['q'])} characters; {LONGEST_TEXT} at most.")
    return given["q"]


def _limit(given: Query) -> int:
    text = given.get("limit") or str(RESULTS)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST_RESULTS:
        raise BadRequest(f"limit: {text[:40]!r} is not a whole number between 1 and {MOST_RESULTS}.")
    return int(text)


def _body(text: str, answer: Answer) -> dict[str, Any]:
    return {
        "query": text,
        "results": [_result(result) for result in answer.results],
        "groups": [
            {"kind": group.kind.value, "title": str(group.kind.label), "count": len(group.results)}
            for group in answer.groups
        ],
        "more": answer.more,
    }


def _result(result: Result) -> dict[str, Any]:
    """Coordinates to a centimetre; what became of a parcel only where it is no more."""
    body = {
        "kind": result.kind.value,
        "label": result.label,
        "detail": result.detail,
        "identifier": result.identifier,
        "url": result.url,
        "extent": [round(value, 2) for value in result.extent],
        "point": [round(value, 2) for value in result.point],
    }
    return body | ({"successors": list(result.successors)} if result.kind is Kind.FORMER_PARCEL else {})
