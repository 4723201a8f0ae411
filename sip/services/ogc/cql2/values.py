"""Literals of a filter as SQL: each value is a parameter of the statement, never part of its text."""

import math
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

import orjson

from sip.services.errors import BadRequest
from sip.services.ogc.queryables import Kind

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# RFC 3339 in UTC, or with an offset, which is more than CQL2 asks for.
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_OPEN: Final = ".."
When = TypeVar("When", date, datetime)
_LONGEST_TEXT: Final = 2000
# The database reads no bounds beyond these as they stand, and nothing here is as old or as far away.
_FIRST_YEAR, _LAST_YEAR = 2, 9998


@dataclass(frozen=True, slots=True)
class Term:
    """SQL and the kind of its values.

    Intervals have an SQL for each end, of moments or of days (`ends`). Geometries are but a part of what was given
    where that goes far beyond the country (`is_part`). `narrowed` is what holds of rows where they equal a value,
    `bounded` of rows where they meet a {condition} beside nothing but values (`is_value`).
    """

    sql: str
    kind: Kind
    end: str = ""
    ends: Kind = Kind.MOMENT
    is_part: bool = False
    narrowed: str = ""
    bounded: str = ""
    is_value: bool = False


@dataclass(slots=True)
class Values:
    """Parameters of the statement, named in the order they come."""

    given: dict[str, Any] = field(default_factory=dict)

    def put(self, value: Any, cast: str) -> str:
        name = f"cql_{len(self.given)}"
        self.given[name] = value
        return f"%({name})s::{cast}"


def scalar(tree: Any, values: Values) -> Term:
    """Of true, a number or a text. Raises BadRequest."""
    if isinstance(tree, bool):
        return Term("true" if tree else "false", Kind.BOOLEAN)
    if isinstance(tree, int | float):
        return Term(values.put(_finite(tree), "numeric"), Kind.NUMBER)
    if isinstance(tree, str):
        return Term(values.put(_plain(tree), "text"), Kind.TEXT, is_value=True)
    raise BadRequest("filter: null is no value to compare with; ask IS NULL.")


def instant(tree: dict[str, Any], values: Values) -> Term:
    """Of {"date": ...} or {"timestamp": ...}. Raises BadRequest."""
    if "date" in tree:
        return Term(values.put(_day(tree["date"]), "date"), Kind.DATE)
    return Term(values.put(_moment(tree["timestamp"]), "timestamptz"), Kind.MOMENT)


def bound(text: Any, values: Values) -> Term | None:
    """An end of an interval; None where it is open. Raises BadRequest."""
    if text == _OPEN:
        return None
    if isinstance(text, str) and _DATE.fullmatch(text):
        return instant({"date": text}, values)
    return instant({"timestamp": text}, values)


def listed(items: list[Any], values: Values) -> Term:
    """A list of texts, numbers and booleans. Raises BadRequest."""
    for each in items:
        if isinstance(each, str):
            _plain(each)
        elif not isinstance(each, int | float):
            raise BadRequest("filter: lists hold texts, numbers, true and false only.")
        else:
            _finite(each)
    return Term(values.put(orjson.dumps(items).decode(), "jsonb"), Kind.LIST)


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise BadRequest("filter: a number is too large.")
    return number


def _plain(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise BadRequest(f"filter: a text has more than {_LONGEST_TEXT} characters.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadRequest("filter: has a character that is no text.") from None
    if "\0" in text:
        raise BadRequest("filter: has a character that is no text.")
    return text


def _day(text: Any) -> date:
    try:
        if isinstance(text, str) and _DATE.fullmatch(text):
            return _known(date.fromisoformat(text))
    except ValueError:
        pass
    raise BadRequest(f"filter: {str(text)[:40]!r} is not a day such as 2026-01-31.")


def _moment(text: Any) -> datetime:
    try:
        if isinstance(text, str) and _MOMENT.fullmatch(text):
            return _known(datetime.fromisoformat(text.upper()).astimezone(UTC))
    except (ValueError, OverflowError):
        pass
    raise BadRequest(f"filter: {str(text)[:40]!r} is not a time such as 2026-01-31T12:00:00Z.")


def _known(when: When) -> When:
    if not _FIRST_YEAR <= when.year <= _LAST_YEAR:
        raise ValueError(when)
    return when
