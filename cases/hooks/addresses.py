"""Which addresses may be told: public ones on https. A name is resolved once, and what was checked is connected to."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

Address = IPv4Address | IPv6Address
# IPv6 that carries an IPv4 address to somewhere else (NAT64, 6to4, Teredo, IPv4-compatible): what it hides is not seen.
CARRYING: Final = tuple(
    IPv6Network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0:0/96")
)
# Names that no public register gives (RFC 6761, 6762, 8375, ICANN's "internal").
INNER_NAMES: Final = (".localhost", ".localdomain", ".local", ".internal", ".home.arpa", ".lan", ".intranet")
PORTS: Final = {"https": 443, "http": 80}


class Refused(Exception):
    """The address leads nowhere that may be told; says no more than that."""


class Target(NamedTuple):
    """Where to connect, and what to ask for there. `host` as in a certificate, `path` with the query."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def wrong(url: str) -> str:
    """What is wrong with an address as written, in words for people; empty where nothing is."""
    try:
        parts = _parts(url)
    except Refused:
        return _("Podaj adres https:// bez nazwy użytkownika i bez znaku #.")
    return "" if _looks_public(parts.hostname or "") else _("Adres sieci wewnętrznej nie jest dozwolony.")


def _looks_public(host: str) -> bool:
    """As far as the text tells; what a name leads to is looked at when it is resolved."""
    if settings.HOOKS_TO_PRIVATE:
        return True
    try:
        return is_allowed(ip_address(host))
    except ValueError:
        name = host.lower().rstrip(".")
        return "." in name and not name.endswith(INNER_NAMES) and not _is_spelled_otherwise(name)


def _is_spelled_otherwise(name: str) -> bool:
    """Whether resolvers read an IPv4 address: 127.1, 0x7f.1, 0177.0.0.1, 2130706433."""
    try:
        socket.inet_aton(name)
    except OSError:
        return False
    return True


def target(url: str) -> Target:
    """Resolved now. Raises Refused where any address of the name is not a public one; OSError where it has none."""
    parts = _parts(url)
    port, host = parts.port or PORTS[parts.scheme], _ascii(parts.hostname or "")
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(is_allowed(ip_address(text.partition("%")[0])) for text in found):
        raise Refused
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return Target(parts.scheme, host, port, path, found[0])


def is_allowed(address: Address) -> bool:
    if settings.HOOKS_TO_PRIVATE:
        return True
    if isinstance(address, IPv6Address):
        if address.is_site_local:
            return False
        if address.ipv4_mapped is not None:
            return is_allowed(address.ipv4_mapped)
        if any(address in network for network in CARRYING):
            return False
    return address.is_global and not address.is_multicast


def _parts(url: str) -> SplitResult:
    """Raises Refused."""
    try:
        parts = urlsplit(url)
        schemes = ("https", "http") if settings.HOOKS_TO_PRIVATE else ("https",)
        is_plain = parts.scheme in schemes and parts.username is None and parts.password is None and not parts.fragment
        if not (is_plain and parts.hostname and _ascii(parts.hostname) and parts.port != 0 and url.isascii()):
            raise Refused
    except ValueError:
        raise Refused from None
    return parts


def _ascii(host: str) -> str:
    """Raises ValueError for what is no name."""
    return host.encode("idna").decode()
