"""The demo many times over, for measurements: copies made inside the database, published as one delivery.

Each copy is a powiat of its own, moved by whole periods of the world, with a powiat number that TERYT does not use.
Why the importers are passed by: docs/adr/0009-multiply-the-demo-in-the-database.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import numpy as np
from django.db import connection, transaction
from psycopg2 import sql
from psycopg2.extras import Json

from parcels import derived
from parcels.demo.config import Config
from parcels.demo.plane import Points
from parcels.demo.world import village_names
from parcels.importing import publish
from parcels.importing.registers import REGISTERS
from parcels.models import Lineage
from sip.geo.crs import PL_1992, PL_2000, transform
from sip.intake import actions
from sip.intake.contract import Counts
from sip.intake.models import Delivery, Kind
from sip.offices.models import Unit
from sip.registers.register import Register

BASE_POWIAT = "0609"
# Of lubelskie; the powiats there are numbered 0601 to 0620, the cities with their rights 0661 to 0664.
FREE_POWIATS = tuple(f"06{number}" for number in (*range(21, 61), *range(65, 100)))
# What a copy's row says differently; every other column is the base's. The powiat's number opens each identifier.
RENUMBERED = "coalesce(%(powiat)s || substr(nullif(base.{column}, ''), 5), '')"
CHANGED = {
    "local_id": "CASE WHEN base.namespace = '' THEN 'content:' || md5(base.local_id || %(powiat)s)"
    " ELSE md5(base.local_id || %(powiat)s)::uuid::text END",
    **{column: RENUMBERED.format(column=column) for column in ("identifier", "unit_code", "precinct_code")},
    **{column: f"coalesce(%(names)s::jsonb ->> base.{column}, base.{column})" for column in ("name", "place")},
    "geom": "ST_Translate(base.geom, %(east)s, %(north)s)",
}


@dataclass(frozen=True)
class Copy:
    """`shift` in metres of PL-1992; `names` are the new names of the base's villages and towns."""

    powiat: str
    shift: tuple[float, float]
    names: dict[str, str]


def multiply(
    *,
    base: Sequence[Delivery],
    copies: int,
    period: tuple[float, float],
    config: Config,
    seed: int,
    progress: Callable[[int, int], None],
) -> Delivery:
    """Publish copies of what the deliveries `base` published. One transaction; can be rolled back as one delivery.

    Raises ValueError for more copies than there are free numbers of powiats.
    """
    if copies > len(FREE_POWIATS):
        raise ValueError(f"at most {len(FREE_POWIATS)} copies, not {copies}")
    planned = list(_copies(_names_of(base), copies, period, config, seed))
    with actions.exclusive(lambda: None), transaction.atomic():
        delivery = actions.receive(
            kind=Kind.EGIB, files=[], office=base[0].office, data_date=base[0].data_date, options={"copies": copies}
        )
        counts: dict[str, int] = {}
        for number, copy in enumerate(planned):
            progress(number, copies)
            for kind, rows in _insert(copy, [other.pk for other in base], delivery.pk):
                counts[kind] = counts.get(kind, 0) + rows
        _name_units(planned)
        layers = [register.layer for register in REGISTERS if counts.get(register.kind.value)]
        derived.rebuild(layers)
        told: Counts = {"versions": {kind: rows for kind, rows in counts.items() if rows}}
        actions.published(delivery, told, layers)
    publish.analyse()
    return delivery


def _copies(villages: list[str], copies: int, period: tuple[float, float], config: Config, seed: int) -> Iterator[Copy]:
    """The places nearest to the base, in the order of their distance."""
    reach = range(-8, 9)
    places = sorted(
        ((i, j) for i in reach for j in reach if (i, j) != (0, 0)), key=lambda p: (p[0] ** 2 + p[1] ** 2, p)
    )
    corners = np.array(config.origin) + np.array([(0.0, 0.0), (period[0], 0.0), (0.0, period[1])])
    origin, east, north = transform(corners, PL_2000[-1], PL_1992)
    fresh = (name for name in _fresh_names(config, seed) if name not in villages)
    for powiat, (i, j) in zip(FREE_POWIATS, places[:copies], strict=False):
        shift: Points = np.round(i * (east - origin) + j * (north - origin), 2)
        names = dict(zip(villages, islice(fresh, len(villages)), strict=True))
        yield Copy(powiat, (float(shift[0]), float(shift[1])), names)


def _fresh_names(config: Config, seed: int) -> Iterator[str]:
    """Names of villages without end: numbered when all are used up."""
    words = village_names(config, seed)
    yield from words
    for number in count(2):
        yield from (f"{word} {number}" for word in words)


def _names_of(base: Sequence[Delivery]) -> list[str]:
    """Names that every copy has its own for: villages, towns, gminas."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM parcels_precinct WHERE published_by_id = ANY (%(base)s)"
            " UNION SELECT place FROM parcels_address WHERE published_by_id = ANY (%(base)s)"
            " UNION SELECT name FROM offices_unit WHERE code LIKE %(units)s ORDER BY 1",
            {"base": [delivery.pk for delivery in base], "units": f"{BASE_POWIAT}__\\_%"},
        )
        return [name for (name,) in cursor.fetchall()]


def _insert(copy: Copy, base: list[int], delivery: int) -> Iterator[tuple[str, int]]:
    """One copy into every register; yields (kind, rows). In the base's order, so that a tile reads few pages."""
    values: dict[str, Any] = {
        "powiat": copy.powiat,
        "east": copy.shift[0],
        "north": copy.shift[1],
        "names": Json(copy.names),
        "base": base,
        "delivery": delivery,
    }
    with connection.cursor() as cursor:
        for register in REGISTERS:
            cursor.execute(_statement(register), values)
            yield register.kind.value, cursor.rowcount
        cursor.execute(
            sql.SQL(
                "INSERT INTO {table} (kind, source, predecessor, successor, share, happened_at, published_by_id)"
                " SELECT kind, source,"
                " %(powiat)s || substr(predecessor, 5), %(powiat)s || substr(successor, 5), share, happened_at,"
                " %(delivery)s"
                " FROM {table} WHERE published_by_id = ANY (%(base)s)"
            ).format(table=sql.Identifier(Lineage._meta.db_table)),
            values,
        )


def _statement(register: Register) -> sql.Composed:
    columns = register.all_columns
    return sql.SQL(
        "INSERT INTO {table} ({columns}, published_by_id) SELECT {values}, %(delivery)s FROM {table} AS base"
        " WHERE published_by_id = ANY (%(base)s) AND retired_by_id IS NULL ORDER BY id"
    ).format(
        table=sql.Identifier(register.table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(
            sql.SQL(CHANGED[column]) if column in CHANGED else sql.SQL("base.{}").format(sql.Identifier(column))
            for column in columns
        ),
    )


def _name_units(copies: list[Copy]) -> None:
    """The copies' powiats and gminas, where the base's are known; units that exist stay as they are."""
    known = Unit.objects.filter(code__startswith=BASE_POWIAT, valid_to=None).order_by("code")
    Unit.objects.bulk_create(
        (
            Unit(
                code=copy.powiat + unit.code[len(BASE_POWIAT) :],
                level=unit.level,
                kind=unit.kind,
                name=copy.names.get(unit.name, f"pokazowy {copy.powiat}"),
                parent_id=copy.powiat + str(unit.parent_id)[len(BASE_POWIAT) :]
                if len(str(unit.parent_id)) >= len(BASE_POWIAT)
                else unit.parent_id,
            )
            for copy in copies
            for unit in known
        ),
        ignore_conflicts=True,
    )
