"""The addresses of ULDK: /uldk/ and the older service.php."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from sip.headers import POLICY
from sip.services.answers import answering, validated
from sip.services.uldk.asked import Asked
from sip.services.uldk.dictionaries import dictionary
from sip.services.uldk.protocol import TEXT, as_uldk, unknown_verb
from sip.services.uldk.verbs import VERBS

EXAMPLES: Final = {
    "GetParcelById": "request=GetParcelById&id=060903_4.0001.AR_1.10&result=geom_wkt,teryt,region",
    "GetParcelByIdOrNr": "request=GetParcelByIdOrNr&id=Bychawa 10&result=teryt",
    "GetParcelByXY": "request=GetParcelByXY&xy=22.5837,51.0058,4326&result=teryt,parcel,region",
}
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
        page = render_to_string(
            "services/uldk.html", {"address": request.path, "verbs": list(VERBS), "examples": EXAMPLES.items()}
        )
    # Nor has the middleware of pages seen this one.
    return HttpResponse(page, headers={"Vary": "Accept-Language, Cookie", "Content-Security-Policy": POLICY})
