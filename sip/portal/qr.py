"""QR codes of this site's own addresses, to carry a place from a screen to a phone."""

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from sip.extracts.qr import qr_svg
from sip.services.errors import BadRequest, as_problem

# Of the absolute address, in bytes: a code for more is too dense for a phone's camera.
LONGEST_ADDRESS = 800


@require_safe
@as_problem
def qr_code(request: HttpRequest) -> HttpResponse:
    """`do` is a path of this site with its query; never another host, so that nobody borrows our name."""
    address = f"{request.scheme}://{request.get_host()}{iri_to_uri(_path(request))}"
    if len(address) > LONGEST_ADDRESS:
        raise BadRequest(f"do: the address is longer than {LONGEST_ADDRESS} characters.")
    headers = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse(qr_svg(address), content_type="image/svg+xml", headers=headers)


def _path(request: HttpRequest) -> str:
    asked = request.GET.getlist("do")
    if len(asked) != 1:
        raise BadRequest("do: give one path of this site, for example do=/dzialka/060902_5.0001.154/15/.")
    (path,) = asked
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise BadRequest("do: only paths of this site, beginning with one slash.")
    if not path.isprintable():
        raise BadRequest("do: the path holds characters that cannot be shown.")
    return path
