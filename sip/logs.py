"""Log lines as JSON, with the fields named here and no others."""

import logging
from datetime import UTC, datetime

import orjson


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
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def _message(record: logging.LogRecord) -> str:
    """Django's lines about a request name its address ("Not Found: /..."); the access line has its route instead."""
    if not hasattr(record, "request"):
        return record.getMessage()
    words = str(record.msg).partition(":")[0].removesuffix(" (%s)")
    # "%s: %s" with the status in words and the address.
    return str(record.args[0]) if words == "%s" and isinstance(record.args, tuple) else words
