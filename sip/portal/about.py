"""What the service says about itself: the accessibility statement and the help."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def accessibility_page(request: HttpRequest) -> HttpResponse:
    """The statement that the act of 4 April 2019 (Dz.U. 2023 poz. 1440, art. 10) asks of a public body."""
    context = {"office": settings.ACCESSIBILITY, "site_url": f"{request.scheme}://{request.get_host()}/"}
    return render(request, "portal/accessibility.html", context)


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html")
