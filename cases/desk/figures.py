"""Figures of an office's cases: by service, state, month; how long they took, how many are late."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Aggregate, Count, F, FloatField, Q
from django.db.models.functions import Extract, TruncMonth

from cases.catalogue.models import Service
from cases.clock.terms import WARSAW
from cases.querysets import CaseQuerySet
from cases.workflow import OPEN, State

DAY_SECONDS: Final = 86_400.0
IS_OPEN: Final = Q(state__in=sorted(OPEN))
DAYS: Final = Extract(F("settled_at") - F("filed_at"), "epoch") / DAY_SECONDS


class Median(Aggregate):
    """Of a number, over rows where it is known."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """`days`: the median from filing to settlement, of those settled."""

    name: str
    filed: int
    open: int
    overdue: int
    settled: int
    days: float | None


@dataclass(frozen=True, slots=True)
class MonthFigures:
    month: date
    filed: int
    settled: int


@dataclass(frozen=True, slots=True)
class Figures:
    services: Sequence[ServiceFigures]
    states: Sequence[tuple[str, int]]
    months: Sequence[MonthFigures]
    total: ServiceFigures


@dataclass(frozen=True, slots=True)
class _Group:
    """Cases of a service in a state, filed in a month."""

    service: int
    state: str
    month: date
    filed: int
    overdue: int
    settled: int


def figures(cases: CaseQuerySet, since: date, until: date, today: date) -> Figures:
    """Of CASES filed from SINCE to UNTIL inclusive; by months also what was filed before and settled then."""
    span = _start(since), _start(until + timedelta(days=1))
    filed = cases.filter(filed_at__gte=span[0], filed_at__lt=span[1]).order_by()
    settled = cases.filter(settled_at__gte=span[0], settled_at__lt=span[1]).order_by()
    groups = _groups(filed, today)
    return Figures(
        services=sorted(_services(filed, groups), key=lambda one: (-one.filed, one.name)),
        states=_states(groups),
        months=_months(groups, _by_month(settled, "settled_at"), since, until),
        total=_service("", groups, filed.aggregate(days=Median(DAYS))["days"]),
    )


def _groups(filed: CaseQuerySet, today: date) -> list[_Group]:
    """One pass over all of them, in the database."""
    overdue = Count("deadline", filter=IS_OPEN & Q(deadline__lt=today))
    counts = {"filed": Count("*"), "overdue": overdue, "settled": Count("settled_at")}
    by_month = filed.annotate(month=TruncMonth("filed_at", tzinfo=WARSAW))
    rows = by_month.values_list("service_id", "state", "month").annotate(**counts)
    return [_Group(service, state, month.date(), *counted) for service, state, month, *counted in rows]


def _services(filed: CaseQuerySet, groups: Sequence[_Group]) -> Iterator[ServiceFigures]:
    """Offices' services of the same name together."""
    names = dict(Service.objects.filter(pk__in={one.service for one in groups}).values_list("pk", "name"))
    days = dict(filed.values_list("service__name").annotate(days=Median(DAYS)))
    for name in set(names.values()):
        yield _service(name, [one for one in groups if names[one.service] == name], days[name])


def _service(name: str, groups: Sequence[_Group], days: float | None) -> ServiceFigures:
    return ServiceFigures(
        name,
        filed=sum(one.filed for one in groups),
        open=sum(one.filed for one in groups if one.state in OPEN),
        overdue=sum(one.overdue for one in groups),
        settled=sum(one.settled for one in groups),
        days=days,
    )


def _states(groups: Sequence[_Group]) -> list[tuple[str, int]]:
    found = Counter[str]()
    for one in groups:
        found[one.state] += one.filed
    return [(str(state.label), found[state.value]) for state in State if found[state.value]]


def _months(groups: Sequence[_Group], settled: dict[date, int], since: date, until: date) -> list[MonthFigures]:
    filed = Counter[date]()
    for one in groups:
        filed[one.month] += one.filed
    months: list[MonthFigures] = []
    month = since.replace(day=1)
    while month <= until:
        months.append(MonthFigures(month, filed[month], settled.get(month, 0)))
        month = (month + timedelta(days=32)).replace(day=1)
    return months


def _by_month(cases: CaseQuerySet, field: str) -> dict[date, int]:
    rows = cases.annotate(month=TruncMonth(field, tzinfo=WARSAW)).values_list("month")
    return {month.date(): count for month, count in rows.annotate(count=Count("*"))}


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=WARSAW)
