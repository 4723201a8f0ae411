"""Keeps made files as long as they are wanted; removes what has ended, and what killed work left behind."""

import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django_tasks import task

from sip.services.downloads.models import UNDER_WAY, Order, Product, State, folder
from sip.services.downloads.queueing import mended

# How long an address that has ended still says so.
REMEMBERED: Final = timedelta(days=30)
# Nobody writes to a folder of drafts that was not touched for so long.
ABANDONED_SECONDS: Final = 6 * 3600


@dataclass(frozen=True, slots=True)
class Cleaned:
    files: int
    orders: int
    drafts: int


@task(priority=-20)
def clean_up() -> None:
    """After orders, so that an installation without a nightly run fills no disk."""
    clean()


def clean() -> Cleaned:
    """May run while others make and take files."""
    for product in Product.objects.filter(state=State.RUNNING):
        mended(product)
    now = timezone.now()
    orders, _ = Order.objects.filter(ends_at__lt=now - REMEMBERED).delete()
    files = sum(_removed(product) for product in _unwanted())
    return Cleaned(files, orders, _drafts())


def _unwanted() -> QuerySet[Product]:
    """No order that lasts, and no data set whose newest file they are."""
    wanted = Order.objects.filter(product=OuterRef("pk"), ends_at__gt=timezone.now(), is_cancelled=False)
    newer = Product.objects.filter(
        dataset=OuterRef("dataset"), state=State.READY, made_at__gt=OuterRef("requested_at")
    ).exclude(pk=OuterRef("pk"))
    settled = Product.objects.exclude(state__in=UNDER_WAY).filter(~Exists(wanted))
    return settled.filter(dataset="") | settled.exclude(dataset="").filter(Exists(newer))


def _removed(product: Product) -> int:
    """The row first: an order placed meanwhile makes the file anew."""
    had_file = bool(product.ending) and product.path.exists()
    path = product.path
    with transaction.atomic():
        # Someone may have ordered it since the list was made.
        list(Product.objects.select_for_update().filter(pk=product.pk))
        if not _unwanted().filter(pk=product.pk).exists():
            return 0
        product.delete()
    if had_file:
        path.unlink(missing_ok=True)
    return int(had_file)


def _drafts() -> int:
    drafts = folder() / "drafts"
    old = [
        place
        for place in (drafts.iterdir() if drafts.exists() else ())
        if max(path.stat().st_mtime for path in (place, *place.iterdir())) < time.time() - ABANDONED_SECONDS
    ]
    for place in old:
        shutil.rmtree(place, ignore_errors=True)
    return len(old)
