"""What every template knows beside its view's context."""

from django.conf import settings
from django.http import HttpRequest

from sip.mailing import can_send


def demo(request: HttpRequest) -> dict[str, bool]:
    """`demo`: the data shown here are invented, and every page says so. `demo_mail`: its mails are read on a page."""
    return {"demo": settings.DEMO, "demo_mail": settings.DEMO and not can_send()}
