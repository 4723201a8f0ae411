"""The OpenAPI document by its address, as JSON or YAML; made once by each process."""

from functools import cache
from threading import Lock
from typing import Any, Final

import orjson
import yaml
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from drf_spectacular.generators import SchemaGenerator

from sip.services.answers import readable, validated
from sip.services.errors import BadRequest
from sip.services.parameters import read

JSON: Final = "application/vnd.oai.openapi+json; version=3.1"
YAML: Final = "application/vnd.oai.openapi; version=3.1"
FORMATS: Final = {"json": JSON, "yaml": YAML}
_MAKING: Final = Lock()


@readable
def schema(request: HttpRequest) -> HttpResponseBase:
    """JSON unless `format` or Accept ask for YAML."""
    wanted = read(request, ("format",)).get("format") or _accepted(request)
    if wanted not in FORMATS:
        raise BadRequest(f"format: {wanted[:40]!r} is not served. Served: json, yaml.")
    return validated(request, _written(wanted), FORMATS[wanted], headers={"Vary": "Accept"})


def _accepted(request: HttpRequest) -> str:
    accepted = request.META.get("HTTP_ACCEPT", "")
    return "yaml" if "yaml" in accepted or "vnd.oai.openapi," in f"{accepted}," else "json"


def document() -> dict[str, Any]:
    """Made by one thread alone: the generator loads its extensions on the way, and a second thread would find half."""
    with _MAKING:
        return _made()


@cache
def _made() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator(urlconf=settings.HOT_URLCONF).get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


@cache
def _written(name: str) -> bytes:
    # The generator's own kinds of texts and maps become plain ones on the way.
    written = orjson.dumps(document(), default=str)
    if name == "json":
        return written
    return bytes(yaml.safe_dump(orjson.loads(written), allow_unicode=True, sort_keys=False).encode())
