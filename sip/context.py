"""What every template knows beside its view's context."""

from django.conf import settings
from django.http import HttpRequest


def demo(request: HttpRequest) -> dict[str, bool]:
    """`demo`: the data shown here are invented, and every page says so."""
    return {"demo": settings.DEMO}
