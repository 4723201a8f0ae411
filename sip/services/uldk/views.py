"""The addresses of ULDK: /uldk/ and the older service.php."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from sip.services.answers import answering, validated
from sip.services.uldk.asked import Asked
from sip.services.uldk.dictionaries import dictionary
from sip.services.uldk.protocol import TEXT, as_uldk, unknown_verb
from sip.services.uldk.verbs import VERBS

# Clients write them as the specification does; people do not.
_VERBS: Final = {name.lower(): verb for name, verb in VERBS.items()}


@answering("GET", "HEAD", errors=as_uldk)
def uldk(request: HttpRequest) -> HttpResponseBase:
    asked = Asked.of(request)
    if not any(asked.given.values()):
        return _page(request)
    if not asked.verb and asked.get("obiekt"):
        body = dictionary(asked)
    elif verb := _VERBS.get(asked.verb.lower()):
        body = verb(asked)
    else:
        raise unknown_verb(asked.verb)
    return validated(request, body.encode(), TEXT)


def _page(request: HttpRequest) -> HttpResponse:
    """What people see who open the address."""
    # Hot reads have no locale middleware, and a thread keeps the language of the page before.
    with translation.override(translation.get_language_from_request(request)):
        page = render_to_string("services/uldk.html", {"address": request.path, "verbs": list(VERBS)})
    headers = {"Vary": "Accept-Language, Cookie", "Content-Security-Policy": "default-src 'none'"}
    return HttpResponse(page, headers=headers)
