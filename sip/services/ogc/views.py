"""OGC API Features Part 1 and 2, and lists of tiles, below /ogc/; errors are problem+json."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override

from sip.headers import POLICY
from sip.services.answers import known_already, readable, standing, unchanged, validated
from sip.services.errors import BadRequest, NotFound
from sip.services.layers import served_version
from sip.services.ogc import api, documents, features, grids, pages, schemas, sprites, styles, tiles
from sip.services.ogc.collections import collection_of
from sip.services.ogc.filters import by_property
from sip.services.ogc.formats import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, STYLE, Format, chosen
from sip.services.ogc.links import address, every_link, link, own
from sip.services.ogc.pages import Page
from sip.services.ogc.parameters import ON_ITEM, ON_PAGE
from sip.services.ogc.selecting import EDITION
from sip.services.ogc.systems import system
from sip.services.parameters import read
from sip.services.tiles import cutting
from sip.services.tiles.views import tile_answer

MVT: Final = "mvt"
Document = dict[str, Any]
# They change with a release alone.
_SPRITE_SECONDS: Final = 86_400
VARY: Final = "Accept, Accept-Language, Cookie"


@readable
def landing_page(request: HttpRequest) -> HttpResponseBase:
    return _described(request, JSON, documents.landing, pages.landing)


@readable
def conformance_page(request: HttpRequest) -> HttpResponseBase:
    return _described(request, JSON, documents.conformance, pages.conformance)


@readable
def api_page(request: HttpRequest) -> HttpResponseBase:
    return _described(request, OPENAPI, lambda request: api.definition(address(request).rstrip("/")), pages.api)


@readable
def collections_page(request: HttpRequest) -> HttpResponseBase:
    return _described(request, JSON, documents.collections, pages.collections)


@readable
def collection_page(request: HttpRequest, name: str) -> HttpResponseBase:
    one = collection_of(name)
    return _described(request, JSON, lambda request: documents.collection(request, one), pages.collection)


@readable
def queryables_page(request: HttpRequest, name: str) -> HttpResponseBase:
    one = collection_of(name)
    return _described(request, SCHEMA, lambda request: schemas.of_queryables(request, one), pages.schema_of(one))


@readable
def sortables_page(request: HttpRequest, name: str) -> HttpResponseBase:
    one = collection_of(name)
    return _described(request, SCHEMA, lambda request: schemas.of_sortables(request, one), pages.schema_of(one))


@readable
def items_page(request: HttpRequest, name: str) -> HttpResponseBase:
    collection = collection_of(name)
    dated = ("date",) if collection.binding else ()
    query = read(request, (*ON_PAGE, *collection.filters, *by_property(collection), *dated))
    used, (uri, reading) = chosen(request, query, GEOJSON), system(query, "crs")

    def body() -> str:
        return features.page(request, collection, query, reading, used)

    return _answer(request, used, uri, body, lambda document: pages.items(request, collection, document, reading))


@readable
def item_page(request: HttpRequest, name: str, feature: str) -> HttpResponseBase:
    collection, query = collection_of(name), read(request, ON_ITEM)
    used, (uri, reading) = chosen(request, query, GEOJSON), system(query, "crs")

    def body() -> str:
        links = own(request, query, used, GEOJSON)
        links.append(link("collection", address(request, "collections", name), JSON.type))
        return features.with_links(features.one(collection, feature, reading), links)

    return _answer(request, used, uri, body, lambda document: pages.item(request, collection, document, reading))


@readable
def styles_page(request: HttpRequest) -> HttpResponseBase:
    return _described(request, JSON, styles.styles, pages.styles)


@readable
def style_page(request: HttpRequest, name: str) -> HttpResponseBase:
    styles.style_of(name)
    return _described(request, STYLE, lambda request: styles.stylesheet(request, name), pages.style)


@readable
def style_metadata_page(request: HttpRequest, name: str) -> HttpResponseBase:
    styles.style_of(name)
    return _described(request, JSON, lambda request: styles.metadata(request, name), pages.style_metadata)


@readable
def sprite_index(request: HttpRequest, name: str) -> HttpResponseBase:
    read(request, ())
    return validated(request, orjson.dumps(sprites.index(name)), JSON.type, seconds=_SPRITE_SECONDS)


@readable
def sprite_sheet(request: HttpRequest, name: str) -> HttpResponseBase:
    read(request, ())
    return validated(request, sprites.sheet(name), "image/png", seconds=_SPRITE_SECONDS)


@readable
def tilesets_page(request: HttpRequest, name: str = "") -> HttpResponseBase:
    one = collection_of(name) if name else None
    return _described(request, JSON, lambda request: tiles.tilesets(request, one), pages.tilesets)


@readable
def tileset_page(request: HttpRequest, grid: str, name: str = "") -> HttpResponseBase:
    known, one = grids.grid_of(grid), collection_of(name) if name else None
    return _described(request, JSON, lambda request: tiles.tileset(request, known, one), pages.tileset)


@readable
def tile_of_set(
    request: HttpRequest, grid: str, matrix: str, row: str, column: str, name: str = ""
) -> HttpResponseBase:
    known, one = grids.grid_of(grid), collection_of(name) if name else None
    if read(request, ("f",)).get("f", MVT) != MVT:
        raise BadRequest(f"f: tiles are served as {MVT} only.")
    kept = {**standing(request, cutting.etag(served_version())), "Vary": "Accept-Encoding"}
    if known_already(request, kept):
        return unchanged(kept)
    return tile_answer(tiles.tile(known, one, (matrix, row, column)), kept)


@readable
def tile_matrix_sets_page(request: HttpRequest) -> HttpResponseBase:
    return _described(request, JSON, grids.tile_matrix_sets, pages.tile_matrix_sets)


@readable
def tile_matrix_set_page(request: HttpRequest, name: str) -> HttpResponseBase:
    grid = grids.grid_of(name)
    return _described(request, JSON, lambda request: grids.tile_matrix_set(request, grid), pages.tile_matrix_set)


@readable
def no_such_resource(_request: HttpRequest) -> HttpResponseBase:
    raise NotFound("Nothing is here; /ogc/ leads to all there is. In ids of features `/` is written `~`.")


def _described(
    request: HttpRequest,
    data: Format,
    make: Callable[[HttpRequest], Document],
    shown: Callable[[HttpRequest, Document], Page],
) -> HttpResponseBase:
    query = read(request, ("f",))
    used = chosen(request, query, data)
    with override(get_language_from_request(request)):
        document = make(request)
        # OpenAPI, JSON Schema and styles know no links of their own.
        if data not in (OPENAPI, SCHEMA, STYLE):
            document["links"] = [*own(request, query, used, data), *document.get("links", ())]
        if used is HTML:
            return _page(request, shown(request, document), document)
    return validated(request, orjson.dumps(document), data.type, headers={"Vary": VARY})


def _answer(
    request: HttpRequest, used: Format, uri: str, body: Callable[[], str], shown: Callable[[Document], Page]
) -> HttpResponseBase:
    """BODY is made only for a client that has not got it: it changes with the version of the registers alone."""
    if used is HTML:
        with override(get_language_from_request(request)):
            document = orjson.loads(body())
            return _page(request, shown(document), document, {"Content-Crs": f"<{uri}>"})
    etag = f'W/"{served_version()}-{EDITION}-ogc"'
    kept = {**standing(request, etag), "Vary": VARY, "Content-Crs": f"<{uri}>"}
    if known_already(request, kept):
        return unchanged(kept)
    return HttpResponse(body(), content_type=used.type, headers=kept)


def _page(request: HttpRequest, page: Page, document: Document, headers: dict[str, str] | None = None) -> HttpResponse:
    query = urlencode({**request.GET.dict(), "f": JSON.name})
    context = {"page": page, "data": f"?{query}", "links": every_link(document)}
    content = render(request, "services/ogc.html", context).content
    own_headers = {"Vary": VARY, "Content-Security-Policy": POLICY, **(headers or {})}
    return validated(request, content, "text/html; charset=utf-8", headers=own_headers)
