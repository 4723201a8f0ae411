"""Bars for the reports' charts, laid out for SVG in a template; every number of them stands in a table besides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cases.desk.figures import MonthFigures, ServiceFigures

WIDTH: Final = 760.0
# Room of the names beside horizontal bars, and of one line of them.
NAMES: Final = 300.0
LINE: Final = 30.0
# Of the chart by months.
HEIGHT: Final = 240.0
PLOT_TOP, PLOT_HEIGHT = 20.0, 180.0
MOST_NAME: Final = 44


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    label: str
    count: int
    kind: str = "bar"
    late: int = 0

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def end(self) -> float:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Chart:
    width: float
    height: float
    bars: Sequence[Bar]


def by_service(services: Sequence[ServiceFigures]) -> Chart:
    """Open cases, the overdue ones of them at the bar's beginning."""
    most = max((one.open for one in services), default=0) or 1
    unit = (WIDTH - NAMES - 50) / most
    bars: list[Bar] = []
    for at, one in enumerate(services):
        y, name = at * LINE + 6, _short(one.name)
        bars.append(Bar(NAMES, y, one.open * unit, LINE - 12, name, one.open, late=one.overdue))
        if one.overdue:
            bars.append(Bar(NAMES, y, one.overdue * unit, LINE - 12, "", one.overdue, "bar-late"))
    return Chart(WIDTH, max(len(services), 1) * LINE, bars)


def by_month(months: Sequence[MonthFigures]) -> Chart:
    """Two bars a month: filed, then settled."""
    most = max((max(one.filed, one.settled) for one in months), default=0) or 1
    room = WIDTH / max(len(months), 1)
    bars: list[Bar] = []
    for at, one in enumerate(months):
        label = f"{one.month.month}.{one.month.year % 100:02d}" if len(months) <= 18 or at % 3 == 0 else ""
        bars += [
            _standing(at * room + room * 0.12, room * 0.36, one.filed, most, label, "bar"),
            _standing(at * room + room * 0.52, room * 0.36, one.settled, most, "", "bar-soft"),
        ]
    return Chart(WIDTH, HEIGHT, bars)


def _standing(x: float, width: float, count: int, most: int, label: str, kind: str) -> Bar:
    height = PLOT_HEIGHT * count / most
    return Bar(
        round(x, 1), round(PLOT_TOP + PLOT_HEIGHT - height, 1), round(width, 1), round(height, 1), label, count, kind
    )


def _short(name: str) -> str:
    return name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 1].rstrip()}…"
