"""Figures of an office's cases: by service, state, month; how long they took, how many are late. One query each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Aggregate, Count, F, FloatField, Min, OuterRef, Q, Subquery
from django.db.models.functions import Extract, TruncMonth

from cases.clock.terms import WARSAW
from cases.models import CaseClockEvent
from cases.querysets import CaseQuerySet
from cases.workflow import OPEN, ClockMark, State

DAY_SECONDS: Final = 86_400.0
IS_OPEN: Final = Q(state__in=sorted(OPEN))


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


def figures(cases: CaseQuerySet, since: date, until: date, today: date) -> Figures:
    """Of CASES filed from SINCE to UNTIL inclusive; by months also what was filed before and settled then."""
    filed = cases.filter(filed_at__gte=_start(since), filed_at__lt=_start(until + timedelta(days=1)))
    filed = filed.annotate(settled=_settled()).annotate(
        days=Extract(F("settled") - F("filed_at"), "epoch") / DAY_SECONDS
    )
    counted = {
        "filed": Count("pk"),
        "open": Count("pk", filter=IS_OPEN),
        "overdue": Count("pk", filter=IS_OPEN & Q(deadline__lt=today)),
        "done": Count("settled"),
        "median": Median("days"),
    }
    rows: list[Any] = list(filed.order_by().values(name=F("service__name")).annotate(**counted))
    return Figures(
        services=sorted(map(_service, rows), key=lambda one: (-one.filed, one.name)),
        states=_states(filed),
        months=_months(cases, since, until),
        total=_service({"name": "", **filed.aggregate(**counted)}),
    )


def _service(row: dict[str, Any]) -> ServiceFigures:
    return ServiceFigures(row["name"], row["filed"], row["open"], row["overdue"], row["done"], row["median"])


def _settled() -> Subquery:
    """When the case was first settled, by its clock: documents handed out afterwards change nothing."""
    marks = CaseClockEvent.objects.filter(case=OuterRef("pk"), mark=ClockMark.CLOSED).order_by()
    return Subquery(marks.values("case").annotate(at=Min("event__at")).values("at"))


def _states(cases: CaseQuerySet) -> list[tuple[str, int]]:
    found = dict(cases.order_by().values_list("state").annotate(Count("pk")))
    return [(str(state.label), found[state.value]) for state in State if found.get(state.value)]


def _months(cases: CaseQuerySet, since: date, until: date) -> list[MonthFigures]:
    span = {"gte": _start(since), "lt": _start(until + timedelta(days=1))}
    filed = _by_month(cases, "filed_at", span)
    settled = _by_month(cases.annotate(settled=_settled()), "settled", span)
    months: list[MonthFigures] = []
    month = since.replace(day=1)
    while month <= until:
        months.append(MonthFigures(month, filed.get(month, 0), settled.get(month, 0)))
        month = (month + timedelta(days=32)).replace(day=1)
    return months


def _by_month(cases: CaseQuerySet, field: str, span: dict[str, datetime]) -> dict[date, int]:
    within = cases.filter(**{f"{field}__{name}": moment for name, moment in span.items()})
    rows = within.order_by().annotate(month=TruncMonth(field, tzinfo=WARSAW)).values_list("month")
    return {month.date(): count for month, count in rows.annotate(Count("pk"))}


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=WARSAW)
