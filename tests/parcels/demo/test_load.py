"""The command without a folder loads the demo through the importers, land first."""

import pytest
from django.core.management import call_command

from sip.intake.models import Delivery


@pytest.mark.django_db(transaction=True)
def test_the_demo_is_delivered_through_the_importers() -> None:
    call_command("make_demo", "--parcels", "120")

    found = list(Delivery.objects.order_by("pk"))
    assert [delivery.kind for delivery in found][:4] == ["egib", "addresses", "app", "zones"]
    assert {delivery.state for delivery in found} == {"published"}
