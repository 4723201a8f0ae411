"""A filter's tree as a condition of SQL over a collection's properties; whatever it says is a parameter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import shapely

from sip.geo.crs import PL_1992, Reading
from sip.services.errors import BadRequest
from sip.services.ogc.cql2 import times
from sip.services.ogc.cql2.places import placed
from sip.services.ogc.cql2.reading import Tree
from sip.services.ogc.cql2.values import Term, Values, instant, listed, scalar
from sip.services.ogc.queryables import TEMPORAL, Kind, Queryable

# Conformance classes of CQL2 that these expressions meet, but for functions of a server's own.
CLASSES: Final = (
    "cql2-text",
    "cql2-json",
    "basic-cql2",
    "advanced-comparison-operators",
    "case-insensitive-comparison",
    "accent-insensitive-comparison",
    "basic-spatial-functions",
    "basic-spatial-functions-plus",
    "spatial-functions",
    "temporal-functions",
    "array-functions",
    "property-property",
    "arithmetic",
)
DEEPEST: Final = 40
MOST_PARTS: Final = 3000
_COMPARISONS: Final = ("=", "<>", "<", ">", "<=", ">=")
# Text has no order worth asking booleans for.
_ORDERED: Final = (Kind.TEXT, Kind.NUMBER, *TEMPORAL)
_ARITHMETIC: Final = {
    "+": "({a}::float8 + {b}::float8)",
    "-": "({a}::float8 - {b}::float8)",
    "*": "({a}::float8 * {b}::float8)",
    "/": "({a}::float8 / nullif({b}::float8, 0))",
    "^": "power({a}::float8, {b}::float8)",
    "%": "mod({a}::numeric, nullif({b}::numeric, 0))",
    "div": "trunc({a}::float8 / nullif({b}::float8, 0))",
}
# Full case folding as far as letters of Europe go: lower(), and what it leaves as it is. Columns in collation C know
# small letters of ASCII only, and texts of two collations are not compared.
_FOLDED: Final = """(replace(replace(lower({a} COLLATE "und-x-icu"), 'ß', 'ss'), 'ς', 'σ') COLLATE "C")"""
_OF_TEXT: Final = {"casei": _FOLDED, "accenti": "unaccent({a})"}
_SPATIAL: Final = {
    f"s_{name}": f"ST_{name}({{a}}, {{b}})"
    for name in ("intersects", "disjoint", "equals", "touches", "within", "contains", "overlaps", "crosses")
}
_OF_LISTS: Final = {
    "a_contains": "{a} @> {b}",
    "a_containedby": "{a} <@ {b}",
    "a_equals": "({a} @> {b} AND {a} <@ {b})",
    "a_overlaps": "EXISTS (SELECT FROM jsonb_array_elements({a}) AS one(part) WHERE {b} @> one.part)",
}
_KNOWN: Final = (
    "and, or, not, =, <>, <, >, <=, >=, like, between, in, isNull, casei, accenti, +, -, *, /, %, div, ^, "
    f"{', '.join((*_SPATIAL, *times.FUNCTIONS, *_OF_LISTS))}"
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A condition over `page`; `is_joined` where it speaks of what the register is joined with."""

    sql: str
    values: Mapping[str, Any]
    is_joined: bool

    def and_(self, other: "Compiled") -> "Compiled":
        return Compiled(
            f"{self.sql} AND {other.sql}", {**self.values, **other.values}, self.is_joined or other.is_joined
        )


EVERYTHING: Final = Compiled("true", {}, is_joined=False)


def compiled(tree: Tree, names: Mapping[str, Queryable], reading: Reading) -> Compiled:
    """Raises BadRequest, saying what is wrong with the filter."""
    compiler = _Compiler(names, reading)
    return Compiled(compiler.condition(tree, 0), compiler.values.given, compiler.is_joined)


