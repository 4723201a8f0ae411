"""The command without a folder loads the demo through the importers."""

import pytest
from django.core.management import call_command

from sip.intake.models import Delivery


@pytest.mark.django_db(transaction=True)
def test_the_demo_is_delivered_through_the_importers() -> None:
    call_command("make_demo", "--parcels", "120")

    assert [(d.kind, d.state) for d in Delivery.objects.order_by("pk")] == [
        ("egib", "published"),
        ("addresses", "published"),
    ]
