"""Lockout after failed sign-ins (axes): whom it counts, from where, and the page it shows."""

from datetime import timedelta
from ipaddress import IPv6Address
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sip.clients import client_address, network


def login_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The e-mail that was tried, known or not: both are counted alike, so the lockout tells nothing."""
    tried = credentials or {}
    return str(tried.get("email") or tried.get("username") or "").strip().lower()


def computer(request: HttpRequest) -> str:
    """The address as axes and allauth store it; of IPv6 that of the network, as whoever has one address there has them
    all. All of which nothing is known are one."""
    address = client_address(request)
    if isinstance(address, IPv6Address):
        return str(IPv6Address(f"{network(address)}::"))
    return str(address or "0.0.0.0")  # noqa: S104


def locked_page(request: HttpRequest, response: HttpResponse | None, credentials: object) -> HttpResponse:
    wait: timedelta = settings.AXES_COOLOFF_TIME
    page = render(request, "account/locked.html", {"minutes": wait // timedelta(minutes=1)}, status=429)
    page.headers["Retry-After"] = str(int(wait.total_seconds()))
    return page
