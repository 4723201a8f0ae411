"""Pages and documents that take longer than others: who asks for too many is told, on a page, to wait."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sip.extracts.known import Changed
from sip.extracts.pdf import TooBusy
from sip.services.errors import TooMany
from sip.services.throttle import refuse_too_many

# Of usual requests: composing an extract, and printing one.
COMPOSED: Final = 2.0
PRINTED: Final = 25.0
BUSY_SECONDS: Final = 10
View = Callable[..., HttpResponse]


def sparing(cost: float) -> Callable[[View], View]:
    """Count each request to the view as COST usual ones."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                refuse_too_many(request, cost)
                return view(request, *args, **kwargs)
            except TooMany as refused:
                return waiting(request, refused.seconds, 429)
            except (TooBusy, Changed):
                return waiting(request, BUSY_SECONDS, 503)

        return wrapped

    return decorate


def waiting(request: HttpRequest, seconds: int, status: int) -> HttpResponse:
    """429 for who asked too often, 503 where others' documents or a publication come first."""
    answer = render(request, "portal/extract/wait.html", {"seconds": seconds, "is_busy": status == 503}, status=status)
    answer.headers["Retry-After"] = str(seconds)
    return answer
