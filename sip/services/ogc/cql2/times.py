"""Temporal functions of CQL2: instants and intervals compared by their ends (OGC 21-065r2, 7.6).

A day beside moments is all of it, as the country counts days; intervals include both their ends. An end that is a
property without a value is open, as registers leave out what has not ended; where neither end has one, there is no
interval.
"""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings

from sip.services.errors import BadRequest
from sip.services.ogc.cql2.values import Term, Values, bound
from sip.services.ogc.queryables import TEMPORAL, Kind

# a and b are the ends of the first, c and d those of the second.
_OF_ANY: Final = {
    "t_after": "{a} > {d}",
    "t_before": "{b} < {c}",
    "t_disjoint": "({b} < {c} OR {a} > {d})",
    "t_equals": "({a} = {c} AND {b} = {d})",
    "t_intersects": "({a} <= {d} AND {b} >= {c})",
}
_OF_INTERVALS: Final = {
    "t_contains": "({a} < {c} AND {b} > {d})",
    "t_during": "({a} > {c} AND {b} < {d})",
    "t_finishedby": "({a} < {c} AND {b} = {d})",
    "t_finishes": "({a} > {c} AND {b} = {d})",
    "t_meets": "{b} = {c}",
    "t_metby": "{a} = {d}",
    "t_overlappedby": "({a} > {c} AND {a} < {d} AND {b} > {d})",
    "t_overlaps": "({a} < {c} AND {b} > {c} AND {b} < {d})",
    "t_startedby": "({a} = {c} AND {b} > {d})",
    "t_starts": "({a} = {c} AND {b} < {d})",
}
FUNCTIONS: Final = (*_OF_ANY, *_OF_INTERVALS)
# How instants of different kinds are compared: by the ends of the day.
COMPARED: Final = {
    "=": "({a} <= {d} AND {b} >= {c})",
    "<>": "({b} < {c} OR {a} > {d})",
    "<": "{b} < {c}",
    ">": "{a} > {d}",
    "<=": "{a} <= {d}",
    ">=": "{b} >= {c}",
}
_CAST: Final = {Kind.DATE: "date", Kind.MOMENT: "timestamptz"}


def compared(function: str, first: Term, second: Term) -> str:
    """Raises BadRequest where the function is of intervals and an instant is given."""
    for each in (first, second):
        if each.kind is not Kind.INTERVAL and (each.kind not in TEMPORAL or function in _OF_INTERVALS):
            wanted = "two intervals" if function in _OF_INTERVALS else "dates, timestamps or intervals"
            raise BadRequest(f"filter: {function.upper()} compares {wanted}; {each.kind} is given.")
    return by_ends((_OF_ANY | _OF_INTERVALS)[function], first, second)


def by_ends(text: str, first: Term, second: Term) -> str:
    both_days = all(_granularity(each) is Kind.DATE for each in (first, second))
    a, b = _ends(first, days=both_days)
    c, d = _ends(second, days=both_days)
    return text.format(a=a, b=b, c=c, d=d)


def interval(tree: Any, term_of: Callable[[Any], Term], values: Values) -> Term:
    """{"interval": [one end, the other]}; TERM_OF reads an end that is a property. Raises BadRequest."""
    if not isinstance(tree, list) or len(tree) != 2:
        raise BadRequest("filter: an interval has two ends.")
    ends = [term_of(each) if isinstance(each, dict) else bound(each, values) for each in tree]
    kinds = [each.kind for each in ends if each]
    if any(kind not in TEMPORAL for kind in kinds):
        raise BadRequest("filter: the ends of an interval are dates or timestamps.")
    kind = Kind.DATE if kinds and all(each is Kind.DATE for each in kinds) else Kind.MOMENT
    first, last = (_ends(each, days=kind is Kind.DATE) if each else None for each in ends)
    some = f"coalesce({first[0] if first else 'NULL'}, {last[1] if last else 'NULL'}) IS NOT NULL"
    from_, to = (f"coalesce({sql}, {limit})" for sql, limit in _limits(first, last, _CAST[kind]))
    if any(isinstance(each, dict) for each in tree):
        from_, to = f"CASE WHEN {some} THEN {from_} END", f"CASE WHEN {some} THEN {to} END"
    return Term(from_, Kind.INTERVAL, to, kind)


def _limits(first: tuple[str, str] | None, last: tuple[str, str] | None, cast: str) -> list[tuple[str, str]]:
    return [
        (first[0] if first else f"NULL::{cast}", f"'-infinity'::{cast}"),
        (last[1] if last else f"NULL::{cast}", f"'infinity'::{cast}"),
    ]


def _granularity(term: Term) -> Kind:
    return term.ends if term.kind is Kind.INTERVAL else term.kind


def _ends(term: Term, *, days: bool) -> tuple[str, str]:
    """Its first and its last moment, or day."""
    first, last = (term.sql, term.end) if term.kind is Kind.INTERVAL else (term.sql, term.sql)
    if days or _granularity(term) is Kind.MOMENT:
        return first, last
    zone = f"AT TIME ZONE '{settings.TIME_ZONE}'"
    return f"({first})::timestamp {zone}", f"(({last})::timestamp + interval '86399.999999 s') {zone}"
