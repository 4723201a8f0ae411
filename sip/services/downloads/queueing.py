"""The queue of products: put there once, taken up again after a worker was killed, given up after several."""

from typing import Final

from django.db import IntegrityError, transaction

from sip.services.downloads.making import is_being_made
from sip.services.downloads.models import Product, State
from sip.services.downloads.tasks import make_file
from sip.services.downloads.wanted import Wanted
from sip.services.layers import register_version

# A product that was killed is made again so many times.
ATTEMPTS: Final = 3
INTERRUPTED: Final = "interrupted"


def demanded(wanted: Wanted, dataset: str = "") -> Product:
    """In the queue, if it is new."""
    digest = wanted.digest(register_version())
    try:
        with transaction.atomic():
            product, is_new = Product.objects.get_or_create(
                digest=digest, defaults={"asked": wanted.asked(), "dataset": dataset}
            )
    except IntegrityError:
        return Product.objects.get(digest=digest)
    if is_new:
        transaction.on_commit(lambda: make_file.enqueue(product.pk))
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
    """The same, unless its maker died."""
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
