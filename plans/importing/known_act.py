"""The act that a delivery speaks of, where its files do not say it: zones, provisions and drawings of one act."""

from plans.models import PlanningAct
from sip.geo.gmlstream import Unreadable
from sip.intake.models import Delivery


def known_act(delivery: Delivery) -> PlanningAct:
    """What the register knows of the act that was named with the delivery. Raises Unreadable."""
    identifier = delivery.options.get("act", "")
    if not identifier:
        raise Unreadable("act-not-named")
    if (act := PlanningAct.objects.current().filter(identifier=identifier).first()) is None:
        raise Unreadable("unknown-act", identifier)
    return act
