"""Files of data sets at fixed addresses: the newest there is, while one of a newer state of the registers is made."""

from django.http import HttpRequest, HttpResponseBase

from sip.services.answers import readable
from sip.services.datasets.catalogue import DataSet, parts
from sip.services.datasets.feeds import named
from sip.services.downloads.models import Product, State
from sip.services.downloads.queueing import demanded, mended, queue
from sip.services.downloads.rest import served
from sip.services.errors import NotFound, Unavailable, problem

WAIT_SECONDS = 30


@readable
def dataset_file(request: HttpRequest, name: str, part: str, ending: str) -> HttpResponseBase:
    """503 with Retry-After while the first file is made."""
    one = named(name)
    if ending not in one.formats or part not in {each.code for each in parts()}:
        raise NotFound("There is no such file; the data set's feed names those there are.")
    product = newest(one, part, ending)
    if product is None:
        answer = problem(Unavailable("The file is being made; ask again in half a minute."))
        answer.headers["Retry-After"] = str(WAIT_SECONDS)
        return answer
    return served(request, product)


def newest(one: DataSet, part: str, ending: str) -> Product | None:
    """The file of the registers as they are, or of an earlier state while that is made; None before the first."""
    key = one.key(part, ending)
    current = mended(demanded(one.wanted(part, ending), key))
    if current.state == State.READY and current.path.exists():
        return current
    if current.state in (State.READY, State.CANCELLED):
        queue(current, attempts=0)
    made = Product.objects.filter(dataset=key, state=State.READY).exclude(pk=current.pk).order_by("-made_at")
    return next((product for product in made if product.path.exists()), None)
