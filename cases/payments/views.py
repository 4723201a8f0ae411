"""The addresses where payment providers tell what became of a payment. For machines: no cookies, no pages."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cases.errors import NotNow
from cases.payments import tasks
from cases.payments.attempts import UnknownAttempt
from cases.payments.provider import NotGenuine, NotUnderstood, Provider, RefundNotice, provider_of
from cases.payments.refunds import UnknownRefund, refund_told

STATUS: dict[type[Exception], int] = {
    NotGenuine: 403,
    NotUnderstood: 422,
    UnknownAttempt: 404,
    UnknownRefund: 404,
    # The case has been kept its time and takes nothing any more.
    NotNow: 410,
}


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, provider: str, account: str = "") -> HttpResponse:
    """204 once it is taken, the tenth time as the first; 403 unsigned, 404 of nobody, 410 of a
    case that is over for good, 422 not understood."""
    known = provider_of(provider, account)
    if known is None:
        return HttpResponse(status=404)
    try:
        _take(known, request)
    except tuple(STATUS) as error:
        return HttpResponse(status=STATUS[type(error)])
    return HttpResponse(status=204)


def _take(known: Provider, request: HttpRequest) -> None:
    told = known.notice(request.body, request.headers)
    if isinstance(told, RefundNotice):
        refund_told(provider=known.name, account=known.account, notice=told)
    else:
        tasks.take(provider=known.name, account=known.account, notice=told)
