"""The file of a planning act: APP GML to download."""

import re
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.utils import extend_schema

from sip.services.answers import known_already, readable, standing, unchanged
from sip.services.errors import NotFound
from sip.services.layers import register_version
from sip.services.planning import schema
from sip.services.planning.app_gml import Export, UnknownAct
from sip.services.rest.views import PlainView

MEDIA_TYPE = "application/gml+xml; version=3.2"


class ActFileView(PlainView):
    @extend_schema(**schema.ACT_FILE)
    def get(self, request: HttpRequest, identifier: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        headers = standing(request, _etag(identifier), "no-cache")
        if known_already(request, headers):
            return unchanged(headers)
        try:
            export = Export(identifier)
        except UnknownAct:
            raise NotFound(f"There is no planning act {identifier} in the register.") from None
        name = re.sub(r"[^A-Za-z0-9.]+", "-", identifier).strip("-.") or "akt"
        headers["Content-Disposition"] = f'attachment; filename="{name}.gml"'
        if request.method == "HEAD":
            return HttpResponse(content_type=MEDIA_TYPE, headers=headers)
        return StreamingHttpResponse(export.chunks(), content_type=MEDIA_TYPE, headers=headers)


@readable
def no_such_planning_file(_request: HttpRequest) -> HttpResponseBase:
    raise NotFound("Nothing is here; /plany/zbiory.atom leads to all files of planning acts.")


def _etag(identifier: str) -> str:
    text = f"{register_version()} {identifier}"
    return f'"{blake2b(text.encode(), digest_size=12).hexdigest()}"'
