"""A local plan that is known, and zones delivered into it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plans.models import PlanningZone
from sip.intake.models import Delivery
from tests.conftest import Deliver
from tests.plans.zonefile import LOCAL_ACT, local_act

DeliverZones = Callable[..., Delivery]


@pytest.fixture
def deliver_zones(deliver: Deliver) -> DeliverZones:
    """Into a local plan that is known."""
    deliver("app", local_act())

    def run(content: bytes | Path, **how: object) -> Delivery:
        how.setdefault("subject", {"act": LOCAL_ACT})
        return deliver("zones", content, **how)

    return run


def zones() -> list[tuple[str, str]]:
    """Designation and symbol of all that are current."""
    current = PlanningZone.objects.current().order_by("designation", "identifier")
    return list(current.values_list("designation", "symbol"))
