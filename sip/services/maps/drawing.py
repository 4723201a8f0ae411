"""Asking MapServer: a query of what was understood, and its complaints in our words."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from lxml import etree

from sip.services.maps.exceptions import OgcError, invalid
from sip.services.maps.pool import Answer, Map, pool

# What is no fault of the request: the register cannot be read.
_DATABASE: Final = re.compile("PostGIS|PG[A-Za-z]+|connect|SELECT", re.IGNORECASE)
_TIME: Final = re.compile("statement timeout|canceling statement", re.IGNORECASE)
# Where in MapServer's source it complains.
_ORIGIN: Final = re.compile(r"\b(?:ms|FLT|yy)\w+(?:\(\))?: ?")
_LONGEST: Final = 300
_UNSUPPORTED: Final = "a comparison takes one name and one Literal; And and Or take conditions, a spatial one a shape."
_UNSAID: Final = "This could not be carried out; some part of the request may be incomplete, such as a shape."


def draw(
    drawn: Map,
    query: Mapping[str, str],
    *,
    address: str,
    day: str,
    is_past: bool = False,
    pixel: float = 0,
    first: int = 0,
    order: str = "",
    dpi: float = 0,
    body: bytes = b"",
) -> Answer:
    """MapServer's answer to QUERY or a BODY; of features with numbers from FIRST on.

    ORDER: columns in quotes, each with its direction and a comma, that features are sorted by before their numbers.

    Raises OgcError, and what the pool raises.
    """
    head = {
        "query": urlencode(query),
        "metadata": {"ows_onlineresource": address, "wms_inspire_resourcelocator": address},
        "day": day,
        "is_past": is_past,
        "pixel": f"{pixel / 2:.3f}",
        "first": str(first),
        "order": order,
        "dpi": dpi,
    }
    answer = pool().draw(drawn, head, body)
    if answer.failed:
        raise complaint(answer)
    return answer


def complaint(answer: Answer) -> OgcError:
    """MapServer's exception report or error, without its insides."""
    code, text = _reported(answer.content)
    whole = f"{text} {answer.error}"
    if _TIME.search(whole):
        return OgcError("NoApplicableCode", "This took too long; ask for a smaller area or fewer features.")
    if _DATABASE.search(whole):
        return OgcError("NoApplicableCode", "The request could not be answered from the register.")
    if code == "NotFound":
        return OgcError(code, "There is no such feature.", "id", status=HTTPStatus.NOT_FOUND)
    if "Unsupported FILTER" in whole:
        return invalid("FILTER", _UNSUPPORTED)
    cleaned = " ".join(_ORIGIN.sub("", text or answer.error).split())[:_LONGEST]
    return OgcError(code or "NoApplicableCode", cleaned or _UNSAID)


def _reported(content: bytes) -> tuple[str, str]:
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError):
        return "", ""
    for element in root.iter("{*}ServiceException", "{*}Exception"):
        code = element.get("code") or element.get("exceptionCode") or ""
        return code, " ".join(str(text) for text in element.itertext())
    return "", ""
