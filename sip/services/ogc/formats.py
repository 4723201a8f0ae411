"""Representations, chosen by `f` or by Accept."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.http import HttpRequest

from sip.services.errors import BadRequest, NotAcceptable


class Format(NamedTuple):
    """`name` is the value of `f`; the first of `types` is how it is linked, the others what it may be asked for as."""

    name: str
    types: tuple[str, ...]

    @property
    def type(self) -> str:
        return self.types[0]


JSON: Final = Format("json", ("application/json",))
GEOJSON: Final = Format("json", ("application/geo+json", "application/json"))
OPENAPI: Final = Format("json", ("application/vnd.oai.openapi+json;version=3.0", "application/json"))
SCHEMA: Final = Format("json", ("application/schema+json", "application/json"))
STYLE: Final = Format("mapbox", ("application/vnd.mapbox.style+json", "application/json"))
HTML: Final = Format("html", ("text/html",))
NAMES: Final = (JSON.name, HTML.name)
# Each is also asked for as plain JSON is.
_ALIASES: Final = {JSON.name: STYLE.name}


def chosen(request: HttpRequest, query: Mapping[str, str], data: Format) -> Format:
    """DATA or HTML, as the client prefers. Raises BadRequest for an unknown `f`, NotAcceptable for Accept."""
    offered = {data.name: data, HTML.name: HTML}
    if "f" in query and _ALIASES.get(query["f"]) == data.name:
        return data
    if "f" in query:
        if query["f"] not in offered:
            raise BadRequest(f"f: {query['f'][:40]!r} is not served. Served: {', '.join(offered)}.")
        return offered[query["f"]]
    # Some clients send the header without a word in it.
    if not request.headers.get("Accept", "*/*").strip(" ,;"):
        return data
    for accepted in request.accepted_types:
        for each in offered.values():
            if any(_meets(accepted.main_type, accepted.sub_type, media_type) for media_type in each.types):
                return each
    raise NotAcceptable(f"Served here: {', '.join(each.type for each in offered.values())}.")


def _meets(main: str, sub: str, media_type: str) -> bool:
    """Parameters such as a charset or a version are no reason to refuse."""
    own_main, _, own_sub = media_type.partition(";")[0].partition("/")
    # Java's own client writes any type with one asterisk.
    sub = sub or main
    return main in ("*", own_main) and sub in ("*", own_sub)
