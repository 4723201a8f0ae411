"""Which registration units make up an area: what filters and row rules are built from."""

from sip.offices.models import Unit
from sip.offices.teryt import Level, UnitKind, kind_of, level_of, parts_of


def registration_codes(unit_code: str) -> tuple[str, ...]:
    """Codes of the registration units of any unit, sorted; one query at most.

    "060901_3" -> ("060901_4", "060901_5"), "146501_1" -> Warszawa's districts. Within larger units closed ones
    count too: registers follow a change of TERYT late. Raises MalformedCodeError.
    """
    if level_of(unit_code) is Level.REGISTRATION_UNIT or kind_of(unit_code) in (
        UnitKind.RURAL,
        UnitKind.URBAN_RURAL,
    ):
        return parts_of(unit_code)
    units = Unit.objects.registration_units_of(unit_code).order_by("code")
    stored = tuple(units.values_list("code", flat=True))
    return stored or (parts_of(unit_code) if level_of(unit_code) is Level.GMINA else ())
