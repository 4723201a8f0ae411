"""The address where payment providers tell what became of a payment. It is for machines: no cookies, no pages."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cases.payments.actions import UnknownAttempt, notice_take
from cases.payments.provider import NotGenuine, NotUnderstood, provider_named


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, provider: str) -> HttpResponse:
    """204 once it is taken, the tenth time as the first; 403 unsigned, 404 of nobody, 422 not understood."""
    known = provider_named(provider)
    if known is None:
        return HttpResponse(status=404)
    try:
        notice_take(provider=known.name, notice=known.notice(request.body, request.headers))
    except NotGenuine:
        return HttpResponse(status=403)
    except NotUnderstood:
        return HttpResponse(status=422)
    except UnknownAttempt:
        return HttpResponse(status=404)
    return HttpResponse(status=204)