@dataclass(slots=True)
class _Compiler:
    names: Mapping[str, Queryable]
    reading: Reading
    values: Values = field(default_factory=Values)
    is_joined: bool = False
    parts: int = 0

    def condition(self, tree: Tree, depth: int) -> str:
        found = self.term(tree, depth)
        if found.kind is not Kind.BOOLEAN:
            raise BadRequest(f"filter: {found.kind} stands where a condition is needed.")
        return found.sql

    def term(self, tree: Tree, depth: int) -> Term:
        self.parts += 1
        if depth > DEEPEST or self.parts > MOST_PARTS:
            raise BadRequest("filter: is too deep or has too many parts.")
        if isinstance(tree, list):
            return listed(tree, self.values)
        if not isinstance(tree, dict):
            return scalar(tree, self.values)
        return self._object(tree, depth)

    def _object(self, tree: dict[str, Any], depth: int) -> Term:
        if "op" in tree:
            return self._operation(tree, depth)
        if "property" in tree:
            return self._property(tree["property"])
        if "date" in tree or "timestamp" in tree:
            return instant(tree, self.values)
        if "interval" in tree:
            return times.interval(tree["interval"], lambda end: self._object(end, depth + 1), self.values)
        if "bbox" in tree or "type" in tree:
            return self._geometry(tree)
        raise BadRequest("filter: an object is no operation, property, date, interval or geometry.")

    def _property(self, name: Any) -> Term:
        if not isinstance(name, str) or name not in self.names:
            raise BadRequest(
                f"filter: {str(name)[:60]!r} is no property to ask for. Queryables: {', '.join(self.names)}."
            )
        found = self.names[name]
        self.is_joined |= found.is_joined
        return Term(f"({found.value})", found.kind, narrowed=found.narrowed, bounded=found.bounded)

    def _geometry(self, tree: dict[str, Any]) -> Term:
        shape, is_part = placed(tree, self.reading)
        name = self.values.put(shapely.to_wkb(shape), "bytea")
        return Term(f"ST_GeomFromWKB({name}, {PL_1992.srid})", Kind.GEOMETRY, is_part=is_part)

    def _operation(self, tree: dict[str, Any], depth: int) -> Term:
        name, given = tree["op"], tree.get("args")
        if not isinstance(name, str) or not isinstance(given, list):
            raise BadRequest("filter: an operation has a name (op) and a list of arguments (args).")
        known = name.lower()
        if known in ("and", "or"):
            return self._joined(known, given, depth)
        if known in _ONE:
            return _ONE[known](self, known, self._arguments(name, given, 1, depth))
        if known == "in":
            return self._in(given, depth)
        if known == "between":
            return self._between(self._arguments(name, given, 3, depth))
        if known == "like":
            _refuse_bare_escape(given)
        if known in _TWO:
            return _TWO[known](self, known, self._arguments(name, given, 2, depth))
        raise BadRequest(f"filter: {name[:40]!r} is no operation known here. Known: {_KNOWN}.")

    def _arguments(self, name: str, given: list[Any], count: int, depth: int) -> list[Term]:
        if len(given) != count:
            raise BadRequest(f"filter: {name[:40]} takes {count} arguments; {len(given)} are given.")
        return [self.term(each, depth + 1) for each in given]

    def _joined(self, name: str, given: list[Any], depth: int) -> Term:
        if not given:
            raise BadRequest(f"filter: {name} joins nothing.")
        conditions = (self.condition(each, depth + 1) for each in given)
        return _truth(f" {name.upper()} ".join(conditions))

    def _in(self, given: list[Any], depth: int) -> Term:
        if len(given) != 2 or not isinstance(given[1], list) or not given[1]:
            raise BadRequest("filter: in takes a value and a list of values.")
        value = self.term(given[0], depth + 1)
        items = [self.term(each, depth + 1) for each in given[1]]
        for each in items:
            _refuse_unlike("in", value, each)
        if value.narrowed:
            return _truth(" OR ".join(_equal(value, each) for each in items))
        return _bounded(f"{value.sql} IN ({', '.join(each.sql for each in items)})", value, *items)

    def _between(self, given: list[Term]) -> Term:
        value, least, most = given
        for each in (least, most):
            _refuse_unlike("between", value, each)
        if value.kind not in (Kind.NUMBER, *TEMPORAL):
            raise BadRequest(f"filter: between is of numbers, dates and timestamps; {value.kind} is given.")
        return _truth(f"{value.sql} BETWEEN {least.sql} AND {most.sql}")

    def negated(self, name: str, given: list[Term]) -> Term:
        return _truth(f"NOT {_of_kind(name, given[0], Kind.BOOLEAN)}")

    def missing(self, _name: str, given: list[Term]) -> Term:
        return _truth(f"{given[0].sql} IS NULL")

    def of_text(self, name: str, given: list[Term]) -> Term:
        text = _of_kind(name, given[0], Kind.TEXT)
        return Term(_OF_TEXT[name].format(a=text), Kind.TEXT, bounded=given[0].bounded, is_value=given[0].is_value)

    def comparison(self, name: str, given: list[Term]) -> Term:
        first, second = given
        if {first.kind, second.kind} == set(TEMPORAL):
            return _truth(times.by_ends(times.COMPARED[name], first, second))
        _refuse_unlike(name, first, second)
        if first.kind not in _ORDERED and not (first.kind is Kind.BOOLEAN and name in ("=", "<>")):
            raise BadRequest(f"filter: {name} does not compare {first.kind} with another.")
        if name != "=":
            return _truth(f"{first.sql} {name} {second.sql}")
        equal = _equal(first, second)
        return _truth(equal) if first.narrowed or second.narrowed else _bounded(equal, first, second)

    def like(self, name: str, given: list[Term]) -> Term:
        texts = [_of_kind(name, each, Kind.TEXT) for each in given]
        return _bounded(f"{texts[0]} LIKE {texts[1]}", *given)

    def arithmetic(self, name: str, given: list[Term]) -> Term:
        first, second = (_of_kind(name, each, Kind.NUMBER) for each in given)
        return Term(_ARITHMETIC[name].format(a=first, b=second), Kind.NUMBER)

    def spatial(self, name: str, given: list[Term]) -> Term:
        first, second = (_of_kind(name, each, Kind.GEOMETRY) for each in given)
        if _is_beyond(name, *given):
            return _truth(f"({first} IS NULL OR {second} IS NULL) AND NULL")
        return _truth(_SPATIAL[name].format(a=first, b=second))

    def temporal(self, name: str, given: list[Term]) -> Term:
        return _truth(times.compared(name, *given))

    def of_lists(self, name: str, given: list[Term]) -> Term:
        first, second = (_of_kind(name, each, Kind.LIST) for each in given)
        return _truth(_OF_LISTS[name].format(a=first, b=second))


