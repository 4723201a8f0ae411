"""Log lines as JSON, with the fields named here and no others."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import TracebackException
from typing import Any

import orjson

from sip.request_id import current_request_id


class JsonFormatter(logging.Formatter):
    """One JSON object a line; only the fields named here ever reach the log."""

    FIELDS = ("request_id", "method", "route", "status", "ms", "delivery", "kind")

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        line |= {name: value for name in self.FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info:
            line["trace"] = self._trace(record.exc_info)
        return orjson.dumps(line, default=str).decode()

    def _trace(self, exc_info: Any) -> str:
        """While a request is answered without the errors' own words, which repeat what was asked for: a statement with
        its values, a text that is no number."""
        if not current_request_id.get():
            return self.formatException(exc_info)
        told = TracebackException(*exc_info)
        frames = [f"  {frame.filename}:{frame.lineno} {frame.name}: {frame.line}" for frame in told.stack]
        kinds = [_kind(each) for each in _chain(exc_info[1])]
        return "\n".join([*frames, " < ".join(kinds)])


def _kind(error: BaseException) -> str:
    """With PostgreSQL's code where it is its error."""
    code = getattr(error, "pgcode", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _message(record: logging.LogRecord) -> str:
    """Django's lines about a request name its address ("Not Found: /..."); the access line has its route instead."""
    if not hasattr(record, "request"):
        return record.getMessage()
    words = str(record.msg).partition(":")[0].removesuffix(" (%s)")
    # "%s: %s" with the status in words and the address.
    return str(record.args[0]) if words == "%s" and isinstance(record.args, tuple) else words
