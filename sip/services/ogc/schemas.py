"""JSON Schemas of what a collection is filtered by and sorted by (OGC API Features Part 3 and Part 8)."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext

from sip.services.ogc.links import address
from sip.services.ogc.ordering import sortables
from sip.services.ogc.queryables import Queryable, queryables
from sip.services.registry.layer import Layer

Document = dict[str, Any]
QUERYABLES: Final = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
SORTABLES: Final = "http://www.opengis.net/def/rel/ogc/1.0/sortables"
_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def of_queryables(request: HttpRequest, one: Layer) -> Document:
    title = gettext("%(collection)s: właściwości do filtrowania") % {"collection": one.title}
    return _schema(request, one, "queryables", title, queryables(one))


def of_sortables(request: HttpRequest, one: Layer) -> Document:
    title = gettext("%(collection)s: właściwości do sortowania") % {"collection": one.title}
    return _schema(request, one, "sortables", title, sortables(one))


def _schema(request: HttpRequest, one: Layer, kind: str, title: str, names: Mapping[str, Queryable]) -> Document:
    return {
        "$schema": _DRAFT,
        "$id": address(request, "collections", one.name, kind),
        "type": "object",
        "title": title,
        "properties": {name: {**each.schema, "title": str(each.schema["title"])} for name, each in names.items()},
        "additionalProperties": False,
    }
