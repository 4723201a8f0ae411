"""manage.py make_datasets: the files of the download service anew where the registers have changed; run at night."""

from typing import Any

from django.core.management.base import BaseCommand

from sip.services.datasets.catalogue import DATASETS, parts
from sip.services.downloads.keeping import clean
from sip.services.downloads.making import make
from sip.services.downloads.models import Product, State
from sip.services.downloads.queueing import noted


class Command(BaseCommand):
    help = "Tworzy pliki usługi pobierania, których nie ma jeszcze dla obecnej wersji rejestrów."

    def handle(self, *args: Any, **options: Any) -> None:
        products = [
            noted(one.wanted(part.code, ending), one.key(part.code, ending))
            for one in DATASETS.values()
            for part in parts()
            for ending in one.formats
        ]
        missing = [product for product in products if product.state != State.READY or not product.path.exists()]
        for number, product in enumerate(missing, 1):
            Product.objects.filter(pk=product.pk).update(state=State.WAITING)
            make(product)
            product.refresh_from_db()
            self.stdout.write(f"{number}/{len(missing)} {product.dataset}: {product.get_state_display()}")
        cleaned = clean()
        self.stdout.write(f"Gotowe: {len(products)}, nowe: {len(missing)}, usunięte: {cleaned.files}.")
