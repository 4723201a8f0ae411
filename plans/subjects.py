"""What deliveries of planning data may be about: the acts and themes that an office can name."""

from django.db.models import Q

from plans.models import PlanningAct, Theme
from sip.offices.areas import registration_codes
from sip.offices.models import Office


def acts(office: Office) -> list[tuple[str, str]]:
    """Identifiers and titles of current acts in the office's area."""
    gminas = {code[:6] for code in registration_codes(office.unit_id)}
    found = PlanningAct.objects.current().filter(unit_code__in=gminas).order_by("unit_code", "title", "identifier")
    return [(identifier, f"{title} ({identifier})") for identifier, title in found.values_list("identifier", "title")]


def themes(office: Office) -> list[tuple[str, str]]:
    """Codes and names of themes of the whole instance and of the office's own."""
    found = Theme.objects.filter(Q(office=None) | Q(office=office))
    return list(found.values_list("code", "name"))
