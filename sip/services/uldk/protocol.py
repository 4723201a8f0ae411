"""What ULDK's answers look like: lines of fields, and errors that are texts with HTTP 200."""

import logging
import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Final

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sip.services.errors import NotAllowed, ServiceError, TooMany, Unauthorised

log = logging.getLogger(__name__)

TEXT: Final = "text/plain; charset=utf-8"
# Word for word what the national service says, for clients compare; the second line's end has no newline there.
NO_RESULT: Final = "-1 brak wyników"
NONE: Final = (
    f"{NO_RESULT}\nbłędny format odpowiedzi XML, usługa zwróciła odpowiedźZbiorcza baza danych obsłużyła zapytanie. "
)
UNKNOWN_VERB: Final = (
    "niepoprawny parametr {}, specyfikacja usługi jest dostępna pod adresem: https://uldk.gugik.gov.pl/opis.html"
)
OUT_OF_REACH: Final = "Brak połączenia ze zbiorczą bazą"
BROKEN: Final = "-1 błąd wewnętrzny usługi powiatowej"
# Clients split at these, and skip lines that have the words. The letters of the second look the same taken apart.
_CLEANED: Final = {";": ",", "|": "/", "XML": "Xml", "błęd": "błe\N{COMBINING OGONEK}d"}

_WHOLE: Final = re.compile(r"(?<![.0-9])([0-9]+)(?=[ ,)])")


class Refused(Exception):
    """The answer is BODY instead of objects."""

    def __init__(self, body: str) -> None:
        super().__init__(body)
        self.body = body


def nothing() -> Refused:
    return Refused(NONE)


def not_understood(sentence: str) -> Refused:
    """Nothing found, and why, in a line that clients know as no object by the word it begins with."""
    return Refused(f"{NO_RESULT}\nbłędne zapytanie: {field(sentence)}\n")


def unknown_verb(name: str) -> Refused:
    return Refused(UNKNOWN_VERB.format(field(name[:80])))


def field(text: str) -> str:
    """TEXT as it may stand between two bars."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    for found, instead in _CLEANED.items():
        shown = shown.replace(found, instead)
    return shown


def extent(edges: Sequence[float], digits: int) -> str:
    """West, south, east, north, none of them a whole number: a client takes those for an error.

    A whole number is moved outwards by the last digit.
    """
    step = 10.0**-digits
    outwards = (-step, -step, step, step)
    rounded = (round(edge, digits) for edge in edges)
    moved = (
        edge + out if math.isclose(edge, round(edge), abs_tol=step / 2) else edge
        for edge, out in zip(rounded, outwards, strict=True)
    )
    return ",".join(f"{edge:.{digits}f}" for edge in moved)


def with_fractions(wkt: str) -> str:
    """No coordinate is a whole number: a client's pattern of rings does not know those."""
    return _WHOLE.sub(r"\1.0", wkt)


def lines(status: int, objects: Iterable[Sequence[str]]) -> str:
    """The last line ends, too: an early client of ours drops what stands after the last newline."""
    return "".join(f"{line}\n" for line in (str(status), *("|".join(fields) for fields in objects)))


View = Callable[..., HttpResponseBase]


def as_uldk(view: View) -> View:
    """A view's errors as the texts of the protocol. Who asks too often or by another method is told by the status."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return _said(refused.body)
        except (NotAllowed, TooMany, Unauthorised) as error:
            return _declined(error)
        except SuspiciousOperation:
            return _said(not_understood("za dużo parametrów.").body)
        except (OperationalError, InterfaceError):
            return _said(OUT_OF_REACH)
        except Exception:
            log.exception("uldk failed")
            return _said(BROKEN)

    return wrapped


def _said(body: str) -> HttpResponse:
    return HttpResponse(body, content_type=TEXT, headers={"Cache-Control": "no-store"})


def _declined(error: ServiceError) -> HttpResponse:
    return HttpResponse(f"-1 {error.detail}\n", content_type=TEXT, status=error.status, headers=error.headers)
