"""The queue of products: put there once, taken up again after a worker was killed, given up after several."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from sip.services.downloads.making import is_being_made
from sip.services.downloads.models import Product, State
from sip.services.downloads.tasks import make_file
from sip.services.downloads.wanted import Wanted
from sip.services.layers import register_version

# A product that was killed is made again so many times.
ATTEMPTS: Final = 3
# What waits so long is called for again; if its turn comes twice, the second finds nothing to do.
CALLED_AGAIN: Final = timedelta(minutes=10)
INTERRUPTED: Final = "interrupted"


def demanded(wanted: Wanted, dataset: str = "") -> Product:
    """The product of an order and of the registers as they are; in the queue, if it is new."""
    product = noted(wanted, dataset)
    if product.is_new:
        transaction.on_commit(lambda: make_file.enqueue(product.pk))
    return product


def noted(wanted: Wanted, dataset: str = "") -> Product:
    """The same, not yet in the queue; `is_new` says whether there was none. DATASET: whose file it is kept as."""
    digest = wanted.digest(register_version())
    product, is_new = Product.objects.get_or_create(
        digest=digest, defaults={"asked": wanted.asked(), "dataset": dataset}
    )
    if dataset and product.dataset != dataset:
        product.dataset = dataset
        product.save(update_fields=["dataset"])
    product.is_new = is_new
    return product


def queue(product: Product, attempts: int) -> bool:
    """Back to the beginning; False where another did it first."""
    was = Product.objects.filter(pk=product.pk, state=product.state, attempts=product.attempts)
    if not was.update(state=State.WAITING, attempts=attempts, error="", done=0, total=0, layer=""):
        return False
    product.refresh_from_db()
    transaction.on_commit(lambda: make_file.enqueue(product.pk))
    return True


def mended(product: Product) -> Product:
    """The same, unless its maker died, or the worker that had taken its task before it began."""
    if product.state == State.WAITING:
        return _called_again(product)
    if product.state != State.RUNNING or is_being_made(product):
        return product
    with transaction.atomic():
        if product.attempts < ATTEMPTS:
            queue(product, product.attempts)
        else:
            died = Product.objects.filter(pk=product.pk, state=State.RUNNING, attempts=product.attempts)
            died.update(state=State.FAILED, error=INTERRUPTED)
            product.orders.update(client="")
    product.refresh_from_db()
    return product


def _called_again(product: Product) -> Product:
    """Once in a while, whoever looks."""
    now = timezone.now()
    waiting = Product.objects.filter(pk=product.pk, state=State.WAITING, requested_at__lt=now - CALLED_AGAIN)
    with transaction.atomic():
        if waiting.update(requested_at=now):
            transaction.on_commit(lambda: make_file.enqueue(product.pk))
    return product
