"""Numbers of legacy signs beside those that the office gives today (ADR 0014).

Numbers of the current year raise the counter, so that no later filing gets one again; the counter's row is locked
from here to the commit, so whoever files meanwhile waits and counts on.
"""

from collections.abc import Iterable
from typing import Final

from django.db import connection

from cases.models import Case, SignCounter
from cases.signs import Register

# A typing error must not send the office's numbers there.
MOST_JUMP: Final = 20_000
RAISE: Final = """
INSERT INTO cases_signcounter AS counter (office_id, unit_symbol, jrwa_class, sign_group, year, last)
VALUES (%(office)s, %(unit)s, %(jrwa_class)s, %(group)s, %(year)s, %(last)s)
ON CONFLICT (office_id, unit_symbol, jrwa_class, sign_group, year)
DO UPDATE SET last = greatest(counter.last, excluded.last)
"""


def last_number(register: Register) -> int:
    found = SignCounter.objects.filter(
        office=register.office,
        unit_symbol=register.unit,
        jrwa_class=register.jrwa_class,
        sign_group=register.group,
        year=register.year,
    ).values_list("last", flat=True)
    return found.first() or 0


def raise_to(wanted: dict[Register, int]) -> None:
    """Lock and raise; in one order, so that two imports never wait for each other in a circle."""
    with connection.cursor() as cursor:
        for register in sorted(wanted, key=lambda one: (one.office, one.unit, one.jrwa_class, one.group, one.year)):
            cursor.execute(
                RAISE,
                {
                    "office": register.office,
                    "unit": register.unit,
                    "jrwa_class": register.jrwa_class,
                    "group": register.group,
                    "year": register.year,
                    "last": wanted[register],
                },
            )


def taken(office: int, signs: Iterable[str], numbers: Iterable[tuple[Register, int]]) -> dict[object, str]:
    """Which of the texts and of the numbers cases of the office bear already, with the sign of each."""
    found: dict[object, str] = {}
    for sign in Case.objects.filter(signed_by=office, sign__in=list(signs)).values_list("sign", flat=True):
        found[sign] = sign or ""
    wanted = list(numbers)
    mine = Case.objects.filter(
        signed_by=office,
        number__in={number for _register, number in wanted},
        unit_symbol__in={register.unit for register, _number in wanted},
        year__in={register.year for register, _number in wanted},
    )
    fields = ("unit_symbol", "jrwa_class", "sign_group", "year", "number", "sign")
    for unit, jrwa_class, group, year, number, sign in mine.values_list(*fields):
        found[(Register(office, unit, jrwa_class, group, year), number)] = sign or ""
    return found