_ONE: Final = {
    "not": _Compiler.negated,
    "isnull": _Compiler.missing,
    **dict.fromkeys(_OF_TEXT, _Compiler.of_text),
}
_TWO: Final = {
    **dict.fromkeys(_COMPARISONS, _Compiler.comparison),
    "like": _Compiler.like,
    **dict.fromkeys(_ARITHMETIC, _Compiler.arithmetic),
    **dict.fromkeys(_SPATIAL, _Compiler.spatial),
    **dict.fromkeys(times.FUNCTIONS, _Compiler.temporal),
    **dict.fromkeys(_OF_LISTS, _Compiler.of_lists),
}


def _truth(sql: str) -> Term:
    return Term(f"({sql})", Kind.BOOLEAN)


def _refuse_bare_escape(given: list[Tree]) -> None:
    """A pattern that ends with its escape character is an error of the database for some texts only."""
    pattern = given[-1] if given else None
    while isinstance(pattern, dict) and isinstance(pattern.get("args"), list) and len(pattern["args"]) == 1:
        pattern = pattern["args"][0]
    if isinstance(pattern, str) and (len(pattern) - len(pattern.rstrip("\\"))) % 2:
        raise BadRequest("filter: a pattern of like ends with its escape character.")


def _equal(first: Term, second: Term) -> str:
    narrowed = first.narrowed.format(value=second.sql) or second.narrowed.format(value=first.sql)
    return f"({first.sql} = {second.sql}{f' AND {narrowed}' if narrowed else ''})"


def _bounded(condition: str, first: Term, *others: Term) -> Term:
    """CONDITION of FIRST and OTHERS, with what holds of rows where it is met."""
    if not first.bounded or not all(each.is_value for each in others):
        return _truth(condition)
    return _truth(f"{condition} AND {first.bounded.format(condition=condition)}")


def _is_beyond(name: str, first: Term, second: Term) -> bool:
    """Whether a feature would have to be as large as what goes far beyond the country."""
    if name == "s_equals":
        return first.is_part or second.is_part
    return second.is_part if name == "s_contains" else name == "s_within" and first.is_part


def _of_kind(name: str, term: Term, kind: Kind) -> str:
    if term.kind is not kind:
        raise BadRequest(f"filter: {name} needs {kind}; {term.kind} is given.")
    return term.sql


def _refuse_unlike(name: str, first: Term, second: Term) -> None:
    if first.kind is second.kind:
        return
    kinds = {first.kind, second.kind}
    hint = ""
    if Kind.TEXT in kinds and kinds & set(TEMPORAL):
        hint = " Write DATE('2026-01-31') or TIMESTAMP('2026-01-31T12:00:00Z')."
    raise BadRequest(f"filter: {name} compares values of one kind; {first.kind} and {second.kind} are given.{hint}")
