"""Where a request comes from: behind our proxies what they noted, as earlier hops are the client's own word."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest

# What a household or an office is given whole, written in hextets.
_IPV6_HEXTETS: Final = 4


def client_address(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """The client's address; the connection's own where fewer than SIP_PROXIES hops, or no address, were noted."""
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    noted = hops[-settings.PROXIES] if 0 < settings.PROXIES <= len(hops) else ""
    return _address(noted.strip()) or _address(request.META.get("REMOTE_ADDR", ""))


@lru_cache(maxsize=10_000)
def network(address: IPv4Address | IPv6Address | None) -> str:
    """What is counted as one client: an IPv4 address, or an IPv6 network of 64 bits; all of which nothing is known."""
    return "" if address is None else ":".join(address.exploded.split(":")[:_IPV6_HEXTETS])


@lru_cache(maxsize=10_000)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
