"""Orders of files: placed within limits, looked at, called off, ended. Equal orders of one version share a product."""

import re
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from sip.clients import client_address, network
from sip.services.downloads.keeping import clean_up
from sip.services.downloads.models import UNDER_WAY, Order, Product, State
from sip.services.downloads.queueing import demanded, mended, queue
from sip.services.downloads.wanted import Wanted
from sip.services.downloads.where import Fence
from sip.services.errors import TooMany, Unavailable

# What is told to wait who has as many in the making as one may.
WAIT_SECONDS: Final = 60
ENDED: Final = "ended"
_KEY: Final = re.compile(r"[\w-]{20,48}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shown:
    """An order as it stands; `state` is one of State, or `ended`."""

    order: Order
    state: str
    product: Product | None

    @property
    def percent(self) -> int | None:
        """None where nothing is known yet; a hundred only when the file is there."""
        if self.state == State.READY:
            return 100
        if self.product is None or not self.product.total:
            return None
        return min(99, 100 * self.product.done // self.product.total)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


def place(wanted: Wanted, request: HttpRequest) -> Order:
    """Raises TooMany beyond the limit of a client, BadRequest and NotFound for a place that is none."""
    Fence(wanted.place).prove()
    client = _client(request)
    with transaction.atomic():
        product = _product(wanted)
        if product.state != State.READY:
            _refuse_many(client)
            _refuse_without_room()
            transaction.on_commit(clean_up.enqueue)
        ends = timezone.now() + timedelta(days=settings.DOWNLOAD_DAYS)
        waits = product.state in UNDER_WAY
        return Order.objects.create(product=product, client=client if waits else "", ends_at=ends)


def _product(wanted: Wanted) -> Product:
    """The product of this order and the registers as they are, put in the queue unless it is there or made already."""
    product = demanded(wanted)
    if product.state in (State.FAILED, State.CANCELLED) or (product.state == State.READY and not product.path.exists()):
        queue(product, attempts=0)
    return product


def shown(key: str) -> Shown | None:
    """The order of an address; what a killed worker left is put back into the queue, or given up."""
    order = Order.objects.select_related("product").filter(key=key).first() if _KEY.fullmatch(key) else None
    if order is None:
        return None
    if order.product is None or order.ends_at <= timezone.now():
        return Shown(order, ENDED, None)
    if order.is_cancelled:
        return Shown(order, State.CANCELLED, order.product)
    product = mended(order.product)
    if product.state == State.READY and not product.path.exists():
        return Shown(order, ENDED, None)
    return Shown(order, product.state, product)


def cancel(order: Order) -> None:
    """Call the order off; the work stops unless others, or a data set, want the same."""
    order.is_cancelled, order.client = True, ""
    order.save(update_fields=["is_cancelled", "client"])
    product = order.product
    if product is None or product.dataset or product.orders.filter(is_cancelled=False).exists():
        return
    Product.objects.filter(pk=product.pk, state__in=UNDER_WAY).update(state=State.CANCELLED)


def _refuse_many(client: str) -> None:
    if not client:
        return
    making = Order.objects.filter(client=client, is_cancelled=False, product__state__in=UNDER_WAY).count()
    if making >= settings.DOWNLOADS_AT_ONCE:
        raise TooMany(WAIT_SECONDS)


def _refuse_without_room() -> None:
    """Files that are kept leave the disk some room, however many are ordered."""
    kept = Product.objects.filter(state=State.READY).aggregate(bytes=Sum("size"))["bytes"] or 0
    if kept > settings.DOWNLOADS_TOTAL_MB * 1024**2:
        raise Unavailable("There is no room for more files right now; try again in some hours.")


def _client(request: HttpRequest) -> str:
    """Empty for this machine itself, which has no limits, and where nothing is known."""
    address = client_address(request)
    if address is None or address.is_loopback:
        return ""
    key = settings.SECRET_KEY.encode()[:64]
    return blake2b(network(address).encode(), key=key, digest_size=16, person=b"downloads").hexdigest()
