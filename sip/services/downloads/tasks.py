"""Work of the background worker: files that were ordered, after the deliveries."""

from django_tasks import task

from sip.services.downloads.making import make
from sip.services.downloads.models import Product


@task(priority=-10)
def make_file(pk: int) -> None:
    """A product that is gone, or was called off meanwhile, is none to make."""
    product = Product.objects.filter(pk=pk).first()
    if product is not None:
        make(product)
