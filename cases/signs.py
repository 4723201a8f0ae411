"""Signs of cases: `<unit>.<JRWA class>.<number>.<year>` and the patterns of other offices; numbers without gaps.

The counter's row is taken LAST in the filing transaction: it stays locked until the commit, so a transaction that
fails gives its number back, and others wait no longer than that.
"""

import re
import string
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

DEFAULT_PATTERN: Final = "{unit}.{class}.{number}.{year}"
NEEDED: Final = frozenset(("unit", "class", "number", "year"))
FIELDS: Final = NEEDED | {"group"}
# What may stand between the parts.
_BETWEEN: Final = re.compile(r"[./\-–_ ]*")
NEXT: Final = """
INSERT INTO cases_signcounter AS counter (office_id, unit_symbol, jrwa_class, sign_group, year, last)
VALUES (%(office)s, %(unit)s, %(jrwa_class)s, %(group)s, %(year)s, 1)
ON CONFLICT (office_id, unit_symbol, jrwa_class, sign_group, year) DO UPDATE SET last = counter.last + 1
RETURNING last
"""


@dataclass(frozen=True, slots=True)
class Register:
    """What numbers run in: restarted each year for each class of each unit (and group) of an office."""

    office: int
    unit: str
    jrwa_class: str
    group: str
    year: int


def next_number(register: Register) -> int:
    """The next number; call it last before the commit, within a transaction."""
    values: dict[str, str | int] = {
        "office": register.office,
        "unit": register.unit,
        "jrwa_class": register.jrwa_class,
        "group": register.group,
        "year": register.year,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEXT, values)
        return int(cursor.fetchone()[0])


def sign(pattern: str, register: Register, number: int) -> str:
    """The sign as the office writes it; a group that is empty takes the separator before it along."""
    values = {"unit": register.unit, "class": register.jrwa_class, "group": register.group}
    written = values | {"number": str(number), "year": str(register.year)}
    parts = [
        (between, written[name])
        for between, name, _spec, _conversion in string.Formatter().parse(pattern)
        if name and written[name]
    ]
    return "".join(between + value if at else value for at, (between, value) in enumerate(parts))


def check_pattern(pattern: str) -> str:
    """What is wrong with PATTERN, in words; empty where nothing is."""
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        return _("Wzór znaku: nawiasy klamrowe się nie zgadzają.")
    names = [name for _between, name, _spec, _conversion in parts if name is not None]
    if not set(names) >= NEEDED or set(names) - FIELDS or len(set(names)) != len(names):
        return _("Wzór znaku ma mieć po jednym razie {unit}, {class}, {number} i {year}, może mieć {group}.")
    if any(spec or conversion or not _BETWEEN.fullmatch(between) for between, _name, spec, conversion in parts):
        return _("Między częściami znaku mogą stać kropki, ukośniki, kreski i odstępy.")
    if parts[-1][1] is None or parts[0][0] or any(not between for between, *_rest in parts[1:]):
        return _("Między częściami znaku musi coś stać, przed nimi i za nimi nic.")
    return ""
